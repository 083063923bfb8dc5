using System.Text;

namespace Hub.Mail.Mime;

/// <summary>What raw 8-bit octets of a header are read with where they are not UTF-8: one for all its fields.</summary>
/// <param name="declared">The character set of the Content-Type beside them; none where it names none.</param>
/// <param name="guesses">Those that the mail has left.</param>
internal sealed class HeaderCharset(Encoding? declared, Guesses guesses)
{
    public Guesses Guesses => guesses;

    /// <summary>The character set of the first text below a multipart, which names none itself.</summary>
    public Encoding? OfText { get; set; }

    public string Decode(ReadOnlySpan<byte> octets) => System.Text.Unicode.Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets)
        : (declared ?? OfText ?? (guesses.Take() ? CharsetGuess.Of(octets) : Charsets.Western)).GetString(octets);
}
