using System.Text;
using Dapper;
using Hub.Channels.Deliveries;
using Hub.Channels.Email.Sending;
using Hub.Channels.WebChat.Proving;
using Hub.Mail;
using Hub.Mail.Mime;
using Hub.Platform;
using Npgsql;

namespace Hub.Channels.Email.Visitors;

/// <summary>Mails that a visitor asks for: a code, and a copy of the conversation.</summary>
public sealed class VisitorLetters(OneTimeCodes codes, MailTokens tokens, NpgsqlDataSource database, TimeProvider time)
{
    private const int MostMessages = 1_000;
    private const int LongestText = 500_000;

    /// <summary>Six digits and fixed words: nothing that anybody typed.</summary>
    /// <returns>None where the code is spent or over.</returns>
    public async Task<OutgoingMail?> CodeAsync(Delivery mailing, Mailbox mailbox, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mailing);
        ArgumentNullException.ThrowIfNull(mailbox);
        await using var connection = await database.OpenConnectionAsync(ct);
        var about = await connection.QuerySingleOrDefaultAsync<(long Code, string? Locale, string Site)?>(new CommandDefinition(
            "select c.id, v.locale, n.name from mailings m join codes c on c.id = m.code join visitor_sessions v on v.id = c.session join channels n on n.id = v.site where m.id = @Id",
            new { mailing.Id }, cancellationToken: ct));
        if (about is not { } found || await codes.DigitsAsync(found.Code, ct) is not { } digits) return null;
        var language = Languages.Of(found.Locale, mailbox.Locale);
        return await MailAsync(mailing, mailbox, Words.CodeSubject(language, digits, found.Site), Words.Code(language, digits, found.Site, (int)OneTimeCodes.Lifetime.TotalMinutes), ct);
    }

    /// <summary>What the session may read of the conversation, and nothing else.</summary>
    /// <returns>None where that is nothing, or the address is not proved any more.</returns>
    public async Task<OutgoingMail?> TranscriptAsync(Delivery mailing, Mailbox mailbox, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mailing);
        ArgumentNullException.ThrowIfNull(mailbox);
        await using var connection = await database.OpenConnectionAsync(ct);
        var about = await connection.QuerySingleOrDefaultAsync<(int FromSeq, string? Locale, string Site)?>(new CommandDefinition(
            """
            select s.from_seq, v.locale, n.name from mailings m join visitor_sessions v on v.id = m.session and v.revoked_at is null join channels n on n.id = v.site
            join session_tickets s on s.session = m.session and s.ticket = m.ticket
            where m.id = @Id and exists (select from session_proofs p join identities i on i.id = p.identity and i.kind = 'email' and i.address = m.address where p.session = m.session)
            """, new { mailing.Id }, cancellationToken: ct));
        if (about is not { } found) return null;
        var said = (await connection.QueryAsync<(string? Text, string? Agent, DateTime At)>(new CommandDefinition(
            """
            select m.text, case m.author_kind when 2 then coalesce(split_part(a.name, ' ', 1), '') end, m.at from customer_messages m left join agents a on m.author_kind = 2 and a.id = m.author
            where m.ticket = @Ticket and m.seq >= @FromSeq and m.text is not null order by m.seq desc limit @most
            """, new { mailing.Ticket, found.FromSeq, most = MostMessages + 1 }, cancellationToken: ct))).AsList();
        if (said.Count == 0) return null;
        var language = Languages.Of(found.Locale, mailbox.Locale);
        var lines = new List<string>();
        var length = 0;
        foreach (var (text, agent, at) in said.Take(MostMessages))
        {
            var line = $"{Words.TranscriptSaid(language, agent, at)}\n{text!.TrimEnd()}";
            if ((length += line.Length) > LongestText) break;
            lines.Add(line);
        }
        var letter = new StringBuilder(Words.TranscriptIntro(language, found.Site, time.GetUtcNow()));
        if (lines.Count < said.Count) letter.Append("\n\n").Append(Words.TranscriptCut(language));
        foreach (var line in Enumerable.Reverse(lines)) letter.Append("\n\n").Append(line);
        return await MailAsync(mailing, mailbox, Words.TranscriptSubject(language, found.Site), letter.Append('\n').ToString(), ct);
    }

    private async Task<OutgoingMail> MailAsync(Delivery mailing, Mailbox mailbox, string subject, string text, CancellationToken ct) => new()
    {
        From = new MailAddress(mailbox.SenderName.Length > 0 ? mailbox.SenderName : mailbox.Name, mailbox.Address),
        To = [new MailAddress(null, mailing.Address)],
        Subject = subject,
        Date = time.GetUtcNow(),
        MessageId = await tokens.VisitorMailIdAsync(mailing.Id, ct),
        Text = text,
        Headers = [new("Auto-Submitted", "auto-generated"), new("X-Auto-Response-Suppress", "All")],
    };
}
