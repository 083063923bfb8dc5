using Hub.Bench.Support;
using Npgsql;

namespace Hub.Bench.Data;

/// <summary>A shop with customers in England and France: what its hub holds after two years.</summary>
/// <remarks>
/// Six of ten tickets came by mail, four by chat; ten messages each on average, and every thousandth has two hundred. Nearly all old
/// tickets are closed; of the last days' many are open. The same number of tickets makes the same company.
/// </remarks>
internal sealed partial class Company
{
    private const int LongEvery = 1_000;
    private const int LongTicket = 200;

    private readonly Random random = new(20261122);
    private readonly long[] agents;
    private readonly (long Site, long Mailbox) channels;
    private readonly DateTime now;
    private readonly Copies copies;
    private Numbers next;

    private Company(long[] agents, (long Site, long Mailbox) channels, DateTime now, Copies copies, Numbers next) =>
        (this.agents, this.channels, this.now, this.copies, this.next) = (agents, channels, now, copies, next);

    public static IReadOnlyList<string> Tables => [.. Columns.Select(c => c.Split(' ')[0])];

    /// <summary>Writes so many tickets with all that belongs to them.</summary>
    /// <returns>How many rows.</returns>
    public static async Task<ulong> WriteAsync(string connectionString, int tickets, CancellationToken ct)
    {
        Numbers first;
        long[] agents;
        (long, long) channels;
        await using (var connection = await Postgres.OpenAsync(connectionString, ct))
        {
            agents = await ReadAsync<long[]>(connection, "select array(select id from agents order by id)", ct);
            channels = (await ReadAsync<long>(connection, "select min(channel) from sites", ct), await ReadAsync<long>(connection, "select min(channel) from mailboxes", ct));
            first = new()
            {
                Source = await ReadAsync<long>(connection, "select nextval('source_ids')", ct),
                Message = await ReadAsync<long>(connection, "select nextval('message_ids')", ct),
                Customer = 1,
                Ticket = 1,
                Identity = 1,
                Delivery = 1,
                Blob = 1,
            };
        }
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var copies = await Copies.OpenAsync(connectionString, ct);
        await using (copies)
        {
            var company = new Company(agents, channels, now, copies, first);
            await Task.Run(() => company.Live(tickets, ct), ct);
            var rows = await copies.CompleteAsync(ct);
            await using var connection = await Postgres.OpenAsync(connectionString, ct);
            foreach (var (sequence, value) in company.next.Sequences)
                await ReadAsync<long>(connection, $"select setval('{sequence}', {value})", ct);
            return rows;
        }
    }

    private void Live(int tickets, CancellationToken ct)
    {
        var calendar = new Calendar(now);
        var customers = Math.Max(1, tickets * 2 / 5);
        for (var i = 0; i < customers; i++) AddCustomer(calendar.At((double)i / customers));
        for (var i = 0; i < tickets; i++)
        {
            ct.ThrowIfCancellationRequested();
            AddTicket(calendar.At((i + random.NextDouble()) / tickets), random.Next(customers) + 1, isLong: i % LongEvery == LongEvery / 2);
            if (i % 100_000 == 99_999) Report.Say($"  {i + 1}");
        }
    }

    private void AddCustomer(DateTime at)
    {
        var id = next.Customer++;
        copies.Customers.Row().Value(id).Text(Texts.Name(random)).Text(IsFrench(id) ? "fr" : "en").Time(at);
        copies.Identities.Row().Value(next.Identity++).Text("email").Text(Address(id)).Value(id).Time(random.Next(3) == 0 ? at : null).Time(at);
    }

    private static bool IsFrench(long customer) => customer % 2 == 0;

    private static string Address(long customer) => $"customer{customer}@client.test";

    private static async Task<T> ReadAsync<T>(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The numbers to be given next.</summary>
    private struct Numbers
    {
        public long Source;
        public long Message;
        public long Customer;
        public long Ticket;
        public long Identity;
        public long Delivery;
        public long Blob;

        public readonly IEnumerable<(string Sequence, long Value)> Sequences =>
        [
            ("source_ids", Source), ("message_ids", Message), ("customers_id_seq", Customer), ("tickets_number_seq", Ticket),
            ("identities_id_seq", Identity), ("deliveries_id_seq", Delivery), ("blobs_id_seq", Blob), ("raw_payloads_id_seq", Blob), ("claims_id_seq", Source),
        ];
    }
}
