using System.Text.Json;
using Dapper;
using Hub.Mail;
using Hub.Mail.Mime;
using Hub.Mail.Text;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Npgsql;

namespace Hub.Channels.Email.Receiving;

/// <summary>A mail as its message will show it.</summary>
public sealed record ReadMail
{
    /// <summary>Its sender; the address in lower case.</summary>
    public required MailAddress From { get; init; }
    public required string? ReplyTo { get; init; }
    public required IReadOnlyList<MailAddress> To { get; init; }
    public required IReadOnlyList<MailAddress> Cc { get; init; }
    public required string? MessageId { get; init; }
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>When its sender says it was written; none where nobody can have meant that.</summary>
    public required DateTimeOffset? SentAt { get; init; }

    /// <summary>As written; the beginning of the text where it had none.</summary>
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public required string? Quoted { get; init; }

    /// <summary>Cleaned; none where the mail has no HTML, or too much of it.</summary>
    public required string? Html { get; init; }
    public required IReadOnlyList<MimePart> Files { get; init; }
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>What of it is not shown, in plain English; none where all is.</summary>
    public required string? LeftOut { get; init; }

    /// <summary>None where it is neither signed nor encrypted.</summary>
    public required ProtectionView? Protection { get; init; }

    /// <summary>None where it invites to nothing.</summary>
    public required CalendarInvitationView? Invitation { get; init; }
    public required bool Automatic { get; init; }
    public required bool Forged { get; init; }

    /// <summary>A mail server of ours vouches for the sender's domain (DMARC).</summary>
    public required bool Vouched { get; init; }

    /// <summary>Whom a form names as the person; none where the sender is one.</summary>
    public required MailAddress? Person { get; init; }
}

/// <summary>Reads of a mail what is shown of it, and writes its mail side beside the message.</summary>
public sealed class MailReading(Authentication authentication, Mailboxes mailboxes, Blobs blobs, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Longest text of a message, and longest quotation below it; the raw mail has it all.</summary>
    public const int LongestText = 100_000;

    /// <summary>The sender of a mail that names none (RFC 2606 keeps the domain from ever being anybody's).</summary>
    private const string Nobody = "unknown@unknown.invalid";

    // Steps and sizes are bounded by themselves; this is for what nobody thought of.
    private static readonly TimeSpan LongestCleaning = TimeSpan.FromSeconds(5);
    private const int MostPeople = 200;
    private const int MostFiles = 200;
    private const int MostReferences = 50;

    public async Task<ReadMail> ReadAsync(RawMail raw, ReceivedMail mail, Mailbox mailbox, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(mailbox);
        using var late = new CancellationTokenSource(LongestCleaning, time);
        var written = WrittenMail.Of(mail.TextBody, mail.HtmlBody, mail.Subject, late.Token);
        var (text, quoted, html) = written;
        var moreFiles = Math.Max(0, mail.Attachments.Count - MostFiles);
        var marks = new List<string>();
        var automatic = AutomaticMail.Is(mail, raw.EnvelopeFrom);
        var forged = authentication.Failed(mail);
        if (automatic) marks.Add(MessageMarks.Auto);
        if (forged) marks.Add(MessageMarks.Unverified);
        if (text.Length > LongestText || quoted?.Length > LongestText || written.IsCut || moreFiles > 0 || LeftOut.IsText(mail)) marks.Add(MessageMarks.Cut);
        if (mail.MessageId is { } id && await IsTakenAsync(id, ct)) marks.Add(MessageMarks.SameMessageId);
        // A lone word is no person: MAILER-DAEMON, undisclosed-recipients.
        var from = mail.From.Concat(mail.Sender).FirstOrDefault(a => a.Domain.Length > 0) ?? new MailAddress(mail.From.Count > 0 ? mail.From[0].Name ?? mail.From[0].Address : null, raw.EnvelopeFrom ?? Nobody);
        var ours = (await mailboxes.AllAsync(ct)).Select(m => m.Address).ToHashSet();
        var person = forged ? null : ContactForm.PersonOf(mail, from, address => ours.Contains(address.ToLowerInvariant()) || ours.Contains(AutomaticMail.Bare(address)));
        return new ReadMail
        {
            From = Storable(from),
            ReplyTo = mail.ReplyTo.FirstOrDefault(a => a.Domain.Length > 0) is { } replyTo ? Storable(replyTo).Address : null,
            To = [.. mail.To.Take(MostPeople).Select(Storable)],
            Cc = [.. mail.Cc.Take(MostPeople).Select(Storable)],
            MessageId = mail.MessageId is { } own ? Texts.Storable(own, 998) : null,
            References = [.. (mail.References.Count > 0 ? mail.References : mail.InReplyTo).TakeLast(MostReferences).Select(r => Texts.Storable(r, 998))],
            SentAt = mail.Date is { Year: >= 1970 and <= 9000 } date ? date.ToUniversalTime() : null,
            Subject = string.IsNullOrWhiteSpace(mail.Subject) ? Title(text, mailbox.Locale) : Texts.Storable(mail.Subject, 1_000),
            Text = Texts.Storable(text, LongestText),
            Quoted = string.IsNullOrWhiteSpace(quoted) ? null : Texts.Storable(quoted, LongestText),
            Html = html,
            Files = [.. mail.Attachments.Take(MostFiles)],
            Marks = marks,
            LeftOut = LeftOut.Of(mail, written.IsCut, moreFiles),
            Protection = MailExtras.ProtectionOf(mail),
            Invitation = MailExtras.InvitationOf(mail),
            Automatic = automatic,
            Forged = forged,
            Vouched = !forged && authentication.Passed(mail),
            Person = person is null ? null : Storable(person),
        };
    }

    /// <summary>Writes the mail side of a message and its files, in the transaction of the message.</summary>
    /// <param name="connection">With the message's transaction.</param>
    /// <param name="mail">As it was read.</param>
    /// <param name="placed">Where the message is.</param>
    /// <param name="bringsIn">Whoever is on the mail is part of the ticket from now on; never where its sender may be forged.</param>
    /// <param name="alsoIn">Further mailboxes that it was delivered to.</param>
    /// <param name="ct">Stops before the commit.</param>
    public async Task KeepAsync(NpgsqlConnection connection, ReadMail mail, Placed placed, bool bringsIn, string[] alsoIn, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(placed);
        var people = new List<string>();
        // Our own addresses are nobody, with a reply token least of all: whoever has the token could write as them.
        foreach (var address in new[] { mail.From.Address, mail.ReplyTo ?? "" }.Concat(mail.To.Concat(mail.Cc).Select(a => a.Address)).Where(a => a.Length > 0).Distinct())
            if (bringsIn && await mailboxes.OfAddressAsync(address, ct) is null) people.Add(address);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into mails (message, ticket, message_id, sender, sender_name, reply_to, recipients, copies, subject, refs, addresses, also_in, protection, invitation)
            values (@Id, @Ticket, @MessageId, @sender, @senderName, @ReplyTo, @recipients::jsonb, @copies::jsonb, @Subject, @refs, @addresses, @alsoIn, @protection::jsonb, @invitation::jsonb)
            """,
            new
            {
                placed.Id,
                placed.Ticket,
                mail.MessageId,
                sender = mail.From.Address,
                senderName = mail.From.Name,
                mail.ReplyTo,
                recipients = ToJson(mail.To),
                copies = ToJson(mail.Cc),
                mail.Subject,
                refs = mail.References.ToArray(),
                addresses = people.ToArray(),
                alsoIn,
                protection = ToJson(mail.Protection),
                invitation = ToJson(mail.Invitation),
            }, cancellationToken: ct));
        await KeepFilesAsync(connection, mail, placed, ct);
    }

    /// <summary>Notes further mailboxes that got the same mail, once each.</summary>
    public Task NoteMailboxesAsync(NpgsqlConnection connection, long ticket, long message, string[] boxes, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            with noted as (
                update mails set also_in = array(select distinct x from unnest(also_in || @boxes) x order by x) where message = @message and not also_in @> @boxes returning message
            ), head as (update tickets set version = version + 1 where number = @ticket and exists (select from noted) returning version)
            update messages m set version = h.version from head h where m.ticket = @ticket and m.id = @message
            """, new { ticket, message, boxes }, cancellationToken: ct));

    /// <summary>Writes the mail side of a message of a side conversation and its files. It brings nobody in: whoever takes part was written to by an agent.</summary>
    public async Task KeepAsideAsync(NpgsqlConnection connection, ReadMail mail, Placed placed, long side, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(placed);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into side_mails (message, side, message_id, sender, sender_name, recipients, copies, subject, refs, protection, invitation)
            values (@Id, @side, @MessageId, @sender, @senderName, @recipients::jsonb, @copies::jsonb, @Subject, @refs, @protection::jsonb, @invitation::jsonb)
            """,
            new
            {
                placed.Id,
                side,
                mail.MessageId,
                sender = mail.From.Address,
                senderName = mail.From.Name,
                recipients = ToJson(mail.To),
                copies = ToJson(mail.Cc),
                mail.Subject,
                refs = mail.References.ToArray(),
                protection = ToJson(mail.Protection),
                invitation = ToJson(mail.Invitation),
            }, cancellationToken: ct));
        await KeepFilesAsync(connection, mail, placed, ct);
    }

    /// <summary>Writes the files of a mail beside its message.</summary>
    public async Task KeepFilesAsync(NpgsqlConnection connection, ReadMail mail, Placed placed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(placed);
        for (var i = 0; i < mail.Files.Count; i++) await KeepAsync(connection, mail.Files[i], i, placed, ct);
    }

    private async Task KeepAsync(NpgsqlConnection connection, MimePart part, int ordinal, Placed placed, CancellationToken ct)
    {
        await using var content = part.OpenContent();
        var blob = await blobs.WriteAsync(connection, content, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into files (blob, message, ordinal, name, type, size, content_id, at) values (@blob, @message, @ordinal, @name, @type, @size, @contentId, @now)",
            new
            {
                blob = blob.Id,
                message = placed.Id,
                ordinal = (short)ordinal,
                name = Texts.Storable(part.FileName ?? MailExtras.NameOf(part, ordinal), 250),
                type = Texts.Storable(part.ContentType.MediaType, 150),
                size = blob.Size,
                contentId = part.ContentId is { } id ? Texts.Storable(id, 500) : null,
                now = time.GetUtcNow(),
            }, cancellationToken: ct));
    }

    private async Task<bool> IsTakenAsync(string messageId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select exists (select from mails where message_id = @messageId)", new { messageId = Texts.Storable(messageId, 998) }, cancellationToken: ct));
    }

    /// <summary>A subject for a mail without one.</summary>
    private static string Title(string text, string locale)
    {
        var headline = Texts.Headline(Texts.Storable(text, 1_000), 80);
        return headline.Length > 0 ? headline : locale is "fr" ? "(sans objet)" : "(no subject)";
    }

    private static MailAddress Storable(MailAddress address) => new(
        string.IsNullOrWhiteSpace(address.Name) ? null : Texts.Storable(address.Name, 200).Trim(), Texts.Storable(address.Address.Trim().ToLowerInvariant(), 320));

    private static string ToJson(IReadOnlyList<MailAddress> people) => JsonSerializer.Serialize(people.Select(p => new { name = p.Name, address = p.Address }), Json.Options);

    private static string? ToJson<T>(T? found) where T : class => found is null ? null : JsonSerializer.Serialize(found, Json.Options);
}
