using System.Net;
using Hub.Agents;
using Hub.Tests.Api;
using Hub.Tests.Support;

namespace Hub.Tests.Hostile;

/// <summary>What must hold after anything that anybody sent.</summary>
internal static class Health
{
    private static readonly (string What, string Sql)[] invariants =
    [
        ("a ticket's numbers have a gap", "select count(*) from tickets t where t.last_seq <> (select count(*) from messages m where m.ticket = t.number) or t.last_seq <> coalesce((select max(seq) from messages m where m.ticket = t.number), 0)"),
        ("a message is newer than its ticket", "select count(*) from messages m join tickets t on t.number = m.ticket where m.version > t.version or m.at > t.last_at"),
        ("a note is for customers", "select count(*) from messages where kind = 3 and audience <> 'internal'"),
        ("a customer sees what is none of his", "select count(*) from customer_messages c join messages m on m.id = c.id where m.kind not in (1, 2)"),
        ("an event has no change", "select count(*) from messages m where kind = 4 and not exists (select from events e where e.message = m.id)"),
        ("a claim to a key leads nowhere", "select count(*) from messages where kind in (2, 3) and client_id is not null and length(client_id) > 100"),
        ("a setting of a site is unheard of", "select count(*) from sites where locale <> all(languages) or not languages <@ '{en,fr,de,es,it,nl,pt,pl,sv,da}' or accent !~ '^#[0-9a-f]{6}$' or continue_after not between 1 and 86400 or cardinality(allowed_origins) > 50"),
        ("a subject or a name is too long", "select (select count(*) from tickets where length(subject) > 500) + (select count(*) from customers where length(name) > 500)"),
        ("nobody is administrator", "select (case when exists (select from agents where role = 3 and disabled_at is null) then 0 else 1 end)::bigint"),
    ];

    /// <summary>The server is ready, whole and quiet: nothing is broken, nothing hangs, nothing was logged as an error.</summary>
    public static async Task AssertAsync(FilledHub filled)
    {
        var hub = filled.App;
        using var desk = await hub.SignInAsync(Role.Administrator);
        await desk.GetAsync("/health/ready").ExpectAsync(HttpStatusCode.OK);
        foreach (var (what, sql) in invariants) Assert.True(await hub.ScalarAsync<long>(sql) == 0, what);

        var document = await ApiDocument.FetchAsync(hub);
        var open = document.Operations.Single(o => o.Name == "GET /api/v1/tickets/{number}");
        var read = document.Operations.Single(o => o.Name == "GET /api/v1/tickets/{number}/messages");
        foreach (var number in await hub.ScalarAsync<long[]>("select array_agg(number) from (select number from tickets order by last_at desc limit 20) x"))
        {
            using var ticket = await desk.GetAsync($"/api/v1/tickets/{number}");
            Assert.Empty(await document.ErrorsAsync(open, ticket));
            using var messages = await desk.GetAsync($"/api/v1/tickets/{number}/messages?limit=100");
            Assert.Empty(await document.ErrorsAsync(read, messages));
        }

        // Whatever the newest files are called, they can be fetched.
        foreach (var file in await hub.ScalarAsync<long[]>("select coalesce(array_agg(id), '{}') from (select id from files order by id desc limit 50) x"))
            using (var fetched = await desk.GetAsync($"/api/v1/files/{file}"))
                Assert.Equal(HttpStatusCode.OK, fetched.StatusCode);

        // Somebody new is served as ever, whatever was set of the site: it is there, and asks nothing.
        var site = await hub.ScalarAsync<long>("update sites set removed_at = null where channel = (select min(channel) from sites) returning channel");
        await desk.PatchAsync($"/api/v1/sites/{site}", new { enabled = true }).ExpectAsync(HttpStatusCode.OK);
        await desk.SendAsync(HttpMethod.Put, $"/api/v1/sites/{site}/reception", new { }).ExpectAsync(HttpStatusCode.OK);
        await using var visitor = await Visitor.OpenAsync(hub);
        var sent = await visitor.SendAsync("still here?");
        await desk.PostAsync($"/api/v1/tickets/{sent.GetProperty("ticket").GetInt64()}/messages", new { kind = "reply", text = "Yes.", clientId = Guid.CreateVersion7().ToString() }).ExpectAsync(HttpStatusCode.Created);
        await visitor.Line.ExpectAsync("Message", m => m[0].GetProperty("text").GetString() == "Yes.");
        var mailbox = $"well{Guid.CreateVersion7():N}@hub.test";
        await desk.PostAsync("/api/v1/mailboxes", new { name = "Well", address = mailbox }).ExpectAsync(HttpStatusCode.Created);
        Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(Postman.Mail("well@shop.test", "Still here?", "Hello"), mailbox))[0], StringComparison.Ordinal);

        Assert.True(hub.Log.Errors.Count == 0, $"The server logged {hub.Log.Errors.Count} errors:\n{string.Join('\n', hub.Log.Errors.Take(3))}");
    }
}
