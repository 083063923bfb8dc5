using System.Net;
using System.Runtime.CompilerServices;
using Hub.Tests.Support;
using ServerProcess = Hub.Tests.Support.HubProcess;

namespace Hub.Tests.Storage;

/// <summary>
/// Backups that lie in the folder <c>Backups</c> as they were made once, at schema 0001_init, by PostgreSQL 18 and (of the same rows) by 15.
/// They stand for the files that users keep: never make them anew. Where the format or the schema moves on, they must still come back.
/// </summary>
public sealed class BackupsFromBeforeTests : IAsyncLifetime
{
    private readonly BackupWorkshop workshop = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => workshop.CleanAsync();

    [Theory]
    [InlineData("postgres-15")]
    [InlineData("postgres-18")]
    public async Task A_backup_of_another_PostgreSQL_and_an_older_Hub_comes_back_and_serves(string name)
    {
        var database = await workshop.EmptyDatabaseAsync();
        Assert.Empty((await BackupWorkshop.RestoreAsync(File(name), database)).LeftOut);
        Assert.Equal("0001_init", await BackupWorkshop.ScalarAsync<string>(database, """select string_agg("MigrationId", ',') from "__EFMigrationsHistory" """));
        Assert.Equal("Where is my parcel? 📦 \u0001 \\. \t end", await BackupWorkshop.ScalarAsync<string>(database, "select text from messages where (ticket, seq) = (1, 1)"));
        Assert.Equal(["parcel", "{,\""], await BackupWorkshop.ScalarAsync<string[]>(database, "select tags from tickets where number = 1"));
        Assert.Equal("12345678901234567890.5 [null, true]", await BackupWorkshop.ScalarAsync<string>(database, "select concat_ws(' ', fields ->> 'size', fields #>> '{nested,é}') from tickets where number = 1"));
        Assert.Equal([0, 255, 0], await BackupWorkshop.ScalarAsync<byte[]>(database, "select value from secrets where purpose = 'test'"));
        Assert.Equal("2020-01-01 00:00:00.123456 infinity", await BackupWorkshop.ScalarAsync<string>(database, "select (created_at at time zone 'UTC') || ' ' || expires_at from invitations"));
        Assert.True(await BackupWorkshop.ScalarAsync<bool>(database, "select bool_and(bytes = decode(repeat(md5(blob::text || n), 2048), 'hex')) from blob_chunks"));

        await using var server = await ServerProcess.StartAsync(database);
        using var browser = new Browser(server.Address);
        using (var answer = await browser.SignInAsync("agent1@hub.test", HubApp.Password)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var ticket = await browser.GetAsync("/api/v1/tickets/1").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("high", ticket.GetProperty("priority").GetString());
        await using var visitor = ChattyVisitor.Open(await BackupWorkshop.ScalarAsync<string>(database, "select key from sites"), [server.Address]);
        await visitor.SayAsync("Hello");
    }

    [Fact]
    public async Task Both_versions_of_PostgreSQL_wrote_the_same_rows()
    {
        var (one, other) = (await workshop.EmptyDatabaseAsync(), await workshop.EmptyDatabaseAsync());
        await BackupWorkshop.RestoreAsync(File("postgres-15"), one);
        await BackupWorkshop.RestoreAsync(File("postgres-18"), other);
        BackupWorkshop.AssertEqual(await BackupWorkshop.RowsAsync(one), await BackupWorkshop.RowsAsync(other));
    }

    private static string File(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Backups", $"{name}.hubbackup");
}
