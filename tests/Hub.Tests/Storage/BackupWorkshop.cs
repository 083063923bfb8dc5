using System.Text.Json;
using Hub.Storage.Backup;
using Hub.Tests.Support;
using Npgsql;

namespace Hub.Tests.Storage;

/// <summary>What the tests of backups share: a folder for files, fresh databases, a hub with something in every table, and a look at every row.</summary>
public sealed class BackupWorkshop
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-backup-").FullName;
    private readonly List<string> databases = [];
    private int files;

    /// <summary>A name for a file that does not exist yet, in a folder that does.</summary>
    public string NextFile() => Path.Combine(folder, $"{Interlocked.Increment(ref files)}.hubbackup");

    /// <summary>What lies beside the backups.</summary>
    public string[] Files => Directory.GetFiles(folder);

    /// <summary>A database without any table.</summary>
    public async Task<string> EmptyDatabaseAsync()
    {
        var connectionString = await (await TestCluster.Instance).CreateEmptyDatabaseAsync() + ";Pooling=false";
        databases.Add(connectionString);
        return connectionString;
    }

    /// <summary>Takes a backup; answers its file and what it holds.</summary>
    internal async Task<(string File, Manifest Manifest)> TakeAsync(string connectionString, Func<string, Task>? snapshotTaken = null)
    {
        var file = NextFile();
        var (manifest, _) = await new BackupTaker(connectionString, TimeProvider.System, Silence) { SnapshotTaken = snapshotTaken }.TakeAsync(file, CancellationToken.None).WaitAsync(Wait.Guard);
        return (file, manifest);
    }

    internal static async Task<RestoreResult> RestoreAsync(string file, string connectionString, bool replace = false, bool hold = false, HubSchema? schema = null)
    {
        await using var backup = await BackupReader.OpenAsync(file, CancellationToken.None);
        return await new Restorer(connectionString, schema ?? HubSchema.Of(connectionString), Silence)
            .RestoreAsync(backup, new RestoreOptions(replace ? _ => Task.FromResult(true) : null, hold), CancellationToken.None).WaitAsync(Wait.Guard);
    }

    internal static BackupProgress Silence => new(TextWriter.Null, TimeProvider.System);

    /// <summary>Every row of every table that outlives a crash, as sorted texts; without the transaction numbers, which mean nothing elsewhere.</summary>
    /// <param name="connectionString">Of the database.</param>
    /// <param name="snapshot">Of a transaction that is still open; none: as of now.</param>
    public static async Task<Dictionary<string, string[]>> RowsAsync(string connectionString, string? snapshot = null)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        if (snapshot is not null) await connection.ExecuteAsync($"set transaction snapshot '{snapshot}'", CancellationToken.None);
        var tables = await connection.ListAsync(
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('presence', '__EFMigrationsHistory')",
            r => r.GetString(0), CancellationToken.None);
        var rows = new Dictionary<string, string[]>();
        foreach (var table in tables)
        {
            var texts = await connection.ListAsync($"select (to_jsonb(t) - 'changed')::text from {table} t", r => r.GetString(0), CancellationToken.None);
            rows[table] = [.. texts.Order(StringComparer.Ordinal)];
        }
        return rows;
    }

    public static void AssertEqual(Dictionary<string, string[]> expected, Dictionary<string, string[]> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (table, rows) in expected) Assert.True(rows.SequenceEqual(actual[table]), $"{table}:\n{string.Join('\n', rows.Except(actual[table]).Take(3))}\nis now\n{string.Join('\n', actual[table].Except(rows).Take(3))}");
    }

    public static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 30 };
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static Task<object> ExecuteAsync(string connectionString, string sql) => ScalarAsync<object>(connectionString, sql + "; select true");

    /// <summary>A visitor writes, an agent answers, notes and changes; and SQL puts rows where no feature does yet.</summary>
    /// <returns>The visitor's token, the ticket, and the signed-in agent's browser with his address.</returns>
    public static async Task<(string Token, long Ticket, Browser Desk, string Email)> FillAsync(HubApp hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var (id, email) = await hub.AddAgentAsync(name: "Zoé Ångström");
        var browser = hub.OpenBrowser();
        using (var answer = await browser.SignInAsync(email, HubApp.Password)) Assert.True(answer.IsSuccessStatusCode);
        await using var visitor = await Visitor.OpenAsync(hub);
        var ticket = (await visitor.SendAsync("Where is my parcel? 📦 \u0001 \\. \t end")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { name = "Ana Žižka", email = "ana@shop.test" });
        foreach (var kind in new[] { "reply", "note" })
            (await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind, text = $"The {kind}", clientId = kind })).Dispose();
        await browser.PatchAsync($"/api/v1/tickets/{ticket}", new { assignee = id, priority = "high", tags = new[] { "parcel", "{,\"" } }).ExpectAsync(System.Net.HttpStatusCode.OK);
        await visitor.SendAsync("Thank you");
        await visitor.Line.CallAsync("Seen", 1);
        await new Postman(hub).DeliverAsync(Postman.Mail("ben@shop.test", "A file", "--b\r\n\r\nSee the file.\r\n--b\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\nbytes\r\n--b--\r\n", ("Content-Type", "multipart/mixed; boundary=b")));
        await hub.ExecuteAsync(
            """
            insert into secrets values ('test', '\x00ff00');
            insert into agent_claims (user_id, claim_type, claim_value) select id, 'a', null from agents limit 1;
            insert into agent_logins select 'sso', 'key', null, id from agents limit 1;
            insert into agent_tokens select id, 'sso', 'name', '' from agents limit 1;
            insert into invitations (email, role, token_hash, created_at, expires_at) values ('new@hub.test', 1, '\x01', '2020-01-01 00:00:00.123456+00', 'infinity');
            insert into teams (name) values ('Parcels');
            insert into team_members select t.id, a.id from teams t, agents a;
            update sites set team = (select id from teams);
            update mailboxes set team = (select id from teams);
            insert into site_keys (key, site, replaced_at) select 'former', channel, '2020-01-01' from sites limit 1;
            insert into site_sightings (site, origin, allowed, at) select channel, 'https://shop.test', true, '2020-01-01' from sites limit 1;
            update tickets set version = version + 1, fields = '{"size": 12345678901234567890.5, "nested": {"é": [null, true]}}', team = (select id from teams);
            insert into tickets (customer, channel, subject, created_at, last_at, follows) select customer, channel, 'A follow-up', created_at, last_at, number from tickets limit 1;
            insert into identities (kind, address, customer, created_at) select 'email', 'ana@shop.test', customer, created_at from tickets limit 1;
            insert into participants select t.number, i.id, t.created_at from tickets t, identities i limit 1;
            insert into message_moves select min(number), 1, 1, max(number) from tickets;
            insert into blobs (sha256, size, at) select sha256(convert_to(n::text, 'UTF8')), n, '2020-01-01' from generate_series(1, 20) n;
            insert into blob_chunks select b.id, c, decode(repeat(md5(b.id::text || c), 2048), 'hex') from blobs b, generate_series(0, 3) c where b.at = '2020-01-01';
            insert into raw_payloads (channel, external_id, blob, at) select c.id, 'x', b.id, '2020-01-01' from channels c, blobs b limit 1;
            delete from deliveries;
            insert into deliveries (message, ticket, channel, address, state, not_before, at)
            select m.id, m.ticket, c.channel, s || '@shop.test', s, m.at, m.at from messages m, sites c, unnest(array['scheduled', 'queued', 'leased', 'sent']) s where m.kind = 2;
            insert into files (blob, name, type, size, uploader, upload_key, width, at) select id, 'wall.png', 'image/png', 3, 1, 'key', 3, at from blobs limit 1;
            insert into file_links (file, delivery, expires_at) select f.id, d.id, d.at from files f, deliveries d limit 1;
            insert into removed_participants select t.number, 'ana@shop.test', a.id, t.created_at from tickets t, agents a limit 1;
            insert into side_conversations (ticket, channel, subject, started_by, at) select t.number, t.channel, 'To the carrier', a.id, t.created_at from tickets t, agents a limit 1;
            insert into side_people select id, 'carrier@post.test', at from side_conversations;
            insert into side_mails (message, side, sender, refs, protection, invitation) select m.id, s.id, 'carrier@post.test', '{a@b,"c,\"@d"}', '{"standard": "smime", "signed": true}', '{"title": "Réunion \"4\""}' from messages m, side_conversations s limit 1;
            insert into mailings (kind, ticket, side, message, channel, address, state, not_before, at)
            select 'side', s.ticket, s.id, l.message, s.channel, 'carrier@post.test', 'sent', s.at, s.at from side_conversations s, side_mails l;
            insert into visitor_forms (session, ticket, answers, at) select session, ticket, '[{"key": "a", "label": "É?", "value": "x"}]', now() from session_tickets limit 1;
            insert into consents (session, purpose, version, text, locale, at) select id, 'chat', 1, 'Oui', 'fr', created_at from visitor_sessions limit 1;
            insert into ratings (ticket, score, comment, agent, at) select t.number, 4, 'Bien', a.id, t.created_at from tickets t, agents a limit 1;
            insert into signing_keys (site, kid, secret, created_at) select channel, 'k1', 'protected', now() from sites limit 1;
            insert into session_proofs select v.id, i.id, v.created_at from visitor_sessions v, identities i limit 1;
            insert into assertions select v.site, '\x00ff', v.id, 'infinity' from visitor_sessions v limit 1;
            insert into visitor_sessions (site, token_hash, created_at, used_at, revoked_at, renewed_as) select site, '\x02', created_at, used_at, used_at, id from visitor_sessions limit 1;
            insert into codes (session, address, nonce, at, until) select id, 'ana@shop.test', '\x00', created_at, created_at from visitor_sessions limit 1;
            insert into mailings (kind, code, channel, address, state, not_before, at) select 'code', c.id, b.channel, c.address, 'sent', c.at, c.at from codes c, mailboxes b;
            insert into unsubscribed select 'ana@shop.test', null, now();
            insert into notified select t.number, a.id, 3, t.created_at from tickets t, agents a limit 1;
            """);
        return (visitor.Token, ticket, browser, email);
    }

    /// <summary>Answers of a desk's line to <c>After</c>.</summary>
    public static async Task<(string Position, int Rows)> AfterAsync(HubSocket desk, string? position)
    {
        ArgumentNullException.ThrowIfNull(desk);
        JsonElement answer = await desk.CallAsync("After", position);
        return (answer.GetProperty("position").GetString()!, answer.GetProperty("rows").GetArrayLength());
    }

    /// <summary>Deletes the files and the databases.</summary>
    public async Task CleanAsync()
    {
        Directory.Delete(folder, recursive: true);
        foreach (var database in databases) await (await TestCluster.Instance).DropDatabaseAsync(database);
    }
}
