using Hub.Tickets;

namespace Hub.Demo;

/// <summary>The mail side of something said.</summary>
internal sealed class Letter
{
    public required bool Inbound { get; init; }
    public required string Subject { get; init; }

    /// <summary>The whole body, with greeting, signature and what is quoted.</summary>
    public required string Body { get; init; }
    public required DateTimeOffset Date { get; init; }

    /// <summary>The mail it answers.</summary>
    public Line? Parent { get; init; }
    public (string Name, string Address)? Copy { get; init; }
    public bool Automatic { get; init; }

    /// <summary>It went along in the mail of the answer after it, whose Message-ID is the mail's.</summary>
    public bool Shared { get; set; }
    public List<Attachment> Files { get; } = [];

    /// <summary>Without brackets; made when the messages have their numbers.</summary>
    public string MessageId { get; set; } = "";
    public string[] References { get; set; } = [];
}

internal sealed record Attachment(string Name, string Type, byte[] Content);

/// <summary>An answer on its way, as it stands now.</summary>
internal sealed class Waybill
{
    public required long Channel { get; init; }
    public required string Address { get; init; }
    public required string Purpose { get; init; }
    public required DateTimeOffset NotBefore { get; init; }
    public string State { get; set; } = "scheduled";
    public DateTimeOffset At { get; set; }
    public string? Reason { get; set; }
    public int Attempts { get; set; }

    public void Sent(DateTimeOffset at) => (State, At, Attempts) = ("sent", at, 1);

    public void Seen(DateTimeOffset at) => (State, At, Reason) = ("cancelled", at, "seen");

    public void Failed(DateTimeOffset at, string reason) => (State, At, Attempts, Reason) = ("failed", at, 1, reason);
}

/// <summary>A message with what stands beside it.</summary>
internal sealed class Line(Message message, TicketEvent? change, long version)
{
    public Message Message => message;
    public TicketEvent? Change => change;

    /// <summary>The ticket's version when it was last changed.</summary>
    public long Version { get; set; } = version;
    public Letter? Letter { get; set; }
    public Waybill? Delivery { get; set; }
    public Colleague? By { get; init; }
}

/// <summary>A ticket of the history, which keeps what happens to it. The rules are those of <see cref="Tickets.Ticket"/>.</summary>
internal sealed class Thread(Story story, Patron patron, DateTimeOffset start)
{
    public Story Story => story;
    public Patron Patron { get; set; } = patron;
    public DateTimeOffset Start => start;

    /// <summary>It stands still before so many answers more than it has: somebody waits.</summary>
    public int? WaitsFor { get; init; }

    /// <summary>Assigned although nobody answered yet.</summary>
    public bool Claimed { get; init; }
    public Ticket Ticket { get; set; } = null!;
    public long Version { get; private set; }
    public List<Line> Lines { get; } = [];

    /// <summary>When the visitor left their address in the chat.</summary>
    public DateTimeOffset? GaveAddress { get; set; }
    public int SeenSeq { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public bool HasChat { get; set; }

    /// <summary>Does something to the ticket in one transaction, as the product would.</summary>
    /// <returns>The first line of it.</returns>
    public Line Do(Action<Ticket> verb, Colleague? by = null)
    {
        var before = Ticket.Appended.Count;
        verb(Ticket);
        if (Ticket.Appended.Count == before) return Lines[^1];
        Version++;
        foreach (var (message, change) in Ticket.Appended.Skip(before)) Lines.Add(new Line(message, change, Version) { By = by });
        return Lines[before];
    }

    /// <summary>Something beside the message changed that the desks show: a delivery.</summary>
    public void Touch(Line line) => line.Version = ++Version;
}
