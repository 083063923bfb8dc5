using Dapper;
using Npgsql;

namespace Hub.Channels.Email;

/// <summary>Finds mailboxes; remembers them for a few seconds.</summary>
public sealed class Mailboxes(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private volatile Known? known;

    private const string Select =
        """
        select m.channel, c.name, m.address, m.sender_name, m.locale, m.signatures::text as signatures, m.plus_addressing, m.server_host, m.server_port,
               m.server_security, m.server_user, m.server_password, m.acknowledge, m.acknowledgements::text as acknowledgements, m.team
        from mailboxes m join channels c on c.id = m.channel order by m.channel
        """;

    /// <summary>Makes the first mailbox, so that mail can be received without any set-up.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource database, TimeProvider time, string domain, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(time);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Two processes that start together make one mailbox.
        await connection.ExecuteAsync("select pg_advisory_xact_lock(hashtext('hub.first-mailbox'))", transaction: transaction);
        await connection.ExecuteAsync(
            """
            with c as (insert into channels (kind, name, created_at) select 'email', 'Support', @now where not exists (select from mailboxes) returning id)
            insert into mailboxes (channel, address) select id, @address from c
            """, new { now = time.GetUtcNow(), address = $"support@{domain}" }, transaction);
        await transaction.CommitAsync(ct);
    }

    public async ValueTask<IReadOnlyList<Mailbox>> AllAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (known is { } fresh && (now - fresh.At).Duration() < Kept) return fresh.All;
        await using var connection = await database.OpenConnectionAsync(ct);
        var all = (await connection.QueryAsync<Mailbox>(new CommandDefinition(Select, cancellationToken: ct))).AsList();
        known = new(now, all);
        return all;
    }

    public async ValueTask<Mailbox?> FindAsync(long channel, CancellationToken ct) => (await AllAsync(ct)).FirstOrDefault(m => m.Channel == channel);

    /// <summary>The mailbox of an address, with or without a tag after <c>+</c>.</summary>
    /// <returns>The tag too, without the plus sign; none where there was none.</returns>
    public async ValueTask<(Mailbox Mailbox, string? Tag)?> OfAddressAsync(string address, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(address);
        var whole = address.Trim().ToLowerInvariant();
        var all = await AllAsync(ct);
        if (all.FirstOrDefault(m => m.Address == whole) is { } exact) return (exact, null);
        var at = whole.LastIndexOf('@');
        var plus = whole.IndexOf('+', StringComparison.Ordinal);
        if (plus <= 0 || at <= plus) return null;
        var bare = string.Concat(whole.AsSpan(0, plus), whole.AsSpan(at));
        return all.FirstOrDefault(m => m.Address == bare) is { } tagged ? (tagged, whole[(plus + 1)..at]) : null;
    }

    /// <summary>A changed mailbox is read anew in this process; others learn of it within seconds.</summary>
    public void Forget() => known = null;

    private sealed record Known(DateTimeOffset At, IReadOnlyList<Mailbox> All);
}
