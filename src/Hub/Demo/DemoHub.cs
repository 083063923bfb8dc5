using System.Diagnostics;
using System.Globalization;
using Hub.Agents;
using Hub.Channels.Email;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Demo;

/// <summary>What was filled in.</summary>
/// <param name="Tickets">How many.</param>
/// <param name="Messages">Said by customers and agents, notes included; lines of the timeline are not counted.</param>
/// <param name="Customers">How many.</param>
/// <param name="Rows">In all tables.</param>
/// <param name="Password">Of the six agents; written nowhere else.</param>
internal sealed record Filled(int Tickets, int Messages, int Customers, int Rows, string Password);

/// <summary>Fills an empty hub with a company and ninety days of its history.</summary>
internal static class DemoHub
{
    /// <summary>On the command line.</summary>
    public const string Option = "--demo";

    private const int UsualSeed = 1924;

    // Any constant: of two processes that fill one database the second finds it filled.
    private const long FillLock = 0x6875_625F_6465_6D6F;

    /// <summary>Fills the hub and tells whoever started it what is there.</summary>
    /// <exception cref="StartRefusedException">The hub is not empty: nothing is touched.</exception>
    public static async Task FillAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var filled = await FillAsync(services, UsualSeed, ct);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Demo: {Company.Name}, {filled.Tickets:#,0} tickets and {filled.Messages:#,0} messages of {filled.Customers:#,0} customers in {Calendar.Days} days; filled in {clock.Elapsed.TotalSeconds:0.0} s").AsMemory(), ct);
        var all = Company.Hire();
        await output.WriteLineAsync($"Demo sign-ins: {Addresses(all, Role.Agent)} (agents), {Addresses(all, Role.Supervisor)} (supervisor)   Password of all six, shown this once: {filled.Password}".AsMemory(), ct);
    }

    private static string Addresses(Colleague[] all, Role role) => string.Join(", ", all.Where(c => c.Role == role).Select(c => c.Email));

    /// <summary>Fills the hub in one transaction.</summary>
    /// <param name="services">A built server.</param>
    /// <param name="seed">The same seed at the same time makes the same history.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <exception cref="StartRefusedException">The hub is not empty: nothing is touched.</exception>
    public static async Task<Filled> FillAsync(IServiceProvider services, int seed, CancellationToken ct)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var mailDomain = services.GetRequiredService<IOptions<HubOptions>>().Value.Mail.Domain;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var keySecret = await services.GetRequiredService<Secrets>().OfAsync("mail-key", ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var setUp = new SetUp(connection);
        await setUp.LockAsync(FillLock, ct);
        await setUp.RefuseUnlessEmptyAsync(mailDomain, ct);

        var password = Passwords.Generate();
        var colleagues = Company.Hire();
        var calendar = new Calendar(now);
        await setUp.HireAsync(colleagues, password, services.GetRequiredService<IPasswordHasher<Agent>>(), services.GetRequiredService<ILookupNormalizer>(), calendar.Now, ct);
        var dice = new Dice(seed);
        var stage = new Stage { Dice = dice, Calendar = calendar, Colleagues = colleagues, Extras = StoryReader.Extras(), Channels = await setUp.OpenAsync(dice, calendar.Now.AddDays(-Calendar.Days - 1), ct) };

        var history = History.Cast(stage);
        history.Play(
            await DrawAsync("pg_get_serial_sequence('customers', 'id')", history.Patrons.Count),
            await DrawAsync("'source_ids'", history.Chatting.Count),
            await DrawAsync("pg_get_serial_sequence('tickets', 'number')", history.Threads.Count),
            await setUp.AdministratorAsync(ct));
        var lines = history.Lines();
        foreach (var (line, id) in lines.Zip(await DrawAsync("'message_ids'", lines.Count))) line.Message.Id = id;

        var mailroom = new Mailroom(stage, services.GetRequiredService<MailTokens>(), keySecret);
        var arrived = await mailroom.SortAsync(history.Threads, ct);
        arrived.Add(mailroom.Quarantined(calendar.Now.AddHours(-7)));
        var writer = new HistoryWriter(connection, stage);
        await writer.WriteAsync(history.Threads, arrived, ct);
        await transaction.CommitAsync(ct);

        services.GetRequiredService<Mailboxes>().Forget();
        await using var analyze = new NpgsqlCommand("analyze", connection);
        await analyze.ExecuteNonQueryAsync(ct);
        return new Filled(history.Threads.Count, lines.Count(l => l.Message.Kind is not MessageKind.Event), history.Patrons.Count, writer.Rows, password);

        Task<long[]> DrawAsync(string sequence, int count) => HistoryWriter.DrawAsync(connection, sequence, count, ct);
    }
}
