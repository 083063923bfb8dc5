using System.Net;
using Dapper;
using Hub.Channels.WebChat;
using Hub.Platform;
using Hub.Tests.Support;
using Npgsql;

namespace Hub.Tests.Operations;

/// <summary>From the version before mail to this one, one process after the other, while people write.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_filled_database_is_brought_up_to_date_with_every_row_while_the_previous_version_writes()
    {
        var connection = await DatabaseOfBeforeAsync();
        await using var before = new PreviousVersion(connection);
        var (channel, agent) = await FillAsync(before, 60);
        var (session, busy) = await before.BeginAsync(channel, Hash(1_000), "Busy");
        await KeepAsync(before.Database, busy);

        using var enough = new CancellationTokenSource();
        var written = 1;
        var writing = Task.Run(async () =>
        {
            for (; !enough.IsCancellationRequested; written++) await before.AppendAsync(busy, (short)(written % 2 == 0 ? 2 : 1), written % 2 == 0 ? agent : session, channel, $"busy {written}");
        });
        await Wait.UntilAsync("the previous version to write", () => Task.FromResult(written > 20 || writing.IsFaulted));
        await using var hub = await HubApp.StartOnAsync(connection);
        var then = written;
        await Wait.UntilAsync("the previous version to write on", () => Task.FromResult(written > then + 50 || writing.IsFaulted));
        await enough.CancelAsync();
        await writing.WaitAsync(Wait.Guard);

        await AssertKeptAsync(before.Database, busy);
        await Ledger.AssertSoundAsync(before.Database);
        Assert.Equal(written, await Ledger.CountAsync(before.Database, $"select count(*) from messages where ticket = {busy}"));
        // A page of the timeline has a thousand.
        Assert.Equal(Math.Min(written, 1_000), (await before.TextsAsync("desk.sql", busy)).Length);
    }

    [Fact]
    public async Task A_conversation_goes_on_with_one_person_at_the_old_process_and_one_at_the_new()
    {
        var connection = await DatabaseOfBeforeAsync();
        await using var before = new PreviousVersion(connection);
        var (channel, agent) = await FillAsync(before, 1);
        // The secret of the tokens is one of the rows that stay.
        var secret = new byte[32];
        await using (var command = before.Database.CreateCommand("insert into secrets (purpose, value) values ('visitor-token', $1)"))
        {
            command.Parameters.Add(new() { Value = secret });
            await command.ExecuteNonQueryAsync();
        }
        var token = VisitorToken.Issue(channel, secret, TimeProvider.System.GetUtcNow());
        var (_, ticket) = await before.BeginAsync(channel, token.Hash, "Said to the old one");

        await using var hub = await HubApp.StartOnAsync(connection);
        await using var visitor = ChattyVisitor.Open("kept", [hub.Address], token: token.Text);
        await visitor.SayAsync("Said to the new one");
        Assert.Equal(ticket, visitor.Acknowledged.Values.Single().Ticket);
        Assert.Equal(["Said to the old one", "Said to the new one"], await before.TextsAsync("desk.sql", ticket));
        Assert.Equal("Said to the new one", await before.LastSaidAsync(ticket));

        var version = await before.AppendAsync(ticket, 2, agent, channel, "Answered by the old one");
        await before.NotifyAsync(ticket, version);
        await before.AppendAsync(ticket, 3, agent, null, "Noted by the old one");
        await Wait.UntilAsync("the answer on the visitor's screen", () => Task.FromResult(visitor.Screen.Values.Any(m => m.GetProperty("text").GetString() == "Answered by the old one")));
        Assert.DoesNotContain(visitor.Screen.Values, m => m.GetProperty("text").GetString() == "Noted by the old one");

        using var browser = await hub.SignInAsync();
        await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "note", text = "Noted by the new one", clientId = "n" }).ExpectAsync(HttpStatusCode.Created);
        await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Answered by the new one", clientId = "r" }).ExpectAsync(HttpStatusCode.Created);
        Assert.Equal(["Said to the old one", "Said to the new one", "Answered by the old one", "Answered by the new one"], await before.TextsAsync("visitor.sql", ticket));
        await Ledger.AssertSoundAsync(before.Database);
    }

    /// <summary>A database as the version before mail left it.</summary>
    private static async Task<string> DatabaseOfBeforeAsync()
    {
        var connection = await (await TestCluster.Instance).CreateEmptyDatabaseAsync();
        await using var database = new NpgsqlConnection(connection + ";Pooling=false");
        await database.OpenAsync();
        await database.ExecuteAsync(Resources.Read("0001_init.sql"));
        // As EF notes it (NpgsqlHistoryRepository).
        await database.ExecuteAsync(
            """
            create table "__EFMigrationsHistory" ("MigrationId" character varying(150) not null, "ProductVersion" character varying(32) not null, constraint "PK___EFMigrationsHistory" primary key ("MigrationId"));
            insert into "__EFMigrationsHistory" values ('0001_init', '10.0.14')
            """);
        return connection;
    }

    private static async Task<(long Channel, long Agent)> FillAsync(PreviousVersion before, int conversations)
    {
        var (channel, agent) = (await before.MakeSiteAsync(), await before.MakeAgentAsync());
        for (var n = 0; n < conversations; n++)
        {
            var (session, ticket) = await before.BeginAsync(channel, Hash(n), $"Question {n}");
            await before.AppendAsync(ticket, 3, agent, null, "A note");
            await before.AppendAsync(ticket, 2, agent, channel, "An answer");
            await before.AppendAsync(ticket, 1, session, channel, "Thank you");
            if (n % 4 == 0) await before.ResolveAsync(ticket);
        }
        return (channel, agent);
    }

    /// <summary>Copies every table as it is, but for the ticket that goes on.</summary>
    private static async Task KeepAsync(NpgsqlDataSource database, long busy)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("create schema kept");
        var tables = (await TablesAsync(connection, "public")).Where(t => t is not ("presence" or "__EFMigrationsHistory")).ToList();
        foreach (var table in tables) await connection.ExecuteAsync($"create table kept.{table} as select * from public.{table} {Rest(table, busy)}");
        Assert.Contains("messages", tables);
        foreach (var filled in new[] { "tickets", "messages", "events", "receipts", "customers", "identities", "claims", "session_tickets", "visitor_sessions", "agents", "sites" })
            Assert.NotEqual(0, await connection.ExecuteScalarAsync<int>($"select count(*) from kept.{filled}"));
    }

    /// <summary>Each row that was copied is there, with each of its values.</summary>
    private static async Task AssertKeptAsync(NpgsqlDataSource database, long busy)
    {
        await using var connection = await database.OpenConnectionAsync();
        foreach (var table in await TablesAsync(connection, "kept"))
        {
            var columns = string.Join(", ", await connection.QueryAsync<string>("select quote_ident(column_name) from information_schema.columns where table_schema = 'kept' and table_name = @table", new { table }));
            var lost = await connection.ExecuteScalarAsync<int>($"select count(*) from (select {columns} from kept.{table} except all select {columns} from public.{table} {Rest(table, busy)}) lost");
            Assert.True(lost == 0, $"{lost} rows of {table} are not what they were.");
        }
    }

    private static string Rest(string table, long busy) => table switch
    {
        "tickets" => $"where number <> {busy}",
        "messages" or "session_tickets" => $"where ticket <> {busy}",
        _ => "",
    };

    private static Task<IEnumerable<string>> TablesAsync(NpgsqlConnection connection, string schema) =>
        connection.QueryAsync<string>("select table_name from information_schema.tables where table_schema = @schema and table_type = 'BASE TABLE'", new { schema });

    private static byte[] Hash(int n) => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(n));
}
