using System.Diagnostics;
using System.Globalization;
using Hub.Bench.Support;
using Npgsql;

namespace Hub.Bench.Mail;

/// <summary>Mail in by LMTP → durable in a ticket; and what a large one costs in memory.</summary>
internal static class MailBench
{
    private const int ChunkSize = 256 * 1024;

    public static async Task RunAsync(Arguments arguments, Report report, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(report);
        var (connections, size) = (arguments.Number("connections", 8), arguments.Number("size", 20_000));
        var (warmUp, counted) = (arguments.Seconds("warmup", 8), arguments.Seconds("seconds", 15));
        // Made before, so that making them costs nothing while it is measured.
        var mails = Enumerable.Range(0, 2_000).Select(n => Mails.Of(n, size)).ToArray();

        await using var postgres = await Postgres.StartAsync(arguments, ct);
        report.Add("postgres", await postgres.VersionAsync(ct), "PostgreSQL", await postgres.VersionAsync(ct));
        var before = await FloorAsync(postgres, mails, connections, warmUp / 2, counted / 2, report, "floor", "raw INSERT of the same bytes", ct);
        var hub = await HubAsync(postgres, mails, connections, warmUp, counted, arguments.Number("attachment", 25 << 20), report, ct);
        var after = await FloorAsync(postgres, mails, connections, warmUp / 2, counted / 2, report, "floorAgain", "raw INSERT, again", ct);
        report.AddRatio("toFloor", "Hub's rate to the floor", hub / ((before + after) / 2));
    }

    private static async Task<double> HubAsync(Postgres postgres, byte[][] mails, int connections, TimeSpan warmUp, TimeSpan counted, int attachment, Report report, CancellationToken ct)
    {
        Report.Say("Hub …");
        var connectionString = await postgres.CreateAsync("hub", ct);
        await using var hub = await ServerProcess.StartHubAsync(connectionString, ct);
        var peers = new List<LmtpPeer>();
        try
        {
            for (var i = 0; i < connections; i++) peers.Add(await LmtpPeer.OpenAsync(hub.LmtpPort, ct));
            var sent = 0;
            long serial = 0;
            var (rate, spread, server, database) = await DriveAsync(connections, warmUp, counted, async (i, stop) =>
            {
                // A mail is the same only where its Message-ID is: the number is put over the one it was made with.
                await peers[i].DeliverAsync(Renumbered(mails, Interlocked.Increment(ref serial)), stop);
                Interlocked.Increment(ref sent);
            }, () => (Meters.Cpu(hub.Id), Meters.CpuOfFamily(postgres.Process)), ct);
            report.Add("hub", "Hub", rate, spread, "mail");
            report.Add("hubCpu", new { server = Math.Round(server, 2), postgres = Math.Round(database, 2) }, "  processors", string.Create(CultureInfo.InvariantCulture, $"server {server:0.00}, PostgreSQL {database:0.00}"));

            var kept = await CountAsync(connectionString, ct);
            if (kept != sent) throw new InvalidOperationException($"{sent} mails were taken and {kept} are in tickets.");
            await AttachAsync(hub, peers[0], connectionString, attachment, report, ct);
            foreach (var complaint in hub.Complaints) Report.Say("Hub said: " + complaint);
            return rate;
        }
        finally
        {
            foreach (var peer in peers) peer.Dispose();
        }
    }

    /// <summary>One mail with a large attachment, then its file fetched by an agent: how much more memory the server had at the most.</summary>
    private static async Task AttachAsync(ServerProcess hub, LmtpPeer peer, string connectionString, int attachment, Report report, CancellationToken ct)
    {
        Report.Say("a large attachment …");
        using var desk = await Desk.SignInAsync(hub.Address, Desk.Administrator, ct);
        var mail = Mails.Of(900_000_000, (int)(attachment / 57.0 * 78));
        var into = await GrowthAsync(hub, () => peer.DeliverAsync(mail, ct), ct);
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await using var command = new NpgsqlCommand("select id from files order by size desc limit 1", connection);
        var file = await command.ExecuteScalarAsync(ct);
        var outOf = await GrowthAsync(hub, () => desk.GetAsync($"/api/v1/files/{file}", ct), ct);
        report.Add("attachment", new { bytes = attachment, mailBytes = mail.Length, inMb = Math.Round(into.Mb, 1), inSeconds = Math.Round(into.Seconds, 2), outMb = Math.Round(outOf.Mb, 1), outSeconds = Math.Round(outOf.Seconds, 2) },
            $"attachment of {attachment >> 20} MB", string.Create(CultureInfo.InvariantCulture, $"in: memory +{into.Mb:0} MB in {into.Seconds:0.0} s; out: +{outOf.Mb:0} MB in {outOf.Seconds:0.0} s"));
    }

    private static async Task<(double Mb, double Seconds)> GrowthAsync(ServerProcess hub, Func<Task> act, CancellationToken ct)
    {
        await hub.Probe.ReadAsync(collect: true, ct);
        var (before, most) = (Meters.Resident(hub.Id), 0L);
        var began = Stopwatch.GetTimestamp();
        var acting = act();
        while (!acting.IsCompleted)
        {
            most = Math.Max(most, Meters.Resident(hub.Id));
            await Task.WhenAny(acting, Task.Delay(10, ct));
        }
        await acting;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        most = Math.Max(most, Meters.Resident(hub.Id));
        return ((most - before) / 1048576.0, seconds);
    }

    /// <summary>The same bytes into a table in chunks, one commit a mail.</summary>
    private static async Task<double> FloorAsync(Postgres postgres, byte[][] mails, int connections, TimeSpan warmUp, TimeSpan counted, Report report, string name, string what, CancellationToken ct)
    {
        Report.Say(what + " …");
        var connectionString = await postgres.CreateAsync("bare", ct);
        await using (var connection = await Postgres.OpenAsync(connectionString, ct))
        await using (var command = new NpgsqlCommand(
            "create table bare (id bigint, n int, bytes bytea not null, primary key (id, n)); alter table bare alter column bytes set storage external", connection))
            await command.ExecuteNonQueryAsync(ct);
        await using var database = Chat.BareServer.Source(connectionString);
        long serial = 0;
        var (rate, spread, _, cpu) = await DriveAsync(connections, warmUp, counted, async (_, stop) =>
        {
            var id = Interlocked.Increment(ref serial);
            var mail = mails[id % mails.Length];
            await using var connection = await database.OpenConnectionAsync(stop);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            for (var n = 0; n * ChunkSize < mail.Length; n++)
            {
                await using var command = new NpgsqlCommand("insert into bare (id, n, bytes) values ($1, $2, $3)", connection);
                command.Parameters.Add(new() { Value = id });
                command.Parameters.Add(new() { Value = n });
                command.Parameters.Add(new() { Value = new ReadOnlyMemory<byte>(mail, n * ChunkSize, Math.Min(ChunkSize, mail.Length - (n * ChunkSize))), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea });
                await command.ExecuteNonQueryAsync(stop);
            }
            await transaction.CommitAsync(stop);
        }, () => (0, Meters.CpuOfFamily(postgres.Process)), ct);
        report.Add(name, what, rate, spread, "mail");
        report.Add(name + "Cpu", new { postgres = Math.Round(cpu, 2) }, "  processors", string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {cpu:0.00}"));
        return rate;
    }

    /// <summary>So many at the same time, each one after the other.</summary>
    private static async Task<(double Rate, Spread Spread, double Server, double Postgres)> DriveAsync(
        int connections, TimeSpan warmUp, TimeSpan counted, Func<int, CancellationToken, Task> deliver, Func<(double Server, double Postgres)> cpu, CancellationToken ct)
    {
        var latencies = new Latencies();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var delivering = Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var now = Stopwatch.GetTimestamp();
                await deliver(i, ct);
                latencies.Add(now);
            }
        }, ct)));
        if (await Task.WhenAny(delivering, Task.Delay(warmUp, ct)) == delivering) await delivering;
        latencies.Begin();
        var (began, before) = (Stopwatch.GetTimestamp(), cpu());
        if (await Task.WhenAny(delivering, Task.Delay(counted, ct)) == delivering) await delivering;
        latencies.End();
        var (seconds, after) = (Stopwatch.GetElapsedTime(began).TotalSeconds, cpu());
        await enough.CancelAsync();
        await delivering.WaitAsync(Line.Guard, ct);
        var spread = latencies.Read();
        return (spread.Count / seconds, spread, (after.Server - before.Server) / seconds, (after.Postgres - before.Postgres) / seconds);
    }

    private static byte[] Renumbered(byte[][] mails, long n)
    {
        var mail = mails[n % mails.Length].ToArray();
        var id = mail.AsSpan(mail.AsSpan().IndexOf("Message-ID: <"u8) + 13);
        System.Text.Encoding.ASCII.GetBytes(n.ToString("D12", CultureInfo.InvariantCulture)).CopyTo(id[id.IndexOf((byte)'.')..][1..]);
        return mail;
    }

    private static async Task<long> CountAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await using var command = new NpgsqlCommand("select count(*) from raw_payloads p join messages m on m.id = p.message where p.state = 'done' and m.kind = 1", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
