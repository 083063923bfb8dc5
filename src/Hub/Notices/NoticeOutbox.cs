using System.Text;
using System.Threading.Channels;
using Npgsql;

namespace Hub.Notices;

/// <summary>Tells the other processes by NOTIFY, through one connection, flushed as soon as the previous flush returned.</summary>
/// <remarks>Never inside the transaction that changed the ticket: NOTIFY takes a lock that serialises commits.</remarks>
public class NoticeOutbox(NpgsqlDataSource database, TimeProvider time, ILogger<NoticeOutbox> log) : BackgroundService
{
    public const string TicketChannel = "hub_tickets";
    public const string SignalChannel = "hub_signals";

    /// <summary>PostgreSQL refuses payloads of 8,000 bytes.</summary>
    public const int LongestPayload = 7_900;

    /// <summary>Past this many waiting tickets one payload says "poll" instead.</summary>
    private const int MostTickets = 2_000;
    private const int MostSignals = 2_000;

    private readonly Lock gate = new();
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Dictionary<long, long> tickets = [];
    private List<string> signals = [];
    private DateTimeOffset? oldest;

    /// <summary>This process, so that it does not listen to itself.</summary>
    public Guid Process { get; } = Guid.CreateVersion7();

    public void Add(long ticket, long version)
    {
        lock (gate)
        {
            if (!tickets.TryGetValue(ticket, out var known) || known < version) tickets[ticket] = version;
            oldest ??= time.GetUtcNow();
        }
        wake.Writer.TryWrite(true);
    }

    public void Add(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var json = signal.ToJson();
        lock (gate)
        {
            // Typing and reading may be lost in a flood; that a token is dead may not.
            if (signals.Count < MostSignals || signal.Kind is Signals.Renewed) signals.Add(json);
        }
        wake.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                while (await wake.Reader.WaitToReadAsync(stoppingToken))
                {
                    wake.Reader.TryRead(out _);
                    foreach (var (channel, payload) in Take()) await NotifyAsync(connection, channel, payload, stoppingToken);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // What was taken is lost; the other processes poll.
                log.LogWarning("Notices cannot be sent: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
            }
        }
    }

    /// <summary>Sends one payload. A test's outbox loses some.</summary>
    protected virtual async Task NotifyAsync(NpgsqlConnection connection, string channel, string payload, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_notify($1, $2)", connection);
        command.Parameters.Add(new() { Value = channel });
        command.Parameters.Add(new() { Value = payload });
        await command.ExecuteNonQueryAsync(ct);
    }

    private List<(string Channel, string Payload)> Take()
    {
        Dictionary<long, long> changed;
        List<string> said;
        DateTimeOffset? since;
        lock (gate)
        {
            (changed, tickets) = (tickets, []);
            (said, signals) = (signals, []);
            (since, oldest) = (oldest, null);
        }
        var payloads = new List<(string, string)>();
        // Listeners take what stands before the first blank for our name; the time of the oldest change tells them how late they are.
        var sender = since is { } at ? $"{Process:N}@{at.ToUnixTimeMilliseconds()}" : Process.ToString("N");
        var parts = changed.Count > MostTickets ? ["*"] : changed.Select(t => $"{t.Key}:{t.Value}");
        Pack(TicketChannel, parts, ',');
        Pack(SignalChannel, said, '\n');
        return payloads;

        void Pack(string channel, IEnumerable<string> items, char between)
        {
            var payload = new StringBuilder();
            foreach (var item in items)
            {
                var bytes = Encoding.UTF8.GetByteCount(item);
                if (bytes > LongestPayload - 60) continue;
                if (payload.Length > 0 && Encoding.UTF8.GetByteCount(payload.ToString()) + 1 + bytes > LongestPayload)
                {
                    payloads.Add((channel, payload.ToString()));
                    payload.Clear();
                }
                if (payload.Length == 0) payload.Append(sender).Append(' ');
                else payload.Append(between);
                payload.Append(item);
            }
            if (payload.Length > 0) payloads.Add((channel, payload.ToString()));
        }
    }
}
