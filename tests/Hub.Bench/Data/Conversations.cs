using System.Security.Cryptography;
using Hub.Tickets;

namespace Hub.Bench.Data;

internal sealed partial class Company
{
    private static readonly TimeSpan receiptsKept = TimeSpan.FromDays(90);

    /// <summary>Of a ticket of this age.</summary>
    private TicketStatus StatusAt(TimeSpan age)
    {
        var dice = random.NextDouble();
        var (open, pending, onHold, resolved) = age.TotalDays switch
        {
            < 2 => (0.40, 0.30, 0.05, 0.20),
            < 14 => (0.05, 0.10, 0.03, 0.62),
            _ => (0.001, 0.002, 0.001, 0.002),
        };
        if ((dice -= open) < 0) return TicketStatus.Open;
        if ((dice -= pending) < 0) return TicketStatus.Pending;
        if ((dice -= onHold) < 0) return TicketStatus.OnHold;
        return (dice - resolved) < 0 ? TicketStatus.Resolved : TicketStatus.Closed;
    }

    private void AddTicket(DateTime at, long customer, bool isLong)
    {
        var ticket = new Begun
        {
            Number = next.Ticket++,
            Customer = customer,
            IsMail = random.Next(10) < 6,
            IsFrench = IsFrench(customer),
            At = at,
            LastAt = at,
            Status = StatusAt(now - at),
            Assignee = random.Next(10) < 8 ? agents[random.Next(agents.Length)] : null,
            Subject = Texts.Subject(random, IsFrench(customer)),
        };
        if (ticket.Status is TicketStatus.Closed or TicketStatus.Resolved) ticket.Assignee ??= agents[random.Next(agents.Length)];
        if (!ticket.IsMail) Visit(ticket);
        var count = isLong ? LongTicket : ticket.IsMail ? 2 + random.Next(9) : 4 + random.Next(25);
        while (ticket.Seq < count) Say(ticket, count);
        if (!ticket.IsMail) copies.SessionTickets.Row().Value(ticket.Session).Value(ticket.Number).Int(ticket.Seq).Time(ticket.LastAt);

        var done = ticket.Status is TicketStatus.Resolved or TicketStatus.Closed;
        var folder = random.Next(1_000) switch { < 20 => Folder.Spam, < 25 => Folder.Trash, _ => Folder.Inbox };
        copies.Tickets.Row().Value(ticket.Number).Value(customer).Value(ticket.Channel(channels)).Text(ticket.Subject)
            .Small((short)ticket.Status).Small((short)folder).Small(random.Next(20) switch { 0 => 4, 1 or 2 => 3, 3 => 1, _ => 2 }).Value(ticket.Assignee)
            .Texts(random.Next(4) == 0 ? [new[] { "return", "delivery", "invoice", "vip" }[random.Next(4)]] : [])
            .Int(ticket.Seq).Value(ticket.Seq).Time(at).Time(ticket.LastAt)
            .Time(ticket.Status is TicketStatus.Open ? ticket.WaitingSince ?? ticket.LastAt : null).Time(ticket.FirstResponseAt)
            .Time(done ? ticket.LastAt : null).Time(done ? ticket.LastAt : null).Time(ticket.Status is TicketStatus.Closed ? ticket.LastAt : null);
    }

    private void Visit(Begun ticket)
    {
        ticket.Session = next.Source++;
        copies.Sessions.Row().Value(ticket.Session).Value(channels.Site).Bytes(SHA256.HashData(BitConverter.GetBytes(ticket.Session)))
            .Text(ticket.IsFrench ? "fr" : "en").Text("https://shop.test/lamp").Time(ticket.At).Time(ticket.At);
        copies.Identities.Row().Value(next.Identity++).Text("visitor").Text($"{ticket.Session}").Value(ticket.Customer).Time(null).Time(ticket.At);
        if (random.Next(5) == 0) copies.Claims.Row().Value(ticket.Session).Value(ticket.Session).Value(ticket.Number).Text("email").Text(Address(ticket.Customer)).Time(ticket.At);
    }

    /// <summary>The customer begins; then customer and agents take turns, with a note or an event now and then.</summary>
    private void Say(Begun ticket, int count)
    {
        var (seq, id) = (++ticket.Seq, next.Message++);
        var pause = ticket.IsMail ? TimeSpan.FromMinutes(20 + random.Next(2_000)) : TimeSpan.FromSeconds(10 + random.Next(240));
        if (seq > 1 && ticket.LastAt + pause < now) ticket.LastAt += pause;
        var kind = seq == 1 ? MessageKind.Inbound
            : seq == count && ticket.Status is TicketStatus.Resolved or TicketStatus.Closed ? MessageKind.Event
            : random.Next(100) switch { < 8 => MessageKind.Note, < 12 => MessageKind.Event, _ => ticket.CustomersTurn ? MessageKind.Inbound : MessageKind.Reply };
        var author = kind is MessageKind.Inbound ? ticket.Source(channels) : ticket.Assignee ?? agents[seq % agents.Length];
        var text = kind is MessageKind.Event ? null : Texts.Said(random, ticket.IsFrench, byAgent: kind is not MessageKind.Inbound, ticket.IsMail ? 6 : 2);
        var key = ticket.IsMail && kind is MessageKind.Inbound ? null : $"{id:x8}-0000-7000-8000-{ticket.Number:x12}";
        copies.Messages.Row().Value(ticket.Number).Int(seq).Value(id).Value(seq).Text(kind is MessageKind.Inbound or MessageKind.Reply ? "customer" : "internal").Small((short)kind)
            .Value(kind is MessageKind.Note or MessageKind.Event ? null : ticket.Channel(channels)).Small(kind is MessageKind.Inbound ? 1 : 2).Value(author)
            .Text(text).Text(ticket.IsMail && kind is MessageKind.Inbound && seq > 1 ? $"On Monday, Support wrote:\n> {text}" : null).Text(kind is MessageKind.Event ? null : key)
            .Time(null).Time(ticket.LastAt);
        if (key is not null && kind is not MessageKind.Event && now - ticket.LastAt < receiptsKept) copies.Receipts.Row().Value(author).Text(key).Value(id).Time(ticket.LastAt);
        switch (kind)
        {
            case MessageKind.Inbound:
                ticket.WaitingSince ??= ticket.LastAt;
                ticket.CustomersTurn = random.Next(4) == 0;
                if (ticket.IsMail) Receive(ticket, seq, id, text!);
                break;
            case MessageKind.Reply:
                ticket.FirstResponseAt ??= ticket.LastAt;
                ticket.WaitingSince = null;
                ticket.CustomersTurn = random.Next(4) != 0;
                if (ticket.IsMail) Deliver(ticket, id);
                break;
            case MessageKind.Event:
                copies.Events.Row().Value(id).Text("status").Json("\"open\"").Json(seq == count ? "\"resolved\"" : "\"pending\"");
                break;
        }
    }

    private void Receive(Begun ticket, int seq, long id, string text)
    {
        var blob = next.Blob++;
        var messageId = $"{id}.{ticket.Number}@client.test";
        copies.Mails.Row().Value(id).Value(ticket.Number).Text(messageId).Text(Address(ticket.Customer)).Text(null).Json("[{\"name\":null,\"address\":\"support@localhost\"}]")
            .Text(ticket.Subject).Texts(ticket.LastMessageId is { } last ? [last] : []).Texts(Address(ticket.Customer));
        ticket.LastMessageId = messageId;
        // The bytes of raw mail would only fill the disk: their rows are here, their chunks are not.
        copies.Blobs.Row().Value(blob).Bytes(SHA256.HashData(BitConverter.GetBytes(blob))).Value(text.Length + 3_000).Time(ticket.LastAt);
        copies.Raws.Row().Value(blob).Value(channels.Mailbox).Text($"{blob:x32}").Value(blob).Text("done").Int(1).Value(id).Time(ticket.LastAt);
        copies.Received.Row().Value(blob).Text(Address(ticket.Customer)).Texts("support@localhost").Text(messageId).Text(Address(ticket.Customer)).Texts("support@localhost").Text(ticket.Subject)
            .Value(text.Length + 3_000).Text("ticket").Value(ticket.Number).Int(seq).Time(ticket.LastAt);
    }

    private void Deliver(Begun ticket, long id)
    {
        var messageId = $"m{id}.{ticket.Number}@localhost";
        copies.Mails.Row().Value(id).Value(ticket.Number).Text(messageId).Text("support@localhost").Text("Support").Json($"[{{\"name\":null,\"address\":\"{Address(ticket.Customer)}\"}}]")
            .Text("Re: " + ticket.Subject).Texts(ticket.LastMessageId is { } last ? [last] : []).Texts(Address(ticket.Customer));
        ticket.LastMessageId = messageId;
        var failed = random.Next(5_000) == 0;
        copies.Deliveries.Row().Value(next.Delivery++).Value(id).Value(ticket.Number).Value(channels.Mailbox).Text(Address(ticket.Customer)).Text(failed ? "failed" : "sent").Time(ticket.LastAt).Int(1)
            .Text(failed ? "550 5.1.1 no such user" : null).Text(failed ? null : messageId).Time(ticket.LastAt);
    }

    private sealed class Begun
    {
        public required long Number { get; init; }
        public required long Customer { get; init; }
        public required bool IsMail { get; init; }
        public required bool IsFrench { get; init; }
        public required DateTime At { get; init; }
        public required TicketStatus Status { get; init; }
        public required string Subject { get; init; }
        public long? Assignee { get; set; }
        public long Session { get; set; }
        public int Seq { get; set; }
        public bool CustomersTurn { get; set; }
        public DateTime LastAt { get; set; }
        public DateTime? WaitingSince { get; set; }
        public DateTime? FirstResponseAt { get; set; }
        public string? LastMessageId { get; set; }

        public long Channel((long Site, long Mailbox) channels) => IsMail ? channels.Mailbox : channels.Site;

        public long Source((long Site, long Mailbox) channels) => IsMail ? channels.Mailbox : Session;
    }
}
