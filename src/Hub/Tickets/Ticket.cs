namespace Hub.Tickets;

/// <summary>Who owes the next step; the transitions are those of <see cref="Ticket"/>'s verbs.</summary>
public enum TicketStatus : short
{
    /// <summary>We owe something.</summary>
    Open = 1,

    /// <summary>The customer owes something.</summary>
    Pending = 2,

    /// <summary>A third party owes something.</summary>
    OnHold = 3,
    Resolved = 4,

    /// <summary>Final: what the customer writes next is a new ticket that follows this one.</summary>
    Closed = 5,
}

/// <summary>Where a ticket lies; not a status, so that spam keeps its own.</summary>
public enum Folder : short { Inbox = 1, Spam = 2, Trash = 3 }

/// <summary>How much a ticket presses.</summary>
public enum Priority : short { Low = 1, Normal = 2, High = 3, Urgent = 4 }

/// <summary>One matter of one customer, with messages from any channel.</summary>
/// <remarks>
/// Its verbs are the slow path's rules; <see cref="Appending.HotPath"/> says the same in SQL for the usual message,
/// and a test runs the same histories through both. Whoever calls a verb holds the row's lock.
/// </remarks>
public sealed class Ticket
{
    private readonly List<(Message Message, TicketEvent? Event)> appended = [];

    /// <summary>A resolved ticket is reopened by its customer within this time; later a new one begins.</summary>
    public static readonly TimeSpan ReopenWithin = TimeSpan.FromDays(7);

    public long Number { get; private init; }
    public long Brand { get; private init; } = 1;
    public long Customer { get; private init; }
    public long Channel { get; private init; }
    public string Subject { get; private set; } = "";
    public TicketStatus Status { get; private set; } = TicketStatus.Open;
    public Folder Folder { get; private set; } = Folder.Inbox;
    public Priority Priority { get; private set; } = Priority.Normal;
    public long? Assignee { get; private set; }
    public long? Team { get; private set; }
    public string[] Tags { get; private set; } = [];
    public int LastSeq { get; private set; }

    /// <summary>Counts anything changed; what was changed in one transaction shares one version.</summary>
    public long Version { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>The oldest customer message without a public answer; none: nobody waits.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    /// <summary>The first public answer by a human.</summary>
    public DateTimeOffset? FirstResponseAt { get; private set; }
    public DateTimeOffset? FirstResolvedAt { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The closed ticket that this one continues.</summary>
    public long? Follows { get; private init; }

    /// <summary>What the verbs added since the ticket was read.</summary>
    public IReadOnlyList<(Message Message, TicketEvent? Event)> Appended => appended;

    public static Ticket Begin(long number, long customer, long channel, string subject, long? follows, DateTimeOffset now) => new()
    {
        Number = number,
        Customer = customer,
        Channel = channel,
        Subject = subject,
        Follows = follows,
        CreatedAt = now,
        LastAt = now,
    };

    /// <summary>True where a new message of the customer belongs here and not to a new ticket.</summary>
    public bool Takes(DateTimeOffset now) => Takes(Status, ResolvedAt, now);

    /// <inheritdoc cref="Takes(DateTimeOffset)"/>
    /// <param name="status">The ticket's.</param>
    /// <param name="resolvedAt">When it was resolved last; none: never.</param>
    /// <param name="now">The instant.</param>
    public static bool Takes(TicketStatus status, DateTimeOffset? resolvedAt, DateTimeOffset now) => status switch
    {
        TicketStatus.Closed => false,
        TicketStatus.Resolved => resolvedAt is { } at && now - at <= ReopenWithin,
        TicketStatus.Open or TicketStatus.Pending or TicketStatus.OnHold => true,
    };

    /// <summary>The customer wrote: whatever we waited for, it is our turn.</summary>
    public Message Receive(NewMessage said, DateTimeOffset now)
    {
        var message = Append(said, MessageKind.Inbound, now);
        WaitingSince ??= message.At;
        // Between open and pending the conversation itself tells; only other moves are worth a line.
        if (Status is TicketStatus.Pending) Status = TicketStatus.Open;
        else if (Status is not TicketStatus.Open) Move(TicketStatus.Open, Author.System, now);
        if (Folder is Folder.Trash) MoveTo(Folder.Inbox, Author.System, now);
        return message;
    }

    /// <summary>A machine wrote (RFC 3834): kept, and nothing else changes.</summary>
    public Message Keep(NewMessage said, DateTimeOffset now) => Append(said, MessageKind.Inbound, now);

    /// <summary>We said automatically that we have it. It is no answer: nobody's wait ends.</summary>
    public Message Acknowledge(NewMessage said, DateTimeOffset now) => Append(said, MessageKind.Reply, now);

    /// <summary>This ticket names another one whose conversation its sender is no part of.</summary>
    public void Suspect(long other, DateTimeOffset now) => Record("suspected", null, other, Author.System, now);

    /// <summary>A mail of ours came round to ourselves: a loop, or an address of ours on copy.</summary>
    public void Return(DateTimeOffset now) => Record("returned", null, null, Author.System, now);

    /// <summary>The owner of an address that was left in the chat says: this was not me.</summary>
    public void Disown(string address, DateTimeOffset now) => Record("address", address, null, Author.System, now);

    /// <summary>The owner of an address wants no more mails of the chat, or wants them again.</summary>
    public void Quiet(string address, bool on, DateTimeOffset now) => Record("unsubscribed", on ? address : null, on ? null : address, Author.System, now);

    /// <summary>The customer said how the conversation was, 1 to 5; said again, the last word counts.</summary>
    public void Rate(short? before, int score, DateTimeOffset now) => Record("rating", before, score, Author.System, now);

    /// <summary>Somebody who took part by mail does not any more.</summary>
    public void Remove(string address, Author by, DateTimeOffset now) => Record("participant", address, null, by, now);

    /// <summary>We begin a conversation beside this ticket.</summary>
    public void BeginAside(string people, Author by, DateTimeOffset now) => Record("side", null, people, by, now);

    /// <summary>Said in a side conversation: no customer sees it, nobody's wait ends or begins. A third party who answers owes us nothing any more.</summary>
    public Message Aside(NewMessage said, long side, bool automatic, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(said);
        var heard = said.Author.Kind is AuthorKind.Customer;
        var message = Append(said, heard ? MessageKind.Inbound : MessageKind.Reply, now, Audiences.Side(side));
        if (heard && !automatic && Status is TicketStatus.OnHold) Move(TicketStatus.Open, Author.System, now);
        return message;
    }

    /// <summary>We answered in public: it is the customer's turn, unless the answer says otherwise.</summary>
    public Message Answer(NewMessage said, TicketStatus? status, DateTimeOffset now)
    {
        var message = Append(said, MessageKind.Reply, now);
        FirstResponseAt ??= message.At;
        WaitingSince = null;
        var next = status ?? TicketStatus.Pending;
        if (status is null && Status is TicketStatus.Open or TicketStatus.Pending) Status = next;
        else Move(next, said.Author, now);
        return message;
    }

    /// <summary>A note among ourselves changes nothing else.</summary>
    public Message Note(NewMessage said, DateTimeOffset now) => Append(said, MessageKind.Note, now);

    /// <summary>Sets the status; closing is final.</summary>
    public Platform.Refusal? Set(TicketStatus status, Author by, DateTimeOffset now)
    {
        if (Status is TicketStatus.Closed && status is not TicketStatus.Closed) return TicketRefusals.Closed(Number);
        Move(status, by, now);
        return null;
    }

    public void MoveTo(Folder folder, Author by, DateTimeOffset now)
    {
        if (folder == Folder) return;
        var before = Folder;
        Folder = folder;
        Record("folder", TicketWords.Of(before), TicketWords.Of(folder), by, now);
    }

    /// <param name="to">The agent with the name to show in the timeline; none takes the ticket from everybody.</param>
    /// <param name="from">Who had it, as shown in the timeline.</param>
    /// <param name="by">Who assigns.</param>
    /// <param name="now">When.</param>
    public void Assign(Person? to, Person? from, Author by, DateTimeOffset now)
    {
        if (to?.Id == Assignee) return;
        Assignee = to?.Id;
        Record("assignee", from, to, by, now);
    }

    public void Set(Priority priority, Author by, DateTimeOffset now)
    {
        if (priority == Priority) return;
        var before = Priority;
        Priority = priority;
        Record("priority", TicketWords.Of(before), TicketWords.Of(priority), by, now);
    }

    public void Rename(string subject, Author by, DateTimeOffset now)
    {
        if (subject == Subject) return;
        var before = Subject;
        Subject = subject;
        Record("subject", before, subject, by, now);
    }

    public void Tag(string[] tags, Author by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (tags.SequenceEqual(Tags)) return;
        var before = Tags;
        Tags = tags;
        Record("tags", before, tags, by, now);
    }

    /// <summary>Hands it to a team, or takes it from the one that had it.</summary>
    public void Hand(Person? to, Person? from, Author by, DateTimeOffset now)
    {
        if (to?.Id == Team) return;
        Team = to?.Id;
        Record("team", from, to, by, now);
    }

    private void Move(TicketStatus status, Author by, DateTimeOffset now)
    {
        if (status == Status) return;
        var before = Status;
        Status = status;
        var at = Record("status", TicketWords.Of(before), TicketWords.Of(status), by, now);
        if (status is TicketStatus.Resolved or TicketStatus.Closed)
        {
            FirstResolvedAt ??= at;
            if (before is not TicketStatus.Resolved) ResolvedAt = at;
            WaitingSince = null;
        }
        else ResolvedAt = null;
        if (status is TicketStatus.Closed) ClosedAt = at;
    }

    private DateTimeOffset Record(string type, object? before, object? after, Author by, DateTimeOffset now)
    {
        var message = Append(new NewMessage { Author = by, Channel = null, Text = null }, MessageKind.Event, now);
        appended[^1] = (message, new TicketEvent(type, before, after));
        return message.At;
    }

    private Message Append(NewMessage said, MessageKind kind, DateTimeOffset now, string? audience = null)
    {
        if (appended.Count == 0) Version++;
        if (now > LastAt) LastAt = now;
        var message = new Message
        {
            Ticket = Number,
            Seq = ++LastSeq,
            Id = said.Id,
            Version = Version,
            Kind = kind,
            Audience = audience ?? (kind is MessageKind.Inbound || (kind is MessageKind.Reply && !said.Held) ? Audiences.Customer : Audiences.Internal),
            Channel = said.Channel,
            AuthorKind = said.Author.Kind,
            Author = said.Author.Id,
            Text = said.Text,
            Quoted = said.Quoted,
            Html = said.Html,
            HtmlVersion = said.Html is null ? null : Mail.Text.Safe.SafeHtml.Version,
            Marks = said.Marks,
            Apart = said.Apart,
            ClientId = said.ClientId,
            SentAt = said.SentAt,
            At = LastAt,
        };
        appended.Add((message, null));
        return message;
    }
}
