using Hub.Channels.Email;
using Hub.Channels.Email.Receiving;
using Hub.Mail;
using Hub.Mail.Mime;
using Hub.Tickets;

namespace Hub.Demo;

/// <summary>A mail as it would have arrived, with its ticket and message; none of them: in quarantine.</summary>
internal sealed record Arrived(Thread? Thread, Line? Line, byte[] Bytes, string Key, string To, string From, string Subject, string MessageId, long Mailbox, DateTimeOffset At);

/// <summary>Gives the letters their Message-IDs and references, and writes those that came in as the mails they were.</summary>
internal sealed class Mailroom(Stage stage, MailTokens tokens, byte[] keySecret)
{
    public async Task<List<Arrived>> SortAsync(IReadOnlyList<Thread> threads, CancellationToken ct)
    {
        var arrived = new List<Arrived>();
        foreach (var thread in threads)
            foreach (var line in thread.Lines.Where(l => l.Letter is not null))
            {
                var letter = line.Letter!;
                var parent = letter.Parent?.Letter;
                letter.References = parent is null ? [] : [.. parent.References.TakeLast(40), parent.MessageId];
                letter.MessageId = letter.Inbound ? TheirId(thread.Patron) : await OurIdAsync(line.Message, ct);
                if (letter.Inbound) arrived.Add(await WriteAsync(thread, line, letter, ct));
            }
        return arrived;
    }

    /// <summary>One that could not be read: three attempts were made, now it waits for a person.</summary>
    public Arrived Quarantined(DateTimeOffset at)
    {
        const string from = "no-reply@scan-to-mail.example";
        const string id = "20478.scan.7731@scan-to-mail.example";
        var text = $"From: Copieur 2e étage <{from}>\r\nTo: {Company.Support}\r\nSubject: Scan vom 2.OG / {at:yyyy-MM-dd}\r\nDate: {at:ddd, dd MMM yyyy HH:mm:ss} +0000\r\nMessage-ID: <{id}>\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_scan\"\r\n\r\n--=_scan\r\nContent-Type: text/plain; charset=x-vendor-57\r\n\r\nSee attachment.\r\n"
            + "--=_scan\r\nContent-Type: application/pdf; name=\"scan.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQKJeLjz9MKMyAwIG9iago8PC9M\r\n";
        return new(null, null, System.Text.Encoding.Latin1.GetBytes(text), "", Company.Support, from, $"Scan vom 2.OG / {at:yyyy-MM-dd}", id, stage.Channels.Support, at);
    }

    private async Task<Arrived> WriteAsync(Thread thread, Line line, Letter letter, CancellationToken ct)
    {
        var mailbox = line.Message.Channel!.Value;
        var ours = stage.Channels.AddressOf(mailbox);
        var at = ours.IndexOf('@', StringComparison.Ordinal);
        // What we send asks to be answered to the address of the ticket.
        var to = letter.Parent?.Letter is { Inbound: false } ? $"{ours[..at]}+{await tokens.ReplyTagAsync(thread.Ticket.Number, ct)}{ours[at..]}" : ours;
        var bytes = MailWriter.Write(new OutgoingMail
        {
            From = new MailAddress(thread.Patron.Full, thread.Patron.Email),
            To = [new MailAddress(Company.Name, to)],
            Cc = letter.Copy is { } copy ? [new MailAddress(copy.Name, copy.Address)] : [],
            Subject = letter.Subject,
            Date = letter.Date,
            MessageId = letter.MessageId,
            InReplyTo = letter.Parent?.Letter?.MessageId,
            References = letter.References,
            Text = letter.Body,
            Attachments = [.. letter.Files.Select(f => new OutgoingAttachment(f.Name, f.Type, f.Content))],
            Headers = letter.Automatic ? [new("Auto-Submitted", "auto-replied")] : [],
        });
        return new(thread, line, bytes, MailKey.Of(MailReader.Read(bytes), keySecret), to, thread.Patron.Email, letter.Subject, letter.MessageId, mailbox, line.Message.At);
    }

    private string TheirId(Patron patron)
    {
        var host = patron.Email.Split('@')[1];
        return (patron.Habit % 3) switch
        {
            0 => $"{Convert.ToHexStringLower(stage.Dice.Bytes(4))}-{stage.Dice.Uuid()[9..23]}@{host}",
            1 => $"CA{Convert.ToBase64String(stage.Dice.Bytes(21)).Replace('/', '_').Replace('+', '-')}@mx.{host}",
            _ => $"{stage.Dice.Uuid().ToUpperInvariant()}@{host}",
        };
    }

    /// <summary>Ours, under the company's domain: what is signed are the numbers.</summary>
    private async Task<string> OurIdAsync(Message message, CancellationToken ct) =>
        $"{(await tokens.MessageIdAsync(message.Ticket, message.Id, ct)).Split('@')[0]}@{Company.Domain}";
}
