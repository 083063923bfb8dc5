namespace Hub.Demo;

/// <summary>By which way a story goes: in the chat, by mail, or begun in the chat and gone on by mail.</summary>
internal enum Way { Chat, Mail, Both }

internal enum Speaker { Customer, Agent, OtherAgent, Note, OtherNote }

/// <summary>A line of a story: something said, something done, or a chance that it ends here.</summary>
internal abstract record Turn;

/// <param name="By">Who.</param>
/// <param name="Texts">Of which one is said; see <see cref="Phrase"/>.</param>
internal sealed record Speech(Speaker By, IReadOnlyList<string> Texts) : Turn;

/// <param name="Word">What.</param>
/// <param name="Value">What stands behind the colon.</param>
internal sealed record Act(string Word, string? Value) : Turn;

/// <param name="Probability">That the story goes on.</param>
internal sealed record Perhaps(double Probability) : Turn;

/// <summary>A story of customer and company, in one language, with blanks.</summary>
internal sealed record Story
{
    public required string Name { get; init; }
    public required string Language { get; init; }
    public required Way Way { get; init; }
    public int Weight { get; init; } = 1;

    /// <summary>Only for an occasion of this name; none: any day.</summary>
    public string? Set { get; init; }
    public string[] Tags { get; init; } = [];
    public Kind? Need { get; init; }

    /// <summary>Where the customer lives; none: anywhere.</summary>
    public string? Country { get; init; }

    /// <summary><c>company</c>, <c>press</c> or <c>spammer</c>; none: anybody.</summary>
    public string? Person { get; init; }

    /// <summary>For the mailbox of orders.</summary>
    public bool Orders { get; init; }
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>A priority that it gets, and how likely (0 to 1).</summary>
    public (Tickets.Priority Priority, double Probability)? Urgency { get; init; }
    public required IReadOnlyList<Turn> Turns { get; init; }

    public bool IsJunk => Name.StartsWith("spam-", StringComparison.Ordinal) || Name.StartsWith("trash-", StringComparison.Ordinal);
}
