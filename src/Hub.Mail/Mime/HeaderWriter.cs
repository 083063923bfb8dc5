using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Writes header fields, folded (RFC 5322 section 2.2.3). Nothing that is written can begin a line of its own.</summary>
internal sealed class HeaderWriter
{
    /// <summary>Characters of a line that should not be exceeded (RFC 5322 section 2.1.1).</summary>
    public const int Line = 78;

    /// <summary>Characters of a line that must not be exceeded.</summary>
    private const int LongestLine = 998;

    /// <summary>Characters of a word that can stand in no line, beside a name and its colon.</summary>
    private const int LongestWord = 900;

    private readonly StringBuilder text = new();
    private int column;

    /// <summary>What was written, in ASCII with CRLF.</summary>
    public override string ToString() => text.ToString();

    /// <summary>A field of words that may be folded between.</summary>
    public void Field(string name, IEnumerable<string> words)
    {
        Begin(name);
        foreach (var word in words) Word(word);
        End();
    }

    /// <summary>A field of text for people, encoded where it must be.</summary>
    public void Unstructured(string name, string value) => Text(name, value, Line - 4);

    /// <summary>A field whose words mean something to programs: long ones stay in one piece as far as a line can hold them.</summary>
    public void Verbatim(string name, string value) => Text(name, value, LongestWord);

    private void Text(string name, string value, int longest)
    {
        value = OneLine(value);
        var words = value.Split(' ');
        // Only single blanks come through folding unharmed.
        var plain = System.Text.Ascii.IsValid(value) && !value.Contains("=?", StringComparison.Ordinal)
            && !words.Contains("") && words.All(w => w.Length <= longest);
        if (value.Length == 0) Field(name, []);
        else Field(name, plain ? words : EncodedWordWriter.Words(value, Line - name.Length - 2));
    }

    public void Addresses(string name, IReadOnlyList<MailAddress> addresses)
    {
        if (addresses.Count == 0) return;
        Begin(name);
        for (var i = 0; i < addresses.Count; i++)
        {
            var words = AddressWriter.Words(addresses[i], column == name.Length + 1 ? Line - column - 1 : Line - 1);
            if (i < addresses.Count - 1) words[^1] += ",";
            foreach (var word in words) Word(word);
        }
        End();
    }

    private void Begin(string name)
    {
        text.Append(name).Append(':');
        column = name.Length + 1;
    }

    private void Word(string word)
    {
        // Right behind the name a fold must gain something: some programs do not see such a field.
        if (column + 1 + word.Length > Line && (text[^1] != ':' || word.Length < Line || column + 1 + word.Length > LongestLine))
        {
            text.Append("\r\n");
            column = 0;
        }
        text.Append(' ').Append(word);
        column += 1 + word.Length;
    }

    private void End() => text.Append("\r\n");

    /// <summary>A quoted-string (RFC 5322 section 3.2.4).</summary>
    public static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A text in one line: each control character, line end and line separator is a blank; none at the ends.</summary>
    public static string OneLine(string value)
    {
        var line = value.ToCharArray();
        for (var i = 0; i < line.Length; i++)
            if (char.IsControl(line[i]) || line[i] is '\u2028' or '\u2029') line[i] = ' ';
        return new string(line).Trim(' ');
    }
}
