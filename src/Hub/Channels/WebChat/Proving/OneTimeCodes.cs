using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Hub.Platform;
using Hub.Storage;
using Npgsql;

namespace Hub.Channels.WebChat.Proving;

/// <summary>"This is my phone, here is my history": six digits by mail, entered in the browser that asked for them.</summary>
/// <remarks>
/// A code is nowhere: it follows from a nonce and a secret of the hub, so neither the table of codes nor the queue of mails holds one, and a mail sent twice has the
/// same. Whether an address is known changes nothing: a mail goes to each.
/// </remarks>
public sealed class OneTimeCodes(NpgsqlDataSource database, Secrets secrets, TimeProvider time)
{
    /// <summary>How long a code is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait before the next code.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    /// <summary>Tries to enter one code.</summary>
    public const int MostAttempts = 5;

    /// <summary>Codes that one browser may ask for in an hour, whatever the addresses.</summary>
    public const int MostOfSession = 5;

    /// <summary>Codes that go to one address in an hour and in a day, whoever asks: with the attempts, one guess in 20,000 a day.</summary>
    public const int MostOfAddressAnHour = 5;

    /// <inheritdoc cref="MostOfAddressAnHour"/>
    public const int MostOfAddressADay = 10;

    /// <summary>Asks for a code by mail.</summary>
    /// <param name="session">Which browser.</param>
    /// <param name="email">Where to.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <returns>Why not; none: it is on its way, if the address takes it.</returns>
    public async Task<Refusal?> RequestAsync(long session, string? email, CancellationToken ct)
    {
        if (email is null || !VisitorSessions.IsAddress(email)) return Refusal.Invalid("email", "email_invalid", "That does not look like an e-mail address.");
        var address = email.Trim().ToLowerInvariant();
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        return await connection.WithinAsync<Refusal?>(async () =>
        {
            // Two at once count one after the other.
            await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(hashtextextended(@address, 10))", new { address }, transaction, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition("select from visitor_sessions where id = @session for no key update", new { session }, transaction, cancellationToken: ct));
            var (mine, last, hour, day) = await connection.QuerySingleAsync<(int, DateTime?, int, int)>(new CommandDefinition(
                """
                select (select count(*)::int from codes where session = @session and at > @anHourAgo), (select max(at) from codes where session = @session and at > @anHourAgo),
                       (select count(*)::int from codes where address = @address and at > @anHourAgo), (select count(*)::int from codes where address = @address and at > @aDayAgo)
                """, new { session, address, anHourAgo = now.AddHours(-1), aDayAgo = now.AddDays(-1) }, transaction, cancellationToken: ct));
            if (last is { } before && now - new DateTimeOffset(before) < Pause) return TooMany("A code was sent a moment ago. Please wait a minute before you ask for another.");
            if (mine >= MostOfSession || hour >= MostOfAddressAnHour || day >= MostOfAddressADay) return TooMany("Too many codes were asked for. Please try again later.");
            // Who asked is nobody's business once it limits nothing any more. The mails' rows go with the codes.
            await connection.ExecuteAsync(new CommandDefinition(
                "delete from codes where id in (select id from codes where at < @old order by at limit 100 for update skip locked)", new { old = now.AddDays(-2) }, transaction, cancellationToken: ct));
            // An address of ours is answered as any other, and gets nothing.
            await connection.ExecuteAsync(new CommandDefinition(
                """
                with box as (select b.channel from mailboxes b where not exists (select from mailboxes o where o.address = @address) order by b.channel limit 1),
                old as (update codes set until = @now where session = @session and used_at is null and until > @now),
                code as (insert into codes (session, address, nonce, at, until) values (@session, @address, @nonce, @now, @until) returning id)
                insert into mailings (kind, code, channel, address, not_before, at) select 'code', code.id, box.channel, @address, @now, @now from code, box
                """, new { session, address, nonce = RandomNumberGenerator.GetBytes(16), now, until = now + Lifetime }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
            return null;
        });
    }

    /// <summary>Looks whether a code is the one that was sent. Each look is an attempt.</summary>
    /// <returns>The code's id, to be spent by whoever proves something with it.</returns>
    public async Task<Outcome<(long Id, string Address)>> CheckAsync(long session, string? email, string? code, CancellationToken ct)
    {
        var address = email?.Trim().ToLowerInvariant() ?? "";
        var digits = new string([.. (code ?? "").Take(20).Where(char.IsAsciiDigit)]);
        if (digits.Length != 6 || !Texts.IsStorable(address) || address.Length > 254) return Wrong;
        await using var connection = await database.OpenConnectionAsync(ct);
        // The attempt is counted before anything is compared, and stays counted.
        var found = await connection.QuerySingleOrDefaultAsync<(long Id, byte[] Nonce)?>(new CommandDefinition(
            """
            update codes c set attempts = c.attempts + 1
            where c.id = (select max(id) from codes where session = @session) and c.address = @address and c.used_at is null and c.until > @now and c.attempts < @MostAttempts
            returning c.id, c.nonce
            """, new { session, address, now = time.GetUtcNow(), MostAttempts }, cancellationToken: ct));
        // Computed even where there is nothing to compare with: the time tells nobody which.
        var expected = Digits(found?.Id ?? 0, found?.Nonce ?? [], await secrets.OfAsync("one-time-code", ct));
        var isRight = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(digits));
        return found is { } sent && isRight ? (sent.Id, address) : Wrong;
    }

    /// <summary>The digits of a code, for the mail that brings it.</summary>
    /// <returns>None where it is spent or over, so that a late mail is not sent.</returns>
    public async Task<string?> DigitsAsync(long code, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var nonce = await connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition(
            "select nonce from codes where id = @code and used_at is null and until > @now", new { code, now = time.GetUtcNow() }, cancellationToken: ct));
        return nonce is null ? null : Digits(code, nonce, await secrets.OfAsync("one-time-code", ct));
    }

    /// <summary>The same words whatever was wrong: the code, the address, the time, the number of attempts.</summary>
    public static Refusal Wrong => new("code_wrong", StatusCodes.Status403Forbidden, "That code is not right, or not good any more. Ask for a new one.");

    private static string Digits(long id, byte[] nonce, byte[] secret)
    {
        var mac = HMACSHA256.HashData(secret, (byte[])[.. BitConverter.GetBytes(id), .. nonce]);
        // 64 bits: what the remainder favours is beyond measure.
        return (BitConverter.ToUInt64(mac) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static Refusal TooMany(string message) => new("codes_too_many", StatusCodes.Status429TooManyRequests, message);
}
