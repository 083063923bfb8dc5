using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Demo;
using Hub.Platform;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Demo;

/// <summary>The demo in a hub.</summary>
public sealed class DemoTests : IAsyncLifetime
{
    private HubApp hub = null!;
    private Browser administrator = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync();
        administrator = await hub.SignInAsync(Role.Administrator, "Administrator");
    }

    public async Task DisposeAsync()
    {
        administrator?.Dispose();
        if (hub is not null) await hub.DisposeAsync();
    }

    [Fact]
    public async Task An_empty_hub_is_filled_by_the_rules_of_the_model_in_few_statements()
    {
        var database = await hub.ScalarAsync<string>("select current_database()::text");
        var statements = 0;
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(t => t.Value as string == database) && !activity.DisplayName.Contains("pool", StringComparison.OrdinalIgnoreCase)) Interlocked.Increment(ref statements);
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        var filled = await FillAsync();
        // The hub's own sweeps go on meanwhile; one statement a ticket would be nine hundred.
        Assert.InRange(statements, 20, 300);
        Assert.InRange(filled.Tickets, 850, 950);
        Assert.InRange(filled.Messages, 3_300, 6_000);
        foreach (var (rule, sql) in Rules) Assert.True(await hub.ScalarAsync<long>($"select count(*) from ({sql}) broken") == 0, rule);
        Assert.Equal(2L, await hub.ScalarAsync<long>("select count(*) from deliveries where state = 'failed' and reason like '55%'"));
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from deliveries where state not in ('sent', 'failed', 'cancelled')"));
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from received_mails where disposition = 'quarantine'"));
        Assert.Equal(4L, await hub.ScalarAsync<long>("select count(*) from channels"));
    }

    [Fact]
    public async Task The_inbox_shows_the_company_and_its_agents_can_sign_in()
    {
        var filled = await FillAsync();
        var counts = await administrator.GetAsync("/api/v1/tickets/counts").ExpectAsync(HttpStatusCode.OK);
        foreach (var view in new[] { "mine", "unassigned", "open", "pending", "resolved", "spam", "trash" }) Assert.True(counts.GetProperty(view).GetInt32() > 0, view);
        Assert.Equal(2, counts.GetProperty("failed").GetInt32());

        var open = (await administrator.GetAsync("/api/v1/tickets?status=open&sort=waiting").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToList();
        Assert.True(open.Count >= 20);
        foreach (var row in open.Take(10))
        {
            var messages = await administrator.GetAsync($"/api/v1/tickets/{row.GetProperty("number").GetInt64()}/messages").ExpectAsync(HttpStatusCode.OK);
            Assert.NotEmpty(Items(messages));
        }

        using var manon = hub.OpenBrowser();
        using (var answer = await manon.SignInAsync("manon@aubelune.example", filled.Password)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Life_goes_on_in_it()
    {
        await FillAsync();
        var newest = await hub.ScalarAsync<long>("select max(number) from tickets");
        await using var visitor = await Visitor.OpenAsync(hub);
        var placed = await visitor.SendAsync("Is the lamp repaired for ten years?");
        Assert.True(placed.GetProperty("ticket").GetInt64() > newest);

        // A mail of the history that comes once more is known; an answer to one of ours finds its ticket.
        var raw = await hub.ScalarAsync<byte[]>("select c.bytes from received_mails r join raw_payloads p on p.id = r.raw join blob_chunks c on c.blob = p.blob where r.disposition = 'ticket' and r.size < 5000 order by r.at limit 1");
        Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(System.Text.Encoding.ASCII.GetString(raw), "support@aubelune.example"))[0], StringComparison.Ordinal);
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from received_mails where disposition = 'duplicate'"));

        var sent = await hub.ScalarAsync<string>("select m.message_id || ' ' || d.address || ' ' || d.ticket from deliveries d join mails m on m.message = d.message join tickets t on t.number = d.ticket where d.state = 'sent' and d.purpose = 'reply' and t.status <> 5 order by d.id desc limit 1");
        var parts = sent.Split(' ');
        await new Postman(hub).DeliverAsync(Postman.Mail(parts[1], "Re: it", "One more thing.", ("To", "support@aubelune.example"), ("In-Reply-To", $"<{parts[0]}>")), "support@aubelune.example");
        Assert.Equal(parts[2], await hub.ScalarAsync<string>("select ticket::text from messages where text = 'One more thing.'"));
    }

    [Fact]
    public async Task A_hub_that_holds_a_ticket_is_refused_and_stays_as_it_is()
    {
        await using (var visitor = await Visitor.OpenAsync(hub)) await visitor.SendAsync("I am real.");
        var refused = await Assert.ThrowsAsync<StartRefusedException>(FillAsync);
        Assert.StartsWith("This hub holds 1 ticket. The demo fills an empty hub", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from agents"));
        Assert.Equal("Web chat", await hub.ScalarAsync<string>("select name from channels where kind = 'chat'"));
    }

    [Theory]
    [InlineData("update sites set texts = '{\"en\":{\"greeting\":\"Hello!\"}}'")]
    [InlineData("update mailboxes set address = 'help@real.test'")]
    [InlineData("insert into channels (kind, name, created_at) values ('email', 'Sales', '2026-01-01')")]
    [InlineData("insert into invitations (email, role, token_hash, created_at, expires_at) values ('a@hub.test', 1, '', '2026-01-01', '2026-02-01')")]
    public async Task A_hub_that_somebody_set_up_is_refused(string set)
    {
        await hub.ExecuteAsync(set);
        var refused = await Assert.ThrowsAsync<StartRefusedException>(FillAsync);
        Assert.StartsWith("Somebody has set this hub up already.", refused.Message, StringComparison.Ordinal);
    }

    private Task<Filled> FillAsync() => DemoHub.FillAsync(hub.Services, 7, new CancellationTokenSource(Wait.Guard).Token);

    private static List<JsonElement> Items(JsonElement answer) => [.. (answer.ValueKind is JsonValueKind.Array ? answer : answer.GetProperty("items")).EnumerateArray()];

    /// <summary>Each query finds what breaks the rule.</summary>
    private static IEnumerable<(string Rule, string Sql)> Rules =>
    [
        ("Messages are numbered without gaps.", "select from tickets t left join (select ticket, count(*) n, max(seq) m from messages group by ticket) s on s.ticket = t.number where s.n is distinct from t.last_seq or s.m is distinct from t.last_seq"),
        ("No message is newer than its ticket's version.", "select from messages m join tickets t on t.number = m.ticket where m.version > t.version"),
        ("Versions that a reader has passed are not used again.", "select from tickets t where t.version < (select max(version) from messages m where m.ticket = t.number)"),
        ("Times follow the numbers.", "select from (select at, lag(at) over (partition by ticket order by seq) before from messages) x where at < before"),
        ("Ids follow the times.", "select from (select at, lag(at) over (order by id) before from messages) x where at < before"),
        ("The last activity is the last message's.", "select from tickets t where t.last_at <> (select max(at) from messages m where m.ticket = t.number)"),
        ("Who waits, waits since the first message without an answer.", """
            select from tickets t where t.waiting_since is distinct from (case when t.status in (4, 5) then null else (
                select min(m.at) from messages m where m.ticket = t.number and m.kind = 1 and not coalesce(m.marks, '{}') && array['auto'] and m.seq > coalesce((
                    select max(a.seq) from messages a left join events e on e.message = a.id
                    where a.ticket = t.number and (a.kind = 2 and a.author_kind = 2 or e.type = 'status' and e.after in ('"resolved"', '"closed"'))), 0)) end)
            """),
        ("The first response is the first answer of a human.", "select from tickets t where t.first_response_at is distinct from (select min(at) from messages m where m.ticket = t.number and m.kind = 2 and m.author_kind = 2)"),
        ("Closed is final.", "select from tickets where (status = 5) <> (closed_at is not null) or status in (4, 5) and resolved_at is null"),
        ("An open ticket waits, or somebody works on it.", "select from tickets where status = 1 and folder = 1 and waiting_since is null and assignee is null"),
        ("Events tell what changed, as JSON.", "select from messages m left join events e on e.message = m.id where (m.kind = 4) <> (e.message is not null) or m.kind = 4 and e.after is null and e.before is null"),
        ("An event of an assignee names the person.", "select from events where type = 'assignee' and (after->>'id' is null or after->>'name' is null or (select name from agents where id = (after->>'id')::bigint) is distinct from after->>'name')"),
        ("The last assignee is the ticket's.", "select from tickets t where t.assignee is distinct from (select (e.after->>'id')::bigint from messages m join events e on e.message = m.id where m.ticket = t.number and e.type = 'assignee' order by m.seq desc limit 1)"),
        ("What was written by a client has a receipt.", "select from messages m left join receipts r on r.source = m.author and r.key = m.client_id and r.message = m.id where m.client_id is not null and r.key is null"),
        ("A mail that came has its row, its log and its receipt.", """
            select from messages m join channels c on c.id = m.channel and c.kind = 'email' left join mails l on l.message = m.id left join raw_payloads p on p.message = m.id left join receipts r on r.source = 0 and r.message = m.id
            where m.kind = 1 and (l.message is null or p.state is distinct from 'done' or r.key is null)
            """),
        ("An answer by mail has one delivery.", "select from messages m join channels c on c.id = m.channel and c.kind = 'email' where m.kind = 2 and (select count(*) from deliveries d where d.message = m.id and d.purpose = 'reply') <> 1"),
        ("What was sent has a Message-ID of ours.", "select from deliveries d left join mails l on l.message = d.message where d.state = 'sent' and (l.message is null or d.external_id is distinct from l.message_id)"),
        ("What has not left is no customer's to see.", "select from deliveries d join messages m on m.id = d.message where d.purpose = 'reply' and (d.state = 'scheduled') <> (m.audience = 'internal')"),
        ("References name mails of the same ticket.", "select from mails l where exists (select from unnest(l.refs) r where not exists (select from mails o where o.ticket = l.ticket and o.message_id = r and o.message < l.message))"),
        ("A chat belongs to a session, and no session has read on beyond the end.", "select from session_tickets s join tickets t on t.number = s.ticket where s.seen_seq > t.last_seq"),
        ("Whoever chats is author by their session.", "select from messages m join channels c on c.id = m.channel and c.kind = 'chat' left join session_tickets s on s.ticket = m.ticket and s.session = m.author where m.kind = 1 and s.session is null"),
        ("Addresses lead nowhere.", "select from mails l where l.sender not like '%.example' or exists (select from unnest(l.addresses) a where a not like '%.example')"),
    ];
}
