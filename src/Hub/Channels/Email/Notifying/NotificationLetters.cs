using System.Text;
using Dapper;
using Hub.Channels.Deliveries;
using Hub.Channels.Email.Sending;
using Hub.Mail;
using Hub.Mail.Mime;
using Hub.Platform;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Email.Notifying;

/// <summary>Writes mails that tell an agent what a customer said. Each carries a token of its own, by which it can be answered.</summary>
public sealed class NotificationLetters(MailTokens tokens, PublicAddress address, NpgsqlDataSource database, IOptions<HubOptions> options, TimeProvider time)
{
    private const int MostMessages = 20;
    private const int LongestWords = 4_000;

    /// <returns>None where nobody need be told any more: it is answered, or is not theirs now.</returns>
    public async Task<OutgoingMail?> WriteAsync(Delivery mailing, Mailbox mailbox, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mailing);
        ArgumentNullException.ThrowIfNull(mailbox);
        await using var connection = await database.OpenConnectionAsync(ct);
        var head = await connection.QuerySingleOrDefaultAsync<Head>(new CommandDefinition(
            """
            select t.number, t.subject, a.name, a.email, a.language, m.after_seq, m.up_to_seq from mailings m join tickets t on t.number = m.ticket join agents a on a.id = m.agent
            where m.id = @Id and t.assignee = m.agent and t.waiting_since is not null and a.disabled_at is null and a.notify <> 'never'
            """, new { mailing.Id }, cancellationToken: ct));
        if (head is null) return null;
        var said = (await connection.QueryAsync<(string? Text, string? Author, DateTime At)>(new CommandDefinition(
            """
            select m.text, coalesce(nullif(l.sender_name, ''), l.sender, nullif(c.name, '')) as author, m.at
            from mail_messages m join tickets t on t.number = m.ticket join customers c on c.id = t.customer left join mails l on l.message = m.id
            where m.ticket = @Number and m.kind = 1 and m.seq > @AfterSeq and m.seq <= @UpToSeq order by m.seq desc limit @MostMessages
            """, new { head.Number, head.AfterSeq, head.UpToSeq, MostMessages }, cancellationToken: ct))).Reverse().ToList();
        if (said.Count == 0) return null;
        var tag = await tokens.NotificationTagAsync(mailing.Id, ct);
        var tagged = mailbox.Tagged(tag);
        var name = mailbox.SenderName.Length > 0 ? mailbox.SenderName : mailbox.Name;
        var subject = Words.NotificationSubject(head.Language, head.Number, head.Subject);
        return new OutgoingMail
        {
            From = new MailAddress(name, mailbox.Address),
            To = [new MailAddress(head.Name, head.Email)],
            ReplyTo = tagged is null ? null : new MailAddress(name, tagged),
            Subject = tagged is null ? $"{subject} [{tag}]" : subject,
            Date = time.GetUtcNow(),
            MessageId = await tokens.NotificationIdAsync(mailing.Id, head.Number, ct),
            Text = Text(head, said),
            Headers = [new("Auto-Submitted", "auto-generated"), new("X-Auto-Response-Suppress", "All")],
        };
    }

    private string Text(Head head, List<(string? Text, string? Author, DateTime At)> said)
    {
        var text = new StringBuilder(Words.AnswerAbove(head.Language)).Append('\n');
        foreach (var (words, author, at) in said)
            text.Append('\n').Append(Words.Wrote(head.Language, at, author ?? "?")).Append("\n\n").Append(LetterText.Cut(words ?? "", LongestWords)).Append('\n');
        var desk = (options.Value.DeskUrl ?? address.Root).TrimEnd('/');
        return text.Append("\n-- \n").Append(Words.NotificationReply(head.Language, !string.IsNullOrWhiteSpace(options.Value.Mail.TrustedAuthservIds)))
            .Append('\n').Append(desk).Append("/views/open/tickets/").Append(head.Number).Append('\n').ToString();
    }

    private sealed record Head
    {
        public long Number { get; init; }
        public string Subject { get; init; } = "";
        public string Name { get; init; } = "";
        public string Email { get; init; } = "";
        public string Language { get; init; } = "en";
        public int AfterSeq { get; init; }
        public int UpToSeq { get; init; }
    }
}
