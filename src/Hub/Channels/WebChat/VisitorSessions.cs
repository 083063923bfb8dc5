using System.Net.Mail;
using Dapper;
using Hub.Customers;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <param name="Id">In the number space of sources.</param>
/// <param name="Name">What the visitor calls themselves.</param>
/// <param name="Email">The address they gave or proved last.</param>
public sealed record KnownSession(long Id, string? Name, string? Email)
{
    /// <summary>They have proved that address.</summary>
    public bool Verified { get; init; }

    /// <summary>What the company's own systems call the person, on the site's word; none where it has said nothing.</summary>
    public string? Sub { get; init; }

    /// <summary>They want no more mails of their newest conversation, or of none.</summary>
    public bool Quiet { get; init; }

    /// <summary>Their newest conversation went on by mail to an address that they gave and did not prove.</summary>
    public bool WentByMail { get; init; }

    /// <summary>Conversations that they may read besides the newest one.</summary>
    public int Earlier { get; init; }
}

/// <summary>Browser sessions of visitors: rows that exist only once the visitor wrote something.</summary>
public sealed class VisitorSessions(NpgsqlDataSource database, TicketChanges changes, TimeProvider time)
{
    /// <summary>A token that was not used for so long is refused (ePrivacy: thirteen months).</summary>
    public const int IdleMonths = 13;

    /// <summary>How exactly the last use is kept.</summary>
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(10);

    /// <summary>Addresses one session may claim: more is somebody playing with other people's.</summary>
    private const int MostAddresses = 3;

    /// <summary>The session of a token, touched; none where the visitor never wrote.</summary>
    /// <returns>A refusal where the token is revoked or too old.</returns>
    public async Task<Outcome<KnownSession?>> FindAsync(VisitorToken token, string? locale, string? page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<Found>(new CommandDefinition(
            """
            select s.id, s.name, s.used_at, s.revoked_at, s.locale, s.page, k.address as email, p.sub,
                   exists (select from session_proofs q join identities i on i.id = q.identity where q.session = s.id and i.kind = 'email' and i.address = k.address) as verified,
                   exists (select from unsubscribed u where u.address = k.address and (u.ticket is null or u.ticket = n.ticket)) as quiet,
                   exists (select from deliveries d where d.ticket = n.ticket and d.address = k.address and d.purpose = 'continuation' and d.state in ('sent', 'delivered', 'read')) as mailed,
                   greatest(n.tickets - 1, 0) as earlier
            from visitor_sessions s
            left join lateral (select c.address from claims c where c.session = s.id and c.kind = 'email' order by c.id desc limit 1) k on true
            left join lateral (select substr(i.address, strpos(i.address, ':') + 1) as sub from session_proofs q join identities i on i.id = q.identity
                               where q.session = s.id and i.kind = 'external' limit 1) p on true
            left join lateral (select max(t.ticket) as ticket, count(*)::int as tickets from session_tickets t where t.session = s.id) n on true
            where s.token_hash = @Hash
            """, new { token.Hash }, cancellationToken: ct));
        if (found is not { } session) return token.IssuedAt < now.AddMonths(-IdleMonths) ? TokenInvalid : (KnownSession?)null;
        if (session.RevokedAt is not null || session.UsedAt < now.AddMonths(-IdleMonths)) return TokenInvalid;
        // After a restart everybody comes back at once, and nothing about them is new: that costs no write.
        if (now - session.UsedAt > Noted || (locale ?? session.Locale) != session.Locale || (page ?? session.Page) != session.Page)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "update visitor_sessions set used_at = @now, locale = coalesce(@locale, locale), page = coalesce(@page, page) where id = @Id",
                new { now, locale, page, session.Id }, cancellationToken: ct));
        }
        return new KnownSession(session.Id, session.Name, session.Email)
        {
            Verified = session.Verified,
            Sub = session.Sub,
            Quiet = session.Quiet,
            WentByMail = session.Mailed && !session.Verified,
            Earlier = session.Earlier,
        };
    }

    /// <summary>Whether an assertion already serves this session, so that showing it again changes nothing.</summary>
    public async Task<bool> IsServedAsync(long session, long site, byte[] nonce, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from assertions where site = @site and nonce = @nonce and session = @session)", new { session, site, nonce }, cancellationToken: ct));
    }

    /// <summary>The session to which a token belonged that gave way to a new one, where the same assertion serves that session: its answer was lost on the way.</summary>
    /// <returns>Another token for it; none where this is somebody else.</returns>
    public async Task<VisitorToken?> RecoverAsync(VisitorToken old, byte[] nonce, byte[] secret, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(old);
        var now = time.GetUtcNow();
        var token = VisitorToken.Issue(old.Site, secret, now);
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            update visitor_sessions v set token_hash = @Hash, used_at = @now
            from visitor_sessions o join assertions a on a.session = o.renewed_as and a.site = o.site and a.nonce = @nonce and a.until > @now
            where o.token_hash = @old and v.id = o.renewed_as and v.revoked_at is null
            """, new { token.Hash, old = old.Hash, nonce, now }, cancellationToken: ct)) > 0 ? token : null;
    }

    /// <summary>Ends a session: its token opens nothing from now on.</summary>
    public async Task RevokeAsync(long session, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update visitor_sessions set revoked_at = @now where id = @session and revoked_at is null", new { session, now = time.GetUtcNow() }, cancellationToken: ct));
    }

    /// <summary>The session of a token, made where the visitor writes for the first time.</summary>
    public async Task<Outcome<long>> EnsureAsync(VisitorToken token, string? locale, string? page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        await using var connection = await database.OpenConnectionAsync(ct);
        var (id, revoked) = await connection.QuerySingleAsync<(long, bool)>(new CommandDefinition(
            """
            insert into visitor_sessions (site, token_hash, locale, page, created_at, used_at) values (@Site, @Hash, @locale, @page, @now, @now)
            on conflict (token_hash) do update set used_at = excluded.used_at, locale = coalesce(excluded.locale, visitor_sessions.locale), page = coalesce(excluded.page, visitor_sessions.page) returning id, revoked_at is not null
            """, new { token.Site, token.Hash, locale, page, now = time.GetUtcNow() }, cancellationToken: ct));
        return revoked ? TokenInvalid : id;
    }

    /// <summary>Notes on which page the visitor is now, for the agents who look at the ticket.</summary>
    /// <returns>True where that is news.</returns>
    public async Task<bool> MoveAsync(long session, long? ticket, string page, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (moved, version) = await connection.QuerySingleAsync<(bool, long?)>(new CommandDefinition(
            """
            with moved as (update visitor_sessions set page = @page where id = @session and page is distinct from @page returning id),
            told as (update tickets set version = version + 1 where number = @ticket and exists (select from moved) returning version)
            select exists (select from moved), (select version from told)
            """, new { session, ticket, page }, cancellationToken: ct));
        if (version is { } changed) changes.Publish(ticket!.Value, changed);
        return moved;
    }

    /// <summary>Keeps a name and an address that the visitor typed: given, not verified. They open nobody's history.</summary>
    public async Task<Refusal?> IdentifyAsync(long session, long? ticket, string? name, string? email, CancellationToken ct)
    {
        if (name is not null && Texts.RefuseLine("name", name, 100) is { } badName) return badName;
        if (email is not null && !IsAddress(email)) return Refusal.Invalid("email", "email_invalid", "That does not look like an e-mail address.");
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            if (name is not null)
                await connection.ExecuteAsync(new CommandDefinition("update visitor_sessions set name = @name where id = @session", new { name = name.Trim(), session }, cancellationToken: ct));
            if (email is not null && await ClaimAsync(connection, session, ticket, email.Trim().ToLowerInvariant(), ct) is { } refused) return refused;
        }
        if (name is null) return null;
        await using var reading = await database.OpenConnectionAsync(ct);
        var customer = await reading.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select customer from identities where kind = 'visitor' and address = @session::text", new { session }, cancellationToken: ct));
        if (customer is { } id) await CustomerNames.SetAsync(database, changes, id, name.Trim(), onlyIfUnproved: true, ct);
        return null;
    }

    /// <summary>Marks how far the visitor has read.</summary>
    /// <returns>True where that is news.</returns>
    public async Task<bool> SeenAsync(long session, long ticket, int seq, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            """
            with seen as (update session_tickets s set seen_seq = least(@seq, t.last_seq), seen_at = @now
            from tickets t where t.number = s.ticket and s.session = @session and s.ticket = @ticket and s.seen_seq < least(@seq, t.last_seq) returning s.seen_seq),
            -- What was seen need not go by mail.
            spared as (update deliveries d set state = 'cancelled', reason = 'seen', at = @now
                       where d.ticket = @ticket and d.purpose = 'continuation' and d.state = 'scheduled'
                         and d.message in (select m.id from customer_messages m join seen on m.ticket = @ticket and m.seq <= seen.seen_seq and m.kind = 2))
            select count(*)::int from seen
            """, new { session, ticket, seq, now }, cancellationToken: ct)) > 0;
    }

    private async Task<Refusal?> ClaimAsync(NpgsqlConnection connection, long session, long? ticket, string address, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        return await connection.WithinAsync<Refusal?>(async () =>
        {
            // The session's row lock makes the count true for two simultaneous claims. A weak one: whoever begins a ticket holds that and needs the row's key.
            await connection.ExecuteAsync(new CommandDefinition("select from visitor_sessions where id = @session for no key update", new { session }, transaction, cancellationToken: ct));
            var others = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
                "select count(distinct address)::int from claims where session = @session and kind = 'email' and address <> @address", new { session, address }, transaction, cancellationToken: ct));
            if (others >= MostAddresses) return new Refusal("addresses_too_many", StatusCodes.Status429TooManyRequests, "Too many different addresses were given here.");
            var made = await connection.ExecuteAsync(new CommandDefinition(
                "insert into claims (session, ticket, kind, address, at) values (@session, @ticket, 'email', @address, @now) on conflict do nothing",
                new { session, ticket, address, now = time.GetUtcNow() }, transaction, cancellationToken: ct));
            long? version = made == 0 || ticket is null ? null : await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                "update tickets set version = version + 1 where number = @ticket returning version", new { ticket }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
            if (version is { } changed) changes.Publish(ticket!.Value, changed);
            return null;
        });
    }

    /// <summary>Whether mail could be sent there.</summary>
    internal static bool IsAddress(string email) =>
        email.Length <= 254 && Texts.IsStorable(email) && !email.Any(char.IsControl)
        && MailAddress.TryCreate(email.Trim(), out var address) && address.Address == email.Trim() && address.Host.Contains('.', StringComparison.Ordinal);

    /// <summary>The token is not ours, too old or revoked.</summary>
    internal static Refusal TokenInvalid => new("token_invalid", StatusCodes.Status401Unauthorized, "This visitor token is not valid (any more). Start without one.");

    private sealed record Found
    {
        public long Id { get; init; }
        public string? Name { get; init; }
        public DateTime UsedAt { get; init; }
        public string? Locale { get; init; }
        public string? Page { get; init; }
        public DateTime? RevokedAt { get; init; }
        public string? Email { get; init; }
        public string? Sub { get; init; }
        public bool Verified { get; init; }
        public bool Quiet { get; init; }
        public bool Mailed { get; init; }
        public int Earlier { get; init; }
    }
}
