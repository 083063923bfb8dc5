using System.Reflection;
using Hub.Storage;
using Hub.Storage.Backup;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using ServerProcess = Hub.Tests.Support.HubProcess;

namespace Hub.Tests.Storage;

/// <summary>Where a restore may go, and where it must change nothing.</summary>
public sealed class BackupRestoreTests(HubApp hub) : IClassFixture<HubApp>, IAsyncLifetime
{
    private readonly BackupWorkshop workshop = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await workshop.CleanAsync();

    [Fact]
    public async Task A_database_that_holds_a_hub_is_replaced_only_on_demand_and_every_desk_loads_anew()
    {
        var database = await workshop.EmptyDatabaseAsync();
        string file, position;
        await using (var server = await ServerProcess.StartAsync(database))
        {
            using var browser = await server.SignInAsync();
            await SayAsync(server, database, "Before");
            file = (await workshop.TakeAsync(database)).File;
            await SayAsync(server, database, "After, and lost");
            await using var desk = await DeskAsync(server, browser);
            (position, _) = await BackupWorkshop.AfterAsync(desk, null);
        }
        await LeftAloneAsync(database);
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => BackupWorkshop.RestoreAsync(file, database));
        Assert.Contains("it holds a Hub with 2 tickets and 2 messages", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, await BackupWorkshop.ScalarAsync<long>(database, "select count(*) from tickets"));

        await BackupWorkshop.RestoreAsync(file, database, replace: true);
        Assert.Equal(1, await BackupWorkshop.ScalarAsync<long>(database, "select count(*) from tickets"));
        await using (var server = await ServerProcess.StartAsync(database))
        {
            using var browser = await server.SignInAsync();
            await using var desk = await DeskAsync(server, browser);
            await BackupWorkshop.AfterAsync(desk, position);
            await desk.ExpectAsync("Resync");
        }
    }

    [Fact]
    public async Task A_restore_is_refused_while_a_Hub_is_connected()
    {
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var before = await BackupWorkshop.RowsAsync(hub.ConnectionString);
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => BackupWorkshop.RestoreAsync(file, hub.ConnectionString, replace: true));
        Assert.StartsWith("A Hub is connected to the database", refusal.Message, StringComparison.Ordinal);
        BackupWorkshop.AssertEqual(before, await BackupWorkshop.RowsAsync(hub.ConnectionString));
    }

    [Fact]
    public async Task A_Hub_that_comes_during_a_restore_stops_it_and_nothing_is_changed()
    {
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var database = await workshop.EmptyDatabaseAsync();
        await BackupWorkshop.RestoreAsync(file, database);
        var before = await BackupWorkshop.RowsAsync(database);
        await using var late = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { ApplicationName = "hub" }.ConnectionString);
        await using var backup = await BackupReader.OpenAsync(file, CancellationToken.None);
        // Asked after the first look, as whoever confirms is.
        var options = new RestoreOptions(async _ =>
        {
            await late.OpenAsync();
            return true;
        }, false);
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => new Restorer(database, HubSchema.Of(database), BackupWorkshop.Silence).RestoreAsync(backup, options, CancellationToken.None).WaitAsync(Wait.Guard));
        Assert.StartsWith("A Hub is connected to the database", refusal.Message, StringComparison.Ordinal);
        BackupWorkshop.AssertEqual(before, await BackupWorkshop.RowsAsync(database));
    }

    [Theory]
    [InlineData("create table somebody (s text)", "what it holds is not Hub's")]
    [InlineData("create function somebody() returns int language sql as 'select 1'", "what it holds is not Hub's")]
    public async Task A_database_of_another_program_is_never_replaced(string sql, string says)
    {
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var database = await workshop.EmptyDatabaseAsync();
        await BackupWorkshop.ExecuteAsync(database, sql);
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => BackupWorkshop.RestoreAsync(file, database, replace: true));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("somebody", await BackupWorkshop.ScalarAsync<string>(database, "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' union all select proname from pg_proc where pronamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task What_others_built_on_Hubs_tables_stops_a_replacement()
    {
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var database = await workshop.EmptyDatabaseAsync();
        await BackupWorkshop.RestoreAsync(file, database);
        await BackupWorkshop.ExecuteAsync(database, "create schema reports create view open_tickets as select number from public.tickets");
        var before = await BackupWorkshop.RowsAsync(database);
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => BackupWorkshop.RestoreAsync(file, database, replace: true));
        Assert.Contains("reports.open_tickets", refusal.Message, StringComparison.Ordinal);
        BackupWorkshop.AssertEqual(before, await BackupWorkshop.RowsAsync(database));
    }

    [Fact]
    public async Task The_owner_of_a_database_needs_no_superuser()
    {
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var database = await workshop.EmptyDatabaseAsync();
        var keeper = "keeper_" + new NpgsqlConnectionStringBuilder(database).Database;
        await BackupWorkshop.ExecuteAsync(database, $"create role {keeper} login; alter database {new NpgsqlConnectionStringBuilder(database).Database} owner to {keeper}");
        var asKeeper = new NpgsqlConnectionStringBuilder(database) { Username = keeper }.ConnectionString;
        await BackupWorkshop.RestoreAsync(file, asKeeper);
        await BackupWorkshop.RestoreAsync((await workshop.TakeAsync(asKeeper)).File, asKeeper, replace: true);
        BackupWorkshop.AssertEqual(await BackupWorkshop.RowsAsync(hub.ConnectionString), await BackupWorkshop.RowsAsync(asKeeper));
    }

    [Fact]
    public async Task A_database_that_does_not_exist_yet_is_made()
    {
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var database = await workshop.EmptyDatabaseAsync();
        await (await TestCluster.Instance).DropDatabaseAsync(database);
        await BackupWorkshop.RestoreAsync(file, database);
        BackupWorkshop.AssertEqual(await BackupWorkshop.RowsAsync(hub.ConnectionString), await BackupWorkshop.RowsAsync(database));
    }

    [Fact]
    public async Task A_table_that_somebody_added_is_left_out_and_named_and_a_column_is_refused()
    {
        var database = await workshop.EmptyDatabaseAsync();
        await BackupWorkshop.RestoreAsync((await workshop.TakeAsync(hub.ConnectionString)).File, database);
        await BackupWorkshop.ExecuteAsync(database, "create table my_notes as select 'x' as note");
        var (file, _) = await workshop.TakeAsync(database);
        var other = await workshop.EmptyDatabaseAsync();
        var result = await BackupWorkshop.RestoreAsync(file, other);
        Assert.Equal(("my_notes", 1L), (result.LeftOut.Single().Name, result.LeftOut.Single().Rows));
        BackupWorkshop.AssertEqual(await BackupWorkshop.RowsAsync(hub.ConnectionString), await BackupWorkshop.RowsAsync(other));

        await BackupWorkshop.ExecuteAsync(database, "alter table teams add column mine text");
        file = (await workshop.TakeAsync(database)).File;
        var fresh = await workshop.EmptyDatabaseAsync();
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => BackupWorkshop.RestoreAsync(file, fresh));
        Assert.Contains("its table teams has the columns", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_backup_comes_back_in_its_own_schema_and_goes_forward_from_there_and_a_newer_one_is_refused()
    {
        var (old, manifest) = await workshop.TakeAsync(hub.ConnectionString);
        var database = await workshop.EmptyDatabaseAsync();
        // A later Hub, which knows one migration more.
        var options = new DbContextOptionsBuilder<HubDb>().UseNpgsql(database).ReplaceService<IMigrationsAssembly, LaterMigrations>()
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning)).Options;
        var later = new HubSchema(options);
        Assert.Equal([.. manifest.Migrations, "9999_later"], later.Migrations);
        await BackupWorkshop.RestoreAsync(old, database, schema: later);
        Assert.Equal(string.Join(',', manifest.Migrations), await HistoryAsync(database));
        BackupWorkshop.AssertEqual(await BackupWorkshop.RowsAsync(hub.ConnectionString), await BackupWorkshop.RowsAsync(database));

        await using (var db = new HubDb(options)) await db.Database.MigrateAsync();
        Assert.Equal("calm", await BackupWorkshop.ScalarAsync<string>(database, "select mood from brands"));
        var (newer, _) = await workshop.TakeAsync(database);
        var again = await workshop.EmptyDatabaseAsync();
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => BackupWorkshop.RestoreAsync(newer, again));
        Assert.Contains("made by a newer Hub: its schema is 9999_later", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await BackupWorkshop.ScalarAsync<long>(again, "select count(*) from pg_class where relnamespace = 'public'::regnamespace"));

        // The way back from an upgrade that went wrong: the older Hub replaces what the newer one made of the database.
        await BackupWorkshop.RestoreAsync(old, database, replace: true);
        Assert.Equal(string.Join(',', manifest.Migrations), await HistoryAsync(database));
        BackupWorkshop.AssertEqual(await BackupWorkshop.RowsAsync(hub.ConnectionString), await BackupWorkshop.RowsAsync(database));
    }

    [Fact]
    public void A_history_that_is_not_a_beginning_of_ours_is_refused()
    {
        var schema = HubSchema.Of("Host=nowhere");
        schema.Check(schema.Migrations);
        schema.Check(["0001_init"]);
        Assert.Contains("made by a newer Hub: its schema is 9999_later,", Refusal([.. schema.Migrations, "9998_next", "9999_later"]), StringComparison.Ordinal);
        Assert.Contains("is not that of this Hub", Refusal(["0001_other"]), StringComparison.Ordinal);
        Assert.Contains("is not that of this Hub", Refusal(["0001_other", .. schema.Migrations]), StringComparison.Ordinal);

        string Refusal(string[] history) => Assert.Throws<BackupRefusedException>(() => schema.Check(history)).Message;
    }

    private static Task<string> HistoryAsync(string database) =>
        BackupWorkshop.ScalarAsync<string>(database, """select string_agg("MigrationId", ',' order by "MigrationId") from "__EFMigrationsHistory" """);

    private static async Task SayAsync(ServerProcess server, string database, string text)
    {
        await using var visitor = ChattyVisitor.Open(await BackupWorkshop.ScalarAsync<string>(database, "select key from sites"), [server.Address]);
        await visitor.SayAsync(text);
    }

    private static Task<HubSocket> DeskAsync(ServerProcess server, Browser browser) =>
        HubSocket.OpenAsync(server.Address, "/hubs/desk", ("Cookie", browser.CookieHeader), ("Origin", server.Address.GetLeftPart(UriPartial.Authority)));

    /// <summary>A killed server's connections end a moment after it.</summary>
    private static Task LeftAloneAsync(string database) => Wait.UntilAsync("no Hub is connected",
        async () => await BackupWorkshop.ScalarAsync<long>(database, "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'hub'") == 0);
}

/// <summary>A migration that does not exist yet.</summary>
[Migration("9999_later")]
public sealed class Later : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("alter table brands add column mood text not null default 'calm'; create table moods (id bigint generated always as identity primary key)");
    }
}

/// <summary>The migrations of Hub, and that one.</summary>
public sealed class LaterMigrations : IMigrationsAssembly
{
    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; } = typeof(HubDb).Assembly.GetTypes().Append(typeof(Later))
        .Where(t => t.GetCustomAttribute<MigrationAttribute>() is not null)
        .OrderBy(t => t.GetCustomAttribute<MigrationAttribute>()!.Id, StringComparer.Ordinal)
        .ToDictionary(t => t.GetCustomAttribute<MigrationAttribute>()!.Id, t => t.GetTypeInfo());

    public ModelSnapshot? ModelSnapshot => null;

    public Assembly Assembly => typeof(HubDb).Assembly;

    public string? FindMigrationId(string nameOrId) => Migrations.ContainsKey(nameOrId) ? nameOrId : null;

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass)!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }
}
