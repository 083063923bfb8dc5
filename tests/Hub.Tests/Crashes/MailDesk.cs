using System.Net;
using System.Text.Json;
using Hub.Tests.Support;
using Npgsql;

namespace Hub.Tests.Crashes;

/// <summary>A database with mail in it, and what must be true of it after whatever happened.</summary>
public sealed class MailDesk : IAsyncDisposable
{
    private readonly List<HubProcess> processes = [];

    private MailDesk(string connectionString) => (ConnectionString, Database) = (connectionString, NpgsqlDataSource.Create(connectionString + ";Application Name=test"));

    public string ConnectionString { get; }

    /// <summary>On connections apart from the hubs'.</summary>
    public NpgsqlDataSource Database { get; }

    public static async Task<MailDesk> OpenAsync() => new(await (await TestCluster.Instance).CreateDatabaseAsync());

    /// <summary>One more process on this database, without limits on senders, and with a short lease.</summary>
    public async Task<HubProcess> StartHubAsync(params (string Name, string Value)[] settings)
    {
        var hub = await HubProcess.StartAsync(ConnectionString, [("Hub__Mail__Lease", "3"), ("Hub__Mail__UndoSeconds", "0"), ("Hub__Mail__SenderLimit", "100000"), ("Hub__Mail__TicketLimit", "100000"), .. settings]);
        processes.Add(hub);
        return hub;
    }

    /// <summary>A plain mail whose number is its text, subject and Message-ID.</summary>
    public static string Mail(string from, int number, int? answers = null) => Postman.Mail(
        from, $"Mail {number}", $"Mail {number}", [("Message-ID", $"<{Id(number)}>"), .. answers is { } parent ? new[] { ("References", $"<{Id(parent)}>") } : []]);

    public static string Id(int number) => $"m{number}@client.test";

    /// <summary>
    /// Each of these mails is exactly one message and there is no other; those that answer a mail lie in its ticket; nothing waits any more.
    /// </summary>
    public async Task AssertEachMailIsOneMessageAsync(HubProcess hub, IReadOnlyCollection<(int Number, int? Answers)> mails)
    {
        ArgumentNullException.ThrowIfNull(mails);
        using var browser = await hub.SignInAsync();
        await Wait.UntilAsync("no received mail is pending", async () => (await ReceivedAsync(browser, "disposition=pending")).Count == 0);
        var tickets = (await RowsAsync("select l.message_id, l.ticket from mails l join messages m on m.id = l.message where m.kind = 1 order by m.id", r => (Id: r.GetString(0), Ticket: r.GetInt64(1))))
            .ToLookup(m => m.Id, m => m.Ticket);
        foreach (var (number, answers) in mails)
        {
            Assert.True(tickets[Id(number)].Count() == 1, $"Mail {number} is {tickets[Id(number)].Count()} messages.");
            if (answers is { } parent) Assert.True(tickets[Id(number)].Single() == tickets[Id(parent)].Single(), $"Mail {number} answers {parent} and lies in another ticket.");
        }
        Assert.Equal(mails.Count, tickets.Count);
        Assert.Equal(mails.Count, await CountAsync("select count(*) from messages where kind = 1"));
        Assert.Equal(mails.Count, await CountAsync("select count(*) from received_mails where disposition = 'ticket'"));
        Assert.Equal(0, await CountAsync("select count(*) from received_mails where disposition not in ('ticket', 'duplicate')"));
        Assert.Equal(mails.Count(m => m.Answers is null), await CountAsync("select count(*) from tickets"));
        await Ledger.AssertSoundAsync(Database);
    }

    /// <summary>The log of received mail, as the desk shows it.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ReceivedAsync(Browser browser, string query)
    {
        ArgumentNullException.ThrowIfNull(browser);
        return [.. (await browser.GetAsync($"/api/v1/mail/received?{query}").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
    }

    /// <summary>Cuts every connection that hubs have to the database.</summary>
    /// <returns>How many there were.</returns>
    public Task<long> CutConnectionsAsync() => CountAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name <> 'test'");

    public Task<long> CountAsync(string sql) => Ledger.CountAsync(Database, sql);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in processes) await hub.DisposeAsync();
        await Database.DisposeAsync();
        await (await TestCluster.Instance).DropDatabaseAsync(ConnectionString);
    }
}
