namespace Hub.Intake;

/// <summary>What a customer said, as every channel hands it in: plain, verified and validated by its adapter.</summary>
public sealed record InboundMessage
{
    /// <summary>The channel it came by.</summary>
    public required long Channel { get; init; }

    /// <summary>Kind and address of the sender's identity.</summary>
    public required (string Kind, string Address) Identity { get; init; }

    /// <summary>What the sender calls themselves; used for a customer who is new.</summary>
    public string? Name { get; init; }
    public string? Locale { get; init; }

    /// <summary>The browser session it came from (chat only): it joins the session's newest ticket.</summary>
    public required long Session { get; init; }

    /// <summary>The sender's own id of the message: a repetition gets the first answer.</summary>
    public required string Key { get; init; }
    public required string Text { get; init; }

    /// <summary>The ticket where it is believed to belong, so that it may take the hot path.</summary>
    public long? Ticket { get; init; }
}
