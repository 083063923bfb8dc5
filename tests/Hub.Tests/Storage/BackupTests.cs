using System.Net;
using Hub.Notices;
using Hub.Storage.Backup;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServerProcess = Hub.Tests.Support.HubProcess;

namespace Hub.Tests.Storage;

/// <summary>A hub, its backup, and the hub that comes out of it.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly BackupWorkshop workshop = new();
    private HubApp hub = null!;

    public async Task InitializeAsync() => hub = await HubApp.StartAsync("--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");

    public async Task DisposeAsync()
    {
        await hub.DisposeAsync();
        await workshop.CleanAsync();
    }

    [Fact]
    public async Task A_backup_taken_while_visitors_write_is_one_moment_and_comes_back_row_by_row()
    {
        await BackupWorkshop.FillAsync(hub);
        await using var crowd = Crowd.Gather(await hub.SiteKeyAsync(), [hub.Address], 10, TimeSpan.FromMilliseconds(20));
        await crowd.WriteAsync(20);
        Dictionary<string, string[]> moment = [];
        var (file, manifest) = await workshop.TakeAsync(hub.ConnectionString, async snapshot =>
        {
            moment = await BackupWorkshop.RowsAsync(hub.ConnectionString, snapshot);
            await crowd.WriteAsync(50);
        });
        await crowd.FallSilentAsync();
        Assert.All(moment, table => Assert.NotEmpty(table.Value));
        Assert.Equal(moment.ToDictionary(t => t.Key, t => (long)t.Value.Length), manifest.Tables.ToDictionary(t => t.Name, t => t.Rows));
        Assert.True(await hub.ScalarAsync<long>("select count(*) from messages") >= moment["messages"].Length + 50);

        var restored = await workshop.EmptyDatabaseAsync();
        var result = await BackupWorkshop.RestoreAsync(file, restored);
        Assert.Equal(moment.Sum(t => t.Value.Length), result.Rows);
        Assert.Empty(result.LeftOut);
        BackupWorkshop.AssertEqual(moment, await BackupWorkshop.RowsAsync(restored));
        Assert.Equal(await SchemaAsync(hub.ConnectionString), await SchemaAsync(restored));
        await using var connection = await Catalog.OpenAsync(restored, "test", CancellationToken.None);
        Assert.Equal(manifest.Sequences, await Catalog.SequencesAsync(connection, CancellationToken.None));
        Assert.Equal(manifest.Migrations, await Catalog.MigrationsAsync(connection, CancellationToken.None));
    }

    [Fact]
    public async Task A_hub_on_a_restored_backup_knows_its_agents_visitors_and_numbers()
    {
        var (token, ticket, browser, email) = await BackupWorkshop.FillAsync(hub);
        await using var before = await HubSocket.OpenDeskAsync(hub, browser);
        var (position, _) = await BackupWorkshop.AfterAsync(before, null);
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var restored = await workshop.EmptyDatabaseAsync();
        await BackupWorkshop.RestoreAsync(file, restored);

        await using var server = await ServerProcess.StartAsync(restored);
        // The cookie from before, and a new sign-in.
        using var sameBrowser = new Browser(server.Address);
        sameBrowser.Cookies.Add(server.Address, browser.Cookies.GetCookies(hub.Address));
        var shown = await sameBrowser.GetAsync($"/api/v1/tickets/{ticket}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("high", shown.GetProperty("priority").GetString());
        using var newBrowser = new Browser(server.Address);
        using (var answer = await newBrowser.SignInAsync(email, HubApp.Password)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await using var desk = await HubSocket.OpenAsync(server.Address, "/hubs/desk", ("Cookie", sameBrowser.CookieHeader), ("Origin", server.Address.GetLeftPart(UriPartial.Authority)));
        var (now, _) = await BackupWorkshop.AfterAsync(desk, position);
        await desk.ExpectAsync("Resync");
        Assert.Equal(0, (await BackupWorkshop.AfterAsync(desk, now)).Rows);

        var last = await BackupWorkshop.ScalarAsync<long>(restored, "select max(id) from messages");
        await using (var visitor = ChattyVisitor.Open(await hub.SiteKeyAsync(), [server.Address], token: token))
        {
            await visitor.SayAsync("Still me");
            Assert.Equal(ticket, visitor.Acknowledged.Values.Single().Ticket);
            await Wait.UntilAsync("the conversation is on the screen", () => Task.FromResult(visitor.Screen.Count == 4));
            Assert.All(visitor.Screen.Keys.Order().TakeLast(1), id => Assert.True(id > last));
        }
        Assert.Equal(1, (await BackupWorkshop.AfterAsync(desk, now)).Rows);
        await using (var stranger = ChattyVisitor.Open(await hub.SiteKeyAsync(), [server.Address]))
        {
            await stranger.SayAsync("A new matter");
            Assert.True(stranger.Acknowledged.Values.Single().Ticket > ticket + 1);
        }
    }

    [Fact]
    public async Task Another_Hub_starts_and_writes_while_a_backup_is_being_taken()
    {
        var (file, manifest) = await workshop.TakeAsync(hub.ConnectionString, async _ =>
        {
            await using var other = await hub.StartAnotherAsync();
            await using var visitor = await Visitor.OpenAsync(other);
            await visitor.SendAsync("Hello");
        });
        Assert.Equal(0, manifest.Tables.Single(t => t.Name == "messages").Rows);
        Assert.Equal(1, await hub.ScalarAsync<long>("select count(*) from messages"));
        // So the sequence stands beyond the snapshot, which is harmless.
        Assert.True(manifest.Sequences.Single(s => s.Name == "message_ids") is { Called: false, Last: 1 });
        await using var backup = await BackupReader.OpenAsync(file, CancellationToken.None);
        await backup.VerifyAsync(_ => { }, CancellationToken.None);
    }

    [Fact]
    public async Task Transaction_numbers_of_another_cluster_do_not_come_back()
    {
        await BackupWorkshop.FillAsync(hub);
        // As in a cluster that has run for years.
        await hub.ExecuteAsync("alter table tickets disable trigger user; update tickets set changed = '900000000000'; alter table tickets enable trigger user");
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var restored = await workshop.EmptyDatabaseAsync();
        await BackupWorkshop.RestoreAsync(file, restored);
        Assert.Equal(1, await BackupWorkshop.ScalarAsync<long>(restored, "select count(distinct changed) from tickets where changed < pg_current_xact_id()"));

        await using var server = await ServerProcess.StartAsync(restored);
        await using var database = NpgsqlDataSource.Create(restored);
        using var catchUp = new CatchUp(database, hub.Services.GetRequiredService<NoticeBus>(), Microsoft.Extensions.Logging.Abstractions.NullLogger<CatchUp>.Instance);
        var (position, _) = await catchUp.SinceAsync(null, 10, CancellationToken.None);
        await Wait.UntilAsync("nothing has changed since", async () => (await catchUp.SinceAsync(position, 10, CancellationToken.None)).Changed is []);
        await using var visitor = ChattyVisitor.Open(await hub.SiteKeyAsync(), [server.Address]);
        await visitor.SayAsync("Hello");
        var changed = (await catchUp.SinceAsync(position, 10, CancellationToken.None)).Changed;
        Assert.Equal(visitor.Acknowledged.Values.Single().Ticket, Assert.Single(changed!).Number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deliveries_that_waited_are_counted_and_left_or_on_demand_cancelled(bool hold)
    {
        await BackupWorkshop.FillAsync(hub);
        var (file, _) = await workshop.TakeAsync(hub.ConnectionString);
        var restored = await workshop.EmptyDatabaseAsync();
        Assert.Equal(3, (await BackupWorkshop.RestoreAsync(file, restored, hold: hold)).Pending);
        Assert.Equal(
            hold ? "cancelled restored from a backup, cancelled restored from a backup, cancelled restored from a backup, sent " : "leased , queued , scheduled , sent ",
            await BackupWorkshop.ScalarAsync<string>(restored, "select string_agg(state || ' ' || coalesce(reason, ''), ', ' order by state) from deliveries"));
    }

    [Fact]
    public async Task A_backup_says_whether_its_keys_need_the_secret()
    {
        Assert.False((await workshop.TakeAsync(hub.ConnectionString)).Manifest.KeysWrapped);
        await using var wrapped = await hub.StartAnotherAsync("--Hub:Keys:Secret=a secret for tests, long enough");
        Assert.True((await workshop.TakeAsync(hub.ConnectionString)).Manifest.KeysWrapped);
    }

    [Fact]
    public async Task A_backup_given_up_in_the_middle_of_a_table_leaves_no_file()
    {
        await BackupWorkshop.FillAsync(hub);
        using var stop = new CancellationTokenSource();
        await using var output = new Listener("agents", stop);
        var taker = new BackupTaker(hub.ConnectionString, TimeProvider.System, new BackupProgress(output, TimeProvider.System));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taker.TakeAsync(workshop.NextFile(), stop.Token).WaitAsync(Wait.Guard));
        Assert.True(stop.IsCancellationRequested);
        Assert.Empty(workshop.Files);
        await Wait.UntilAsync("the connection is closed", async () =>
            await hub.ScalarAsync<long>($"select count(*) from pg_stat_activity where datname = current_database() and application_name = '{Catalog.TakerName}'") == 0);
    }

    [Fact]
    public async Task A_backup_whose_database_goes_away_leaves_no_file()
    {
        await BackupWorkshop.FillAsync(hub);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => workshop.TakeAsync(hub.ConnectionString,
            _ => hub.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{Catalog.TakerName}' and datname = current_database()")));
        Assert.Empty(workshop.Files);
    }

    [Fact]
    public async Task A_database_without_a_hub_has_nothing_to_back_up()
    {
        var empty = await workshop.EmptyDatabaseAsync();
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => workshop.TakeAsync(empty));
        Assert.StartsWith("There is no Hub in the database", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(workshop.Files);
    }

    [Fact]
    public async Task What_a_backup_would_not_keep_is_refused_by_its_name()
    {
        await hub.ExecuteAsync("create materialized view my_report as select 1 as one");
        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => workshop.TakeAsync(hub.ConnectionString));
        Assert.Contains("my_report", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_a_restore_leaves_out_has_a_default()
    {
        Assert.Equal("tickets.changed=pg_current_xact_id()", await hub.ScalarAsync<string>(
            """
            select string_agg(c.relname || '.' || a.attname || '=' || coalesce(pg_get_expr(d.adbin, d.adrelid), 'none'), ', ')
            from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
              and a.atttypid in ('xid8'::regtype, 'xid'::regtype, 'oid'::regtype, 'pg_lsn'::regtype, 'regclass'::regtype, 'pg_snapshot'::regtype)
            """));
    }

    /// <summary>Columns, constraints, indexes and triggers, as texts.</summary>
    private static Task<string> SchemaAsync(string connectionString) => BackupWorkshop.ScalarAsync<string>(connectionString,
        """
        select string_agg(line, E'\n' order by line collate "C") from (
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull || a.attidentity::text || a.attgenerated::text || a.attstorage::text || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
            from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
            where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and c.relkind in ('r', 'v')
            union all select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated from pg_constraint where connamespace = 'public'::regnamespace
            union all select pg_get_indexdef(indexrelid) from pg_index where indexrelid::regclass::text !~ '\.'
            union all select pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
            union all select relname || relpersistence::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r') as all_lines (line)
        """);

    /// <summary>Gives up as soon as a word is said.</summary>
    private sealed class Listener(string word, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.Contains(word, StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
