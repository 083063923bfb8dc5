namespace Hub.Channels.Email;

/// <summary>A mailbox as sending and receiving need it: a channel of kind <c>email</c>.</summary>
public sealed record Mailbox
{
    public long Channel { get; init; }
    public string Name { get; init; } = "";

    /// <summary>Lower case.</summary>
    public string Address { get; init; } = "";

    /// <summary>What stands before the address in what we send; empty: its name.</summary>
    public string SenderName { get; init; } = "";

    /// <summary>Language of what we say where the customer's is not known: <c>en</c> or <c>fr</c>.</summary>
    public string Locale { get; init; } = "en";

    /// <summary>JSON, text by language.</summary>
    public string Signatures { get; init; } = "{}";

    /// <summary>Mail to <c>local+tag@domain</c> reaches it (RFC 5233 calls it a subaddress).</summary>
    public bool PlusAddressing { get; init; }
    public string? ServerHost { get; init; }
    public int? ServerPort { get; init; }
    public string? ServerSecurity { get; init; }
    public string? ServerUser { get; init; }

    /// <summary>Protected; see <see cref="Sending.OutgoingServers"/>.</summary>
    public string? ServerPassword { get; init; }
    public bool Acknowledge { get; init; }

    /// <summary>JSON, text by language.</summary>
    public string Acknowledgements { get; init; } = "{}";

    /// <summary>The team that its new tickets belong to.</summary>
    public long? Team { get; init; }

    public string Local => Address[..Address.LastIndexOf('@')];
    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>The address with a tag; none where the mailbox takes no tags or it would be too long.</summary>
    public string? Tagged(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return PlusAddressing && Local.Length + 1 + tag.Length <= MailTokens.LongestLocalPart ? $"{Local}+{tag}@{Domain}" : null;
    }
}

/// <summary>Languages in which we write to customers by ourselves.</summary>
public static class Languages
{
    /// <summary>French where any of the wishes says so first, English else. A wish is a BCP 47 tag.</summary>
    public static string Of(params ReadOnlySpan<string?> wishes)
    {
        foreach (var wish in wishes)
        {
            if (string.IsNullOrEmpty(wish)) continue;
            var language = wish.Split('-', '_')[0].ToLowerInvariant();
            if (language is "fr" or "en") return language;
        }
        return "en";
    }
}
