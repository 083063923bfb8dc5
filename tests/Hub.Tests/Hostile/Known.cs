using System.Globalization;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hub.Agents;
using Hub.Tests.Api;
using Hub.Tests.Support;

namespace Hub.Tests.Hostile;

/// <summary>What exists in a filled hub, for requests that are to come far; and the people who send them.</summary>
internal sealed class Known
{
    private readonly Dictionary<string, string[]> ids = [];
    private readonly Dictionary<string, (string Cookie, string Token)> people = [];
    private readonly List<(long Id, short Role, string Stamp)> actors = [];
    private string[] cursors = [];
    private string[] answers = [];
    private FilledHub filled = null!;

    public static async Task<Known> ReadAsync(FilledHub filled)
    {
        var known = new Known { filled = filled };
        var hub = filled.App;
        foreach (var (name, sql) in new[]
        {
            ("tickets", "select number from tickets"), ("messages", "select id from messages"), ("files", "select id from files"), ("customers", "select id from customers"), ("sites", "select channel from sites"),
            ("mailboxes", "select channel from mailboxes"), ("agents", "select id from agents"), ("invitations", "select id from invitations"), ("teams", "select id from teams"), ("mails", "select raw from received_mails"),
        })
            known.ids[name] = [.. (await hub.ScalarAsync<long[]>($"select array_agg(x) from ({sql}) y(x)")).Select(id => id.ToString(CultureInfo.InvariantCulture))];
        foreach (var role in Enum.GetValues<Role>())
        {
            using var browser = await hub.SignInAsync(role);
            if (role is Role.Administrator) known.cursors = await CursorsAsync(browser);
            known.people[role.ToString().ToLowerInvariant()] = Cookies(browser);
            known.actors.Add((browser.AgentId, (short)role, await hub.ScalarAsync<string>("select security_stamp from agents where id = $1", browser.AgentId)));
        }
        known.answers = await hub.ScalarAsync<string[]>("select array_agg(format('%s/messages/%s', ticket, message)) from deliveries");
        await hub.ExecuteAsync("create table kept_invitations as select * from invitations where accepted_at is null");
        using var nobody = hub.OpenBrowser();
        (await nobody.GetAsync("/api/v1/session")).Dispose();
        known.people["nobody"] = Cookies(nobody);
        return known;
    }

    /// <summary>Places in lists: of this list, of another one, of nowhere.</summary>
    public Gen<string> Cursors => Gen.Elements(
    [
        .. cursors, .. new[] { "0:0", "-1:-1", "9223372036854775807:9223372036854775807", "3155378975999999999:1", "3155378976000000000:1", "1:", ":", "1:2:3", "639000000000000000:5", "0", "1", "-1", "9223372036854775807", "x" }
            .Select(t => Convert.ToBase64String(Encoding.ASCII.GetBytes(t)).TrimEnd('=')),
        "x", "====", "A", "AA", "AAA", "%2B%2F", "_-_-", new string('A', 3_000),
    ]);

    /// <summary>Answers that went, or are to go, by mail: a ticket and a message of it, as they stand in an address.</summary>
    public Gen<string> Answers => Gen.Elements(answers);

    /// <summary>A value that a parameter of a query takes.</summary>
    public Gen<string> Query(string name) => name switch
    {
        "cursor" => Gen.Elements(cursors),
        "status" => Gen.Elements("open", "open,pending", "closed,onHold,resolved"),
        "assignee" => Gen.Elements(["me", "none", .. ids["agents"]]),
        "channel" => Gen.Elements("chat", "email"),
        "customer" => Gen.Elements(ids["customers"]),
        "from" => Gen.Elements("anna@shop.test", "loud@shop.test", "x"),
        "limit" => Gen.Elements("1", "2", "100"),
        _ => Gen.Elements("1", "2", "0", "3"),
    };

    /// <summary>The cookies and the token of somebody.</summary>
    public (string Cookie, string Token) Of(string role) => people[role];

    /// <summary>Whoever sends the requests stays who they are, and the link that nobody followed is there, whatever an administrator among them did.</summary>
    public async Task RestoreAsync()
    {
        foreach (var (id, role, stamp) in actors)
            await filled.App.ExecuteAsync("update agents set role = $2, security_stamp = $3, disabled_at = null where id = $1", id, role, stamp);
        await filled.App.ExecuteAsync("insert into invitations overriding system value select * from kept_invitations on conflict do nothing");
        await filled.App.ExecuteAsync("update invitations set accepted_at = null where accepted_at is not null");
        await filled.App.ExecuteAsync("update sites set removed_at = null, off_at = null where removed_at is not null or off_at is not null");
        await filled.App.ExecuteAsync("update site_keys set revoked_at = null where revoked_at is not null");
    }

    /// <summary>Values for a placeholder of an address.</summary>
    public Gen<string> Ids(ApiOperation operation, string name) => Gen.Elements(name switch
    {
        "token" => [filled.InvitationToken],
        "key" => [filled.FormerKey, "x"],
        "number" => ids["tickets"],
        _ => operation.Path switch
        {
            var p when p.Contains("/messages/", StringComparison.Ordinal) => ids["messages"],
            var p when p.Contains("/agents/", StringComparison.Ordinal) => ids["agents"],
            var p when p.Contains("/invitations/", StringComparison.Ordinal) => ids["invitations"],
            var p when p.Contains("/customers/", StringComparison.Ordinal) => ids["customers"],
            var p when p.Contains("/sites/", StringComparison.Ordinal) => ids["sites"],
            var p when p.Contains("/teams/", StringComparison.Ordinal) => ids["teams"],
            var p when p.Contains("/mailboxes/", StringComparison.Ordinal) => ids["mailboxes"],
            var p when p.Contains("/files/", StringComparison.Ordinal) => ids["files"],
            _ => ids["mails"],
        },
    });

    /// <summary>Values for a field of a body. Servers are this machine's only, at ports where nobody is: nothing here may reach anybody.</summary>
    public Gen<string>? Json(string field) => field switch
    {
        "assignee" => Gen.Elements(["null", "0", "-1", .. ids["agents"]]),
        "team" => Gen.Elements("null", "1", "0", "99"),
        "host" => Gen.Elements("\"127.0.0.1\"", "\"[::1]\"", "\"a b\"", "\"\"", "\"-\"", "\"127.0.0.1\\u0000\"", "null", "1", "\"127.0.0.1:25\""),
        "port" => Gen.Elements("1", "0", "-1", "65536", "1.5", "null", "\"1\"", "\"x\"", "1e3", "9223372036854775808"),
        "allowedOrigins" => Gen.ListOf(Gen.OneOf(Gen.Elements("\"https://shop.test\"", "\"https://shop.test:8443\"", "\"http://[::1]:80\"", "\"https://é.test\"", "null", "1"), Junk.Text.Select(Junk.Quote))).Resize(6).Select(o => $"[{string.Join(',', o)}]"),
        "token" => Gen.Elements($"\"{filled.InvitationToken}\"", "\"x\"", "null", "\"\\u0000\"", "\"é\""),
        "email" or "address" => Gen.OneOf(Gen.Elements("\"new@hub.test\"", "\"retours@hub.test\"", "\"A@B.test\"", "\"a..b@hub.test\"", "\"é@hub.test\"", "\"a@[127.0.0.1]\"", "\"a@b@c\""), Junk.Text.Select(Junk.Quote)),
        "accent" => Gen.Elements("\"#0b6073\"", "\"#0B6073\\n\"", "\"#xyzxyz\"", "\"\"", "\"red\""),
        _ => null,
    };

    private static async Task<string[]> CursorsAsync(Browser browser)
    {
        var found = new List<string>();
        foreach (var list in new[] { "tickets?limit=1", "tickets?limit=1&sort=created", "mail/received?limit=1", "quarantine?limit=1" })
            if ((await browser.GetAsync($"/api/v1/{list}").ExpectAsync(HttpStatusCode.OK)).GetProperty("next").GetString() is { } next) found.Add(next);
        return [.. found];
    }

    private static (string, string) Cookies(Browser browser) => (browser.CookieHeader, Uri.UnescapeDataString(browser.Cookies.GetCookies(browser.Http.BaseAddress!)["XSRF-TOKEN"]!.Value));
}
