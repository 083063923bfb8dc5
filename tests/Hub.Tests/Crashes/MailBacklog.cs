using System.Globalization;
using Hub.Tests.Support;
using Npgsql;

namespace Hub.Tests.Crashes;

/// <summary>Answers that wait to be sent: several for each of many customers, so that their order shows.</summary>
public static class MailBacklog
{
    /// <summary>Fills an empty database: mailboxes, and tickets with a question and so many queued answers each, dealt out to the mailboxes in turn.</summary>
    /// <param name="database">Migrated, and without mailboxes.</param>
    /// <param name="tickets">How many.</param>
    /// <param name="answers">For each of them.</param>
    /// <param name="servers">A mailbox with a server of its own for each; none: one that uses the hub's.</param>
    public static async Task FillAsync(NpgsqlDataSource database, int tickets, int answers, params SmartHost[] servers)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(servers);
        var ports = servers.Length == 0 ? "null" : string.Join(", ", servers.Select(s => s.Port));
        await using var command = database.CreateCommand($"""
            create temporary table box as select n, port, nextval('source_ids') as channel from unnest(array[{ports}]::int[]) with ordinality as b(port, n);
            insert into channels (id, kind, name, created_at) select channel, 'email', 'Support ' || n, now() from box;
            insert into mailboxes (channel, address, server_host, server_port, server_security)
                select channel, 'support' || n || '@localhost', case when port > 0 then '127.0.0.1' end, port, case when port > 0 then 'none' end from box;
            insert into customers (id, name, created_at) select n, 'Customer ' || n, now() from generate_series(1, {tickets}) n;
            insert into identities (kind, address, customer, created_at) select 'email', 'customer' || n || '@client.test', n, now() from generate_series(1, {tickets}) n;
            insert into tickets (number, customer, channel, subject, last_seq, version, created_at, last_at)
                select t, t, channel, 'Ticket ' || t, {answers} + 1, {answers} + 1, now(), now() from generate_series(1, {tickets}) t join box on n = (t - 1) % (select count(*) from box) + 1;
            insert into messages (ticket, seq, id, version, audience, kind, channel, author_kind, author, text, at)
                select number, seq, nextval('message_ids'), seq, 'customer', case when seq = 1 then 1 else 2 end, channel, case when seq = 1 then 1 else 3 end,
                       case when seq = 1 then channel end, number || '/' || seq, now()
                from tickets, generate_series(1, {answers} + 1) seq order by seq, number;
            insert into receipts (source, key, message, at) select 0, 'backlog:' || id, id, now() from messages;
            insert into deliveries (message, ticket, channel, address, state, not_before, at)
                select id, ticket, channel, 'customer' || ticket || '@client.test', 'queued', now(), now() from messages where kind = 2;
            select setval('customers_id_seq', {tickets}), setval(pg_get_serial_sequence('tickets', 'number'), {tickets});
            analyze
            """);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What was put off is due now: nobody waits for minutes here.</summary>
    public static async Task HurryAsync(NpgsqlDataSource database)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.CreateCommand("update deliveries set not_before = now() where state = 'queued' and attempts > 0");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until so many answers are sent; as long as more and more are, it goes on waiting.</summary>
    public static async Task SentAsync(NpgsqlDataSource database, int all, string which = "true", bool hurried = false)
    {
        ArgumentNullException.ThrowIfNull(database);
        for (long sent = 0; sent < all;)
        {
            var before = sent;
            await Wait.UntilAsync($"more than {before} of {all} answers are sent", async () =>
            {
                if (hurried) await HurryAsync(database);
                return (sent = await Ledger.CountAsync(database, $"select count(*) from deliveries where state = 'sent' and {which}")) > before;
            });
        }
    }

    /// <summary>Every answer came, each as one mail or, where its delivery says so, as several that are the same; each customer got them in order.</summary>
    /// <returns>How many came more than once.</returns>
    public static async Task<int> AssertDeliveredInOrderAsync(MailDesk desk, IReadOnlyList<SentMail> mails)
    {
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(mails);
        var arrived = mails.Select(m => (m.To, Id: m.Read().MessageId!)).ToList();
        var deliveries = await desk.RowsAsync("select address, external_id, doubtful from deliveries order by message", r => (To: r.GetString(0), Id: r.GetString(1), Doubtful: r.GetBoolean(2)));
        Assert.Equal(deliveries.Select(d => (d.To, d.Id)).Order(), arrived.Distinct().Order());
        var twice = arrived.GroupBy(m => m.Id).Where(g => g.Count() > 1).Select(g => g.Key).ToList();
        Assert.Empty(twice.Except(deliveries.Where(d => d.Doubtful).Select(d => d.Id)));
        // A repetition may come late; the first of each comes in its turn.
        Assert.Equal(deliveries.OrderBy(d => Customer(d.To)).Select(d => d.Id), arrived.DistinctBy(m => m.Id).OrderBy(m => Customer(m.To)).Select(m => m.Id));
        return twice.Count;
    }

    private static int Customer(string address) => int.Parse(address["customer".Length..address.IndexOf('@', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
}
