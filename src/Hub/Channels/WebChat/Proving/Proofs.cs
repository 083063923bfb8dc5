using System.Data;
using System.Globalization;
using Dapper;
using Hub.Customers;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Correspondence;
using Npgsql;

namespace Hub.Channels.WebChat.Proving;

/// <summary>Makes a browser session the known person's: joins customers, opens what came before, and issues a new token.</summary>
/// <remarks>
/// One READ COMMITTED transaction in the lock order of Intake: identities → customers → tickets, and the session's row, which nobody holds while waiting for one of
/// these but us and a typed address; such a deadlock is tried again. What opens is decided by evidence — a ticket's mails, and sessions that proved the same
/// identity — and never by the customer alone: that an agent joined two customers opens nothing.
/// </remarks>
public sealed class Proofs(NpgsqlDataSource database, TicketChanges changes, Secrets secrets, TimeProvider time)
{
    private const int Attempts = 4;
    private const int MostTickets = 500;

    public async Task<Outcome<Proved>> ProveAsync(Proof proof, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(proof);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(proof, ct);
            }
            catch (PostgresException race) when (attempt < Attempts && race.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
            {
                // Rolled back as a whole; the next attempt sees what the rival committed.
            }
        }
    }

    private async Task<Outcome<Proved>> AttemptAsync(Proof proof, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var secret = await secrets.OfAsync("visitor-token", ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        return await connection.WithinAsync<Outcome<Proved>>(async () =>
        {
            var work = new Work(connection, transaction, proof, now, ct);
            if (proof.Code is { } code && !await work.SpendAsync(code)) return OneTimeCodes.Wrong;
            var session = await work.SessionAsync(proof.Token);
            if (session is null) return VisitorSessions.TokenInvalid;
            var people = await work.PeopleAsync(session.Value);
            var joining = await CustomerJoining.OfAsync(work, people, session.Value);
            var token = proof.Token;
            if (people.Count > 0 && !people.Contains(joining.Owner) && !(joining.Absorbed is { } absorbed && people.Contains(absorbed)))
            {
                // Somebody else sits at this browser now: what the former person said stays theirs.
                token = VisitorToken.Issue(proof.Site.Channel, secret, now);
                session = await work.SessionAsync(token);
            }
            if (proof.Once is { } once && !await work.OnceAsync(once, session!.Value)) return Replayed;

            var changed = await joining.JoinAsync(session!.Value);
            var news = await work.NoteProofsAsync(session.Value, joining.Identities);
            await work.OpenAsync(session.Value, joining.Owner, MostTickets);
            foreach (var (number, version) in await work.ShowOwnMailsAsync(session.Value, joining.Owner)) changed[number] = version;
            await work.NoteAddressAsync(session.Value);
            var renewed = token != proof.Token;
            if (!renewed && news)
            {
                token = VisitorToken.Issue(proof.Site.Channel, secret, now);
                await work.RenewAsync(session.Value, token);
                renewed = true;
            }
            await transaction.CommitAsync(ct);

            foreach (var (number, version) in changed) changes.Publish(number, version);
            if (proof.Name is { } name) await CustomerNames.SetAsync(database, changes, joining.Owner, name, onlyIfUnproved: false, ct);
            return new Proved(session.Value, token, renewed);
        });
    }

    private static Refusal Replayed => AssertionClaims.No("identity_replayed", "This assertion was used by another browser already. Make a new one for each page, and cache none.");

    /// <summary>The statements, in one transaction.</summary>
    internal sealed class Work(NpgsqlConnection connection, NpgsqlTransaction transaction, Proof proof, DateTimeOffset now, CancellationToken ct)
    {
        public Proof Proof => proof;

        public Task<T> ValueAsync<T>(string sql, object parameters) => connection.ExecuteScalarAsync<T>(new CommandDefinition(sql, parameters, transaction, cancellationToken: ct))!;

        public Task<int> DoAsync(string sql, object parameters) => connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: ct));

        public async Task<List<T>> RowsAsync<T>(string sql, object parameters) => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, transaction, cancellationToken: ct))).AsList();

        public DateTimeOffset Now => now;

        /// <summary>Of two who enter the same code at once, one.</summary>
        public async Task<bool> SpendAsync(long code) => await DoAsync("update codes set used_at = @now where id = @code and used_at is null", new { code, now }) > 0;

        /// <summary>The session's row, made where it is new; none where it is revoked.</summary>
        public async Task<long?> SessionAsync(VisitorToken token)
        {
            var (id, revoked) = (await RowsAsync<(long, bool)>(
                """
                insert into visitor_sessions (site, token_hash, locale, page, name, created_at, used_at) values (@Site, @Hash, @Locale, @Page, @Name, @now, @now)
                on conflict (token_hash) do update set used_at = excluded.used_at, name = coalesce(excluded.name, visitor_sessions.name) returning id, revoked_at is not null
                """, new { token.Site, token.Hash, proof.Locale, proof.Page, proof.Name, now }))[0];
            return revoked ? null : id;
        }

        /// <summary>The customers that the session has proved to be.</summary>
        public Task<List<long>> PeopleAsync(long session) =>
            RowsAsync<long>("select distinct i.customer from session_proofs p join identities i on i.id = p.identity where p.session = @session", new { session });

        /// <returns>False where another session used the assertion first.</returns>
        public async Task<bool> OnceAsync((byte[] Nonce, DateTimeOffset Until) once, long session)
        {
            await DoAsync("delete from assertions where (site, nonce) in (select site, nonce from assertions where until < @now order by until limit 100 for update skip locked)", new { now });
            return await ValueAsync<long>(
                "insert into assertions (site, nonce, session, until) values (@Channel, @Nonce, @session, @Until) on conflict (site, nonce) do update set until = greatest(assertions.until, excluded.until) returning session",
                new { proof.Site.Channel, once.Nonce, session, once.Until }) == session;
        }

        /// <returns>True where one of them is news.</returns>
        public async Task<bool> NoteProofsAsync(long session, long[] identities) =>
            await DoAsync("insert into session_proofs (session, identity, at) select @session, i, @now from unnest(@identities) i order by i on conflict do nothing", new { session, identities, now }) > 0;

        /// <summary>Opens the person's own tickets: where they wrote by mail from an address they proved, or got one there, or in another browser that proved the same.</summary>
        public Task<int> OpenAsync(long session, long customer, int most) => DoAsync(
            """
            insert into session_tickets (session, ticket)
            select @session, t.number from tickets t where t.customer = @customer and t.folder = 1 and (
                exists (select from session_tickets o join session_proofs p on p.session = o.session join session_proofs mine on mine.identity = p.identity and mine.session = @session where o.ticket = t.number)
                or exists (select from mails l join session_proofs mine on mine.session = @session join identities i on i.id = mine.identity and i.kind = 'email'
                           where l.ticket = t.number and (l.sender = i.address or i.address = any(l.addresses))))
            order by t.number desc limit @most on conflict do nothing
            """, new { session, customer, most });

        /// <inheritdoc cref="ShownMails.JudgeAsync"/>
        public Task<List<(long Number, long Version)>> ShowOwnMailsAsync(long session, long customer) => ShownMails.JudgeAsync(connection, transaction, session, customer, ct);

        /// <summary>An answer that is not seen follows to the address, as if it had been left in the chat.</summary>
        public async Task NoteAddressAsync(long session)
        {
            if ((proof.Email ?? proof.GivenEmail) is not { } address) return;
            await DoAsync(
                """
                insert into claims (session, ticket, kind, address, at) select @session, null, 'email', @address, @now
                where not exists (select from claims where session = @session and kind = 'email' and address = @address) on conflict do nothing
                """, new { session, address, now });
            // Whoever proves an address takes back that it was not them.
            if (proof.Email is not null) await DoAsync("update claims set disowned_at = null where session = @session and address = @address and disowned_at is not null", new { session, address });
        }

        /// <summary>The session goes on with another token. What stays of the old one is a revoked row.</summary>
        public async Task RenewAsync(long session, VisitorToken token)
        {
            await DoAsync("update visitor_sessions set token_hash = @Hash, used_at = @now where id = @session", new { token.Hash, session, now });
            await DoAsync(
                "insert into visitor_sessions (site, token_hash, created_at, used_at, revoked_at, renewed_as) values (@Site, @Hash, @now, @now, @now, @session)",
                new { proof.Token.Site, proof.Token.Hash, session, now });
        }

        public static string AddressOf(long session) => session.ToString(CultureInfo.InvariantCulture);
    }
}
