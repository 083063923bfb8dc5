using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hub.Intake;
using Hub.Tests.Support;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Intake;

/// <summary>The hot path says in SQL what the ticket's verbs say in C#: the same histories through both must leave the same tickets.</summary>
public sealed class TwoPathsTests(HubApp hub) : IClassFixture<HubApp>
{
    private const int Histories = 40;
    private const int Longest = 10;
    private long agent;
    private int keys;

    /// <summary>What may happen to a ticket.</summary>
    private enum Step { Receive, Answer, Note, AnswerResolved, Hold, Trash }

    [Fact]
    public async Task The_same_history_through_both_paths_leaves_the_same_ticket()
    {
        (agent, _) = await hub.AddAgentAsync();
        var steps = Gen.Frequency(
            (6, Gen.Constant(Step.Receive)), (4, Gen.Constant(Step.Answer)), (2, Gen.Constant(Step.Note)),
            (1, Gen.Constant(Step.AnswerResolved)), (1, Gen.Constant(Step.Hold)), (1, Gen.Constant(Step.Trash)));
        var histories = Gen.ListOf(steps, Longest).Sample(Histories, Longest);
        foreach (var history in histories)
        {
            var hot = await PlayAsync(history, hot: true);
            var full = await PlayAsync(history, hot: false);
            Assert.True(hot == full, $"After {string.Join(", ", history)}\nhot:  {hot}\nfull: {full}");
        }
    }

    [Fact]
    public async Task A_batch_leaves_the_ticket_as_its_rows_would_one_by_one()
    {
        (agent, _) = await hub.AddAgentAsync();
        foreach (var history in Gen.ListOf(Gen.Elements(Step.Receive, Step.Answer, Step.Note), Longest).Sample(Histories, Longest))
        {
            var (ticket, session) = await BeginAsync();
            // All at once, so that the writer takes many of them in one statement.
            await Task.WhenAll(history.Select(step => ApplyAsync(step, ticket, session, hot: true)));
            var written = await KindsAsync(ticket);
            var (other, otherSession) = await BeginAsync();
            foreach (var kind in written.Skip(1)) await ApplyAsync(kind switch { 1 => Step.Receive, 2 => Step.Answer, _ => Step.Note }, other, otherSession, hot: false);
            Assert.Equal(await HeadAsync(other), await HeadAsync(ticket));
        }
    }

    [Fact]
    public async Task Duplicates_in_one_batch_take_one_number()
    {
        var (ticket, session) = await BeginAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => SendAsync(ticket, session, $"same-{i % 20}", hot: true)));
        Assert.Equal(20, answers.Select(a => a.Seq).Distinct().Count());
        Assert.Equal(21, await hub.ScalarAsync<int>("select last_seq from tickets where number = $1", ticket));
        Assert.All(answers.GroupBy(a => a.Seq), same => Assert.Single(same.Select(a => a.At).Distinct()));
    }

    private async Task<string> PlayAsync(IEnumerable<Step> history, bool hot)
    {
        var (ticket, session) = await BeginAsync();
        foreach (var step in history)
        {
            hub.Time.Advance(TimeSpan.FromSeconds(1));
            await ApplyAsync(step, ticket, session, hot);
        }
        return await PictureAsync(ticket);
    }

    private async Task ApplyAsync(Step step, long ticket, long session, bool hot)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var replies = scope.ServiceProvider.GetRequiredService<Replies>();
        var edits = scope.ServiceProvider.GetRequiredService<TicketEdits>();
        var key = $"k{Interlocked.Increment(ref keys)}";
        switch (step)
        {
            case Step.Receive:
                await SendAsync(ticket, session, key, hot);
                break;
            case Step.Answer or Step.AnswerResolved or Step.Note:
                var kind = step is Step.Note ? MessageKind.Note : MessageKind.Reply;
                TicketStatus? status = step is Step.AnswerResolved ? TicketStatus.Resolved : null;
                var channel = await hub.ScalarAsync<long>("select channel from tickets where number = $1", ticket);
                var said = hot
                    ? await replies.AddAsync(ticket, new Viewer(agent, Hub.Agents.Role.Agent), new Saying(kind, "words", key, status), CancellationToken.None)
                    : await replies.AddFullyAsync(ticket, agent, new Saying(kind, "words", key, status), null, CancellationToken.None);
                Assert.Null(said.Refusal);
                break;
            case Step.Hold:
                Assert.Null((await edits.ApplyAsync(ticket, new TicketPatch { Status = "onHold" }, null, new Viewer(agent, Hub.Agents.Role.Agent), CancellationToken.None)).Refusal);
                break;
            case Step.Trash:
                Assert.Null((await edits.ApplyAsync(ticket, new TicketPatch { Folder = "trash" }, null, new Viewer(agent, Hub.Agents.Role.Agent), CancellationToken.None)).Refusal);
                break;
        }
    }

    private async Task<Placed> SendAsync(long ticket, long session, string key, bool hot)
    {
        var message = new InboundMessage
        {
            Channel = await hub.ScalarAsync<long>("select channel from sites limit 1"),
            Identity = ("visitor", $"{session}"),
            Session = session,
            Key = key,
            Text = "words",
            Ticket = hot && ticket > 0 ? ticket : null,
        };
        return (hot ? await hub.Services.GetRequiredService<Hub.Intake.Intake>().ReceiveAsync(message, CancellationToken.None)
            : await hub.Services.GetRequiredService<FullPath>().ReceiveAsync(message, CancellationToken.None)).Value;
    }

    private async Task<(long Ticket, long Session)> BeginAsync()
    {
        var session = await hub.ScalarAsync<long>(
            "insert into visitor_sessions (site, token_hash, created_at, used_at) select channel, uuid_send(gen_random_uuid()), now(), now() from sites returning id");
        return ((await SendAsync(0, session, "first", hot: false)).Ticket, session);
    }

    private async Task<List<short>> KindsAsync(long ticket)
    {
        await using var command = hub.Database.CreateCommand("select kind from messages where ticket = $1 order by seq");
        command.Parameters.Add(new() { Value = ticket });
        var kinds = new List<short>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) kinds.Add(reader.GetInt16(0));
        return kinds;
    }

    /// <summary>What must be the same after a batch, where all times are one.</summary>
    private Task<string> HeadAsync(long ticket) => hub.ScalarAsync<string>(
        "select json_build_array(status, folder, last_seq, waiting_since is null, first_response_at is null)::text from tickets where number = $1", ticket);

    /// <summary>Everything, with times told as the number of the message that carries them.</summary>
    private async Task<string> PictureAsync(long ticket)
    {
        var picture = await hub.ScalarAsync<string>(
            """
            with m as (select * from messages where ticket = $1),
                 seq_at as (select at, min(seq) as seq from m group by at)
            select json_build_object('status', status, 'folder', folder, 'last', last_seq, 'version', version,
                'lastAt', (select seq from seq_at where at = t.last_at), 'waiting', (select seq from seq_at where at = t.waiting_since),
                'first', (select seq from seq_at where at = t.first_response_at), 'resolved', (select seq from seq_at where at = t.resolved_at),
                'messages', (select json_agg(json_build_array(seq, version, audience, kind, channel is null, author_kind, text, html, e.type, e.before, e.after) order by seq)
                             from m left join events e on e.message = m.id))::text
            from tickets t where number = $1
            """, ticket);
        return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(picture));
    }
}
