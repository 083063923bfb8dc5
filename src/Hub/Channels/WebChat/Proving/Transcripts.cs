using Dapper;
using Hub.Platform;
using Npgsql;

namespace Hub.Channels.WebChat.Proving;

/// <summary>A conversation by mail, for the one who had it. It goes to nobody who has not proved the address: else it were a way to write to strangers.</summary>
public sealed class Transcripts(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Transcripts that one browser gets in an hour.</summary>
    public const int MostAnHour = 3;

    /// <summary>Queues one.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="ticket">The conversation; the session may read it.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <returns>Where it goes.</returns>
    public async Task<Outcome<string>> RequestAsync(long session, long ticket, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select from visitor_sessions where id = @session for no key update", new { session }, transaction, cancellationToken: ct));
        var (address, sent) = await connection.QuerySingleAsync<(string?, int)>(new CommandDefinition(
            """
            select (select i.address from session_proofs p join identities i on i.id = p.identity and i.kind = 'email' where p.session = @session order by p.at desc, i.id desc limit 1),
                   (select count(*)::int from mailings where session = @session and at > @since)
            """, new { session, since = now.AddHours(-1) }, transaction, cancellationToken: ct));
        if (address is null) return new Refusal("address_unproved", StatusCodes.Status403Forbidden, "A conversation is mailed only to an address that was proved by a code. You can print it.");
        if (sent >= MostAnHour) return new Refusal("transcripts_too_many", StatusCodes.Status429TooManyRequests, "It was sent a few times already. Please look into your mailbox.");
        var queued = await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into mailings (kind, session, ticket, channel, address, not_before, at)
            select 'transcript', @session, s.ticket, (select b.channel from mailboxes b order by b.channel limit 1), @address, @now, @now
            from session_tickets s where s.session = @session and s.ticket = @ticket and exists (select from mailboxes)
            """, new { session, ticket, address, now }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return queued > 0 ? address : new Refusal("transcript_empty", StatusCodes.Status409Conflict, "There is nothing to send.");
    }
}
