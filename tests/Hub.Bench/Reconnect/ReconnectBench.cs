using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hub.Bench.Chat;
using Hub.Bench.Support;
using Npgsql;

namespace Hub.Bench.Reconnect;

/// <summary>Visitors in the midst of their conversations lose the server, which is killed and started again, and come back all at once.</summary>
internal static class ReconnectBench
{
    private const int AtOnce = 50;

    /// <summary>As many as Start gives.</summary>
    private const int MostMessages = 50;

    public static async Task RunAsync(Arguments arguments, Report report, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(report);
        var count = arguments.Number("visitors", 1_000);
        var messages = Math.Clamp(arguments.Number("messages", 10), 1, MostMessages);

        await using var postgres = await Postgres.StartAsync(arguments, ct);
        // The machine may change its mind between two measurements: the floor is taken before and after.
        var before = await MeasureAsync(postgres, "bare", count, messages, ct);
        Write(report, "floor", "bare program: WebSocket and one query", before);
        var hub = await MeasureAsync(postgres, "hub", count, messages, ct);
        Write(report, "hub", "Hub: started and caught up", hub);
        var after = await MeasureAsync(postgres, "bare", count, messages, ct);
        Write(report, "floorAgain", "bare program, again", after);
        report.AddRatio("toFloor", "Hub's last to the floor's", hub.Served.Max * 2 / (before.Served.Max + after.Served.Max));
    }

    private static async Task<Outcome> MeasureAsync(Postgres postgres, string kind, int count, int messages, CancellationToken ct)
    {
        Report.Say($"{kind}: {count} visitors begin conversations …");
        var connectionString = await postgres.CreateAsync(kind, ct);
        if (kind == "bare")
        {
            await using var connection = await Postgres.OpenAsync(connectionString, ct);
            await using var command = new NpgsqlCommand(BareServer.Table + "; create index on bare (ticket)", connection);
            await command.ExecuteNonQueryAsync(ct);
        }
        var server = await StartAsync(ServerProcess.FreePort());
        try
        {
            var port = server.Address.Port;
            var siteKey = kind == "hub" ? await ChatBench.SiteKeyAsync(connectionString, ct) : "bare";
            var guests = new Guest[count];
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
                async (n, stop) => guests[n] = await Guest.BeginAsync(server.Address, siteKey, messages, stop));

            Report.Say($"{kind}: killed …");
            var killed = Stopwatch.GetTimestamp();
            await server.DisposeAsync();
            await Task.WhenAll(guests.Select(guest => guest.LostAsync())).WaitAsync(Line.Guard, ct);
            server = await StartAsync(port);
            var ready = Stopwatch.GetTimestamp();
            // All in the same moment, which is worse than the widget: that waits between 0.15 and 8 s, by chance. Nobody knocks
            // before it is ready: on the server's own machine that would cost more than what is measured.
            var (latencies, cpu) = (new Latencies(), Meters.Cpu(server.Id));
            latencies.Begin();
            await Task.WhenAll(guests.Select(guest => Task.Run(async () =>
            {
                await guest.ReturnAsync(ct);
                latencies.Add(ready);
            }, ct))).WaitAsync(Line.Guard, ct);
            return new(latencies.Read(), Stopwatch.GetElapsedTime(killed, ready).TotalSeconds, Meters.Cpu(server.Id) - cpu, guests.Sum(guest => guest.Refused));
        }
        finally
        {
            await server.DisposeAsync();
        }

        Task<ServerProcess> StartAsync(int port) => kind == "hub" ? ServerProcess.StartHubAsync(connectionString, ct, port) : ServerProcess.StartBareAsync(connectionString, "single", ct, port);
    }

    private static void Write(Report report, string name, string what, Outcome outcome) =>
        report.Add(name, new { p50 = Math.Round(outcome.Served.P50), p99 = Math.Round(outcome.Served.P99), last = Math.Round(outcome.Served.Max), outcome.Served.Count, readyAfter = Math.Round(outcome.ReadyAfter, 2), serverCpu = Math.Round(outcome.Cpu, 2), outcome.Refused }, what,
            string.Create(CultureInfo.InvariantCulture, $"p50 {outcome.Served.P50,6:0}   p99 {outcome.Served.P99,6:0}   last {outcome.Served.Max,6:0} ms after it was ready   ({outcome.Served.Count} visitors, {outcome.Refused} times refused; server {outcome.Cpu:0.0} s of processor; ready {outcome.ReadyAfter:0.0} s after the kill)"));

    private sealed record Outcome(Spread Served, double ReadyAfter, double Cpu, int Refused);

    /// <summary>A visitor with a conversation, who comes back to it.</summary>
    private sealed class Guest(Uri address, string siteKey)
    {
        private Line? line;
        private string token = "";
        private int last;

        public static async Task<Guest> BeginAsync(Uri address, string siteKey, int messages, CancellationToken ct)
        {
            var guest = new Guest(address, siteKey);
            guest.line = await Line.OpenAsync(address, "/hubs/visitor", [], ct, bufferSize: 1024);
            guest.token = (await guest.StartAsync()).GetProperty("token").GetString()!;
            for (var n = 1; n <= messages; n++)
            {
                await guest.line.CallAsync("Send", new { clientId = Guid.CreateVersion7().ToString(), text = $"This is what I said as the {n}th thing." }).WaitAsync(Line.Guard, ct);
                guest.last = n;
            }
            return guest;
        }

        public async Task LostAsync()
        {
            await line!.Closed;
            await line.DisposeAsync();
        }

        /// <summary>How often it was told "unavailable".</summary>
        public int Refused { get; private set; }

        /// <summary>Is served again: the line, Start with what was said, and After, which the widget asks when it is back. Whoever is refused comes again, as the widget does.</summary>
        public async Task ReturnAsync(CancellationToken ct)
        {
            while (!await TryAsync(ct))
            {
                Refused++;
                await Task.Delay(Random.Shared.Next(150, 300), ct);
            }
        }

        private async Task<bool> TryAsync(CancellationToken ct)
        {
            await using var back = line = await Line.OpenAsync(address, "/hubs/visitor", [], ct, bufferSize: 1024);
            try
            {
                var known = (await StartAsync()).GetProperty("messages").GetArrayLength();
                var missed = (await back.CallAsync("After", last).WaitAsync(Line.Guard, ct)).GetArrayLength();
                return known == last && missed == 0 ? true : throw new IOException($"Somebody found {known} messages and {missed} new ones instead of {last}.");
            }
            catch (InvalidOperationException refusal) when (refusal.Message.Contains("unavailable", StringComparison.Ordinal))
            {
                return false;
            }
        }

        private Task<JsonElement> StartAsync() =>
            line!.CallAsync("Start", new { siteKey, token = token.Length > 0 ? token : null, locale = "en", page = "https://shop.test/lamp" }).WaitAsync(Line.Guard);
    }
}
