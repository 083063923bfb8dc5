using System.Runtime.CompilerServices;
using Dapper;
using Hub.Agents;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using NpgsqlTypes;

namespace Hub.Tests.Operations;

/// <summary>A process of the version before mail (migration 0001 alone), as far as the database can tell: its statements, word for word, kept in BeforeMail.</summary>
public sealed class PreviousVersion(string connectionString) : IAsyncDisposable
{
    private static readonly string hot = Statement("hot.sql");
    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(connectionString);
    private readonly Guid process = Guid.CreateVersion7();
    private int keys;

    public NpgsqlDataSource Database => database;

    /// <summary>The site of a new hub.</summary>
    /// <returns>The id of its channel.</returns>
    public Task<long> MakeSiteAsync() => OneAsync<long>(
        """
        with c as (insert into channels (kind, name, created_at) select 'chat', 'Web chat', @now where not exists (select from sites) returning id),
        s as (insert into sites (channel, key) select id, 'kept' from c)
        select id from c
        """);

    /// <summary>The administrator as whom <see cref="HubProcess.SignInAsync"/> signs in.</summary>
    public async Task<long> MakeAgentAsync()
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>(
            """
            insert into agents (name, email, user_name, normalized_email, normalized_user_name, password_hash, security_stamp, concurrency_stamp, role, created_at)
            values ('Ben Test', @Email, @Email, upper(@Email), upper(@Email), @hash, 'x', 'x', 3, @now) returning id
            """, new { HubProcess.Email, hash = new PasswordHasher<Agent>().HashPassword(null!, HubApp.Password), now = Now });
    }

    /// <summary>A visitor with a first message.</summary>
    /// <returns>The session and its ticket.</returns>
    public async Task<(long Session, long Ticket)> BeginAsync(long channel, byte[] tokenHash, string text)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = Now;
        var session = await connection.ExecuteScalarAsync<long>(Statement("session.sql"), new { channel, hash = tokenHash, address = $"{Convert.ToHexStringLower(tokenHash)[..8]}@client.test", now }, transaction);
        var ticket = await connection.ExecuteScalarAsync<long>(Statement("first.sql"), new { session, channel, name = "Anna", key = Key(), text, now }, transaction);
        await transaction.CommitAsync();
        return (session, ticket);
    }

    /// <summary>Appends by the hot path; fails unless the row was appended.</summary>
    /// <param name="ticket">An open or pending ticket.</param>
    /// <param name="kind">1 inbound, 2 reply, 3 note.</param>
    /// <param name="source">Session or agent.</param>
    /// <param name="channel">None for a note.</param>
    /// <param name="text">What is said.</param>
    /// <returns>The ticket's version.</returns>
    public async Task<long> AppendAsync(long ticket, short kind, long source, long? channel, string text)
    {
        await using var command = database.CreateCommand(hot);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [0] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [ticket] });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [kind] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [source] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [Key()] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [channel ?? 0] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [text] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.False(await reader.IsDBNullAsync(1), $"Message {text} was not appended.");
        return reader.GetInt64(4);
    }

    /// <summary>An agent resolves a ticket that its visitor has read.</summary>
    public async Task ResolveAsync(long ticket)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(Statement("edit.sql"), new { ticket, now = Now }, transaction);
        await transaction.CommitAsync();
    }

    /// <summary>Tells the other processes, in the words of that version.</summary>
    public Task NotifyAsync(long ticket, long version) => OneAsync<string?>($"select pg_notify('hub_tickets', '{process:N} {ticket}:{version}')::text");

    /// <summary>Texts of a ticket as one of its screens reads them.</summary>
    /// <param name="screen"><c>desk.sql</c> or <c>visitor.sql</c>.</param>
    /// <param name="ticket">Which.</param>
    public async Task<string[]> TextsAsync(string screen, long ticket)
    {
        await using var connection = await database.OpenConnectionAsync();
        return [.. (await connection.QueryAsync(Statement(screen), new { ticket })).Select(row => (string?)row.text).OfType<string>()];
    }

    /// <summary>What was said last, as the inbox reads it.</summary>
    public async Task<string> LastSaidAsync(long ticket)
    {
        await using var connection = await database.OpenConnectionAsync();
        return (string)(await connection.QuerySingleAsync(Statement("list.sql"), new { ticket })).said_text;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private string Key() => $"{process:N}-{Interlocked.Increment(ref keys)}";

    private async Task<T> OneAsync<T>(string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, new { now = Now }))!;
    }

    private static string Statement(string name, [CallerFilePath] string here = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "BeforeMail", name));
}
