namespace Hub.Mail.Mime;

/// <summary>What the parts of one mail share, mails within it included.</summary>
/// <param name="Defects">What was wrong with it.</param>
/// <param name="Scratch">Where decoded content lies.</param>
/// <param name="IsWithin">It is a mail within the one that the scratch belongs to.</param>
internal sealed record MailContext(Defects Defects, Scratch Scratch, bool IsWithin)
{
    /// <summary>How often its header may still be guessed at.</summary>
    public Guesses Guesses { get; } = new();
}

/// <summary>Texts of a mail's header whose character set may still be guessed: a guess costs a thousand times what reading does.</summary>
internal sealed class Guesses
{
    private int left = MimeLimits.Guesses;

    /// <summary>Whether octets may be guessed at; those that need no guess cost none.</summary>
    public bool Allow(ReadOnlySpan<byte> octets, string? charset) =>
        (System.Text.Unicode.Utf8.IsValid(octets) && !CharsetGuess.HasEscapes(octets)) || Charsets.Find(charset) is { IsSingleByte: true } || Take();

    /// <returns>False where there were too many.</returns>
    public bool Take() => left > 0 && left-- > 0;
}
