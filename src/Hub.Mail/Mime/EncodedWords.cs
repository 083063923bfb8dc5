using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Encoded words of RFC 2047 in a header's text, and the faults that mail programs make with them.</summary>
internal static class EncodedWords
{
    private const int LongestCharset = 64;

    /// <summary>Runs of words of one value that are guessed at where their character set is not known.</summary>
    private const int MostGuesses = 10;

    /// <summary>One encoded word: where it ends, and what it says.</summary>
    private readonly record struct Word(int End, string Charset, bool IsBase64, string Text);

    /// <summary>The text with its encoded words decoded. Neighbours join without the blanks between them, and
    /// those of one character set are joined as bytes, so that a character cut in two is whole again.
    /// Control characters are blanks in the result: nobody gets a second line into a header.</summary>
    /// <param name="value">As it stands in the header.</param>
    /// <param name="guesses">Of the mail; none: those of this value alone.</param>
    public static string Decode(string value, Guesses? guesses = null) => Plain(DecodeAll(value, guesses));

    /// <summary>As <see cref="Decode"/>, control characters included.</summary>
    public static string DecodeAll(string value, Guesses? guesses = null)
    {
        if (!value.Contains("=?", StringComparison.Ordinal)) return value;
        var text = new StringBuilder(value.Length);
        var run = new Run(text, guesses);
        var at = 0;
        while (at < value.Length)
        {
            var start = value.IndexOf("=?", at, StringComparison.Ordinal);
            if (start < 0) break;
            if (!TryRead(value, start, out var word, out var resume))
            {
                run.Flush();
                text.Append(value, at, resume - at);
                at = resume;
                continue;
            }
            var between = value.AsSpan(at, start - at);
            if (!(run.Any && between.IsWhiteSpace()))
            {
                run.Flush();
                text.Append(between);
            }
            run.Add(word);
            at = word.End;
        }
        run.Flush();
        text.Append(value, at, value.Length - at);
        return text.ToString();
    }

    /// <summary>Reads a word, or says from where to look again: a failed look never goes past the next <c>=?</c>.</summary>
    private static bool TryRead(string value, int start, out Word word, out int resume)
    {
        word = default;
        resume = start + 2;
        var charsetEnd = value.AsSpan(start + 2, Math.Min(LongestCharset, value.Length - start - 2)).IndexOf('?');
        if (charsetEnd <= 0) return false;
        var encodingAt = start + 2 + charsetEnd + 1;
        if (encodingAt + 1 >= value.Length || value[encodingAt + 1] != '?') return false;
        var encoding = char.ToUpperInvariant(value[encodingAt]);
        if (encoding is not ('B' or 'Q')) return false;
        var charset = value.AsSpan(start + 2, charsetEnd);
        if (charset.ContainsAny(" \t=")) return false;
        var textAt = encodingAt + 2;
        for (var i = textAt; i + 1 < value.Length; i++)
        {
            if (value[i] == '?' && value[i + 1] == '=')
            {
                var language = charset.IndexOf('*'); // RFC 2231 section 5
                word = new(i + 2, (language < 0 ? charset : charset[..language]).ToString(), encoding == 'B', value[textAt..i]);
                return true;
            }
            resume = i;
            if (value[i] == '=' && value[i + 1] == '?' && !(i + 2 < value.Length && value[i + 2] == '=')) return false;
        }
        resume = value.Length;
        return false;
    }

    /// <summary>A line's worth of text: no control characters.</summary>
    private static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1F') && !text.AsSpan().ContainsAnyInRange('\x7F', '\x9F')) return text;
        return string.Create(text.Length, text, static (chars, text) =>
        {
            for (var i = 0; i < chars.Length; i++) chars[i] = char.IsControl(text[i]) ? ' ' : text[i];
        });
    }

    /// <summary>Neighbouring words of one character set, not decoded yet.</summary>
    private sealed class Run(StringBuilder text, Guesses? guesses)
    {
        private readonly List<Word> words = [];
        private int decoded;

        public bool Any => words.Count > 0;

        public void Add(in Word word)
        {
            if (Any && !words[0].Charset.Equals(word.Charset, StringComparison.OrdinalIgnoreCase)) Flush();
            words.Add(word);
        }

        public void Flush()
        {
            if (!Any) return;
            using var bytes = new MemoryStream();
            var pending = new StringBuilder();
            foreach (var word in words)
            {
                // Some programs cut base64 wherever the line is full: only whole quads end a word.
                if (word.IsBase64) pending.Append(word.Text);
                if (pending.Length > 0 && (!word.IsBase64 || pending.Length % 4 == 0 || word.Text.EndsWith('='))) WriteB(pending, bytes);
                if (!word.IsBase64) WriteQ(word.Text, bytes);
            }
            WriteB(pending, bytes);
            var octets = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            text.Append(Charsets.Decode(octets, words[0].Charset, mayGuess: ++decoded <= MostGuesses && (guesses?.Allow(octets, words[0].Charset) ?? true)));
            words.Clear();
        }

        private static void WriteB(StringBuilder encoded, MemoryStream bytes)
        {
            Base64Stream.Decode(encoded.ToString(), bytes);
            encoded.Clear();
        }

        private static void WriteQ(string word, MemoryStream bytes)
        {
            var encoded = Encoding.UTF8.GetBytes(word);
            for (var i = 0; i < encoded.Length; i++)
            {
                if (encoded[i] == '=' && i + 2 < encoded.Length && QuotedPrintable.Hex(encoded[i + 1]) is var high and >= 0
                    && QuotedPrintable.Hex(encoded[i + 2]) is var low and >= 0)
                {
                    bytes.WriteByte((byte)(high << 4 | low));
                    i += 2;
                }
                else bytes.WriteByte(encoded[i] == '_' ? (byte)' ' : encoded[i]);
            }
        }
    }
}
