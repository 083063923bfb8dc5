using Dapper;
using Hub.Channels.Email.Sending;
using Hub.Mail.Text.Safe;
using Hub.Platform;
using Hub.Tickets;
using Npgsql;

namespace Hub.Channels.Email.Receiving;

/// <summary>A notification that a mail answers.</summary>
/// <param name="Ticket">What it was about.</param>
/// <param name="Agent">Who was told.</param>
/// <param name="Email">The only address from which an answer counts, in lower case.</param>
/// <param name="Disabled">The account is closed: the token is worth nothing.</param>
public sealed record Notified(long Ticket, Viewer Agent, string Email, bool Disabled);

/// <summary>Agents who answer from their own mail program: a token of theirs, and a mail server of ours that vouches for the sender.</summary>
public sealed class AgentAnswers(NpgsqlDataSource database, IServiceScopeFactory scopes, MailReading reading)
{
    /// <summary>Whose notification it is.</summary>
    public async Task<Notified?> OfAsync(long mailing, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<(long Ticket, long Agent, string Email, short Role, bool Disabled)?>(new CommandDefinition(
            "select m.ticket, a.id, lower(a.email), a.role, a.disabled_at is not null from mailings m join agents a on a.id = m.agent where m.id = @mailing and m.kind = 'notification'",
            new { mailing }, cancellationToken: ct));
        return found is { } f ? new Notified(f.Ticket, Viewer.Of(f.Agent, f.Role), f.Email, f.Disabled) : null;
    }

    /// <summary>Whether the mail is that agent's own and proved to be.</summary>
    public static bool IsProved(Notified told, ReadMail mail)
    {
        ArgumentNullException.ThrowIfNull(told);
        ArgumentNullException.ThrowIfNull(mail);
        return !told.Disabled && mail.From.Address == told.Email && mail.Vouched && !mail.Automatic;
    }

    /// <summary>Sends the words as that agent's answer, without what they quote.</summary>
    /// <returns>What became of the mail; none where it cannot be an answer.</returns>
    public async Task<MailFate?> SayAsync(RawMail raw, ReadMail mail, Notified told, string key, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(told);
        var words = OwnWords(mail.Text);
        if (Texts.RefuseMessage(words) is not null) return null;
        // Pictures of a signature or a quotation are no files. A Content-ID says nothing: Gmail gives one to every file.
        var folded = FoldedPictures.Of(mail.Html);
        var files = mail with { Files = [.. mail.Files.Where(f => f is { Disposition.IsInline: false } || f.ContentType.Type != "image" || f.ContentId is null || !folded.Contains(f.ContentId))] };
        await using var scope = scopes.CreateAsyncScope();
        var said = await scope.ServiceProvider.GetRequiredService<Replies>().AddAsync(told.Ticket, told.Agent, new Saying(MessageKind.Reply, words, key)
        {
            // The chat shows no files.
            Channel = files.Files.Count > 0 ? "email" : null,
            ByMail = true,
            AlongsideAsync = async (connection, placed, stop) =>
            {
                await reading.KeepFilesAsync(connection, files, placed, stop);
                await RawMails.DoneAsync(connection, raw.Id, MailFate.At("ticket", MailCodes.AgentAnswer, placed) with { Reason = mail.LeftOut }, stop);
            },
        }, ct);
        if (said.Refusal is not null) return null;
        return said.Value.Repeated ? MailFate.At("duplicate", MailCodes.Again, said.Value) : MailFate.At("ticket", MailCodes.AgentAnswer, said.Value);
    }

    /// <summary>What stands above the line of the notification, should the quotation not have been known as one.</summary>
    private static string OwnWords(string text)
    {
        var lines = text.Split('\n');
        var end = Array.FindIndex(lines, line => line.Contains(Words.AnswerMark, StringComparison.Ordinal));
        return string.Join('\n', end < 0 ? lines : lines[..end]).Trim();
    }
}
