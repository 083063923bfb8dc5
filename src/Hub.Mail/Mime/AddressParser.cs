using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Address lists of RFC 5322 section 3.4 and 4.4, read as far as anything in them is an address. One pass.</summary>
internal sealed class AddressParser
{
    /// <summary>Stands for the <c>@</c> of a quoted name while words are looked at for addresses.</summary>
    private const char Hidden = '\uE0FE';

    /// <summary>What ends an address in square brackets, or shows that there is none.</summary>
    private static readonly System.Buffers.SearchValues<char> Ends = System.Buffers.SearchValues.Create("],;<> ");

    private readonly string text;
    private readonly List<MailAddress> found;
    private readonly Defects defects;
    private readonly bool nested;
    private readonly Guesses? guesses;
    private readonly StringBuilder phrase = new();
    private readonly StringBuilder comment = new();
    private string? angle;
    private string? waiting;
    private bool quotes = true;
    private bool comments = true;
    private bool signed;
    private int named;
    private int unreadable;
    private int at;

    private AddressParser(string text, List<MailAddress> found, Defects defects, Guesses? guesses, bool nested) =>
        (this.text, this.found, this.defects, this.guesses, this.nested) = (text, found, defects, guesses, nested);

    /// <summary>The mailboxes of a field, added to those of its earlier occurrences; members of a group too.</summary>
    /// <param name="field">Its value.</param>
    /// <param name="found">Where they are added.</param>
    /// <param name="defects">Told of what was no address.</param>
    /// <param name="guesses">Of the mail; none: those of each name alone.</param>
    /// <param name="unreadable">Mailboxes of earlier occurrences that were none: they count like others.</param>
    /// <returns>The same, with those of this one.</returns>
    public static int Read(string field, List<MailAddress> found, Defects defects, Guesses? guesses = null, int unreadable = 0)
    {
        var parser = new AddressParser(field, found, defects, guesses, nested: false) { unreadable = unreadable };
        parser.Run();
        return parser.unreadable;
    }

    private void Run()
    {
        for (; at < text.Length; at++)
        {
            if (found.Count + unreadable >= MimeLimits.Addresses)
            {
                defects.Add(Defects.AddressesCut);
                return;
            }
            switch (text[at])
            {
                case '"' when quotes: QuotedString(); break;
                case '(' when comments: Comment(); break;
                case '<': AngleAddress(); break;
                case '[' when angle is null && MailtoEnd() is > 0 and var end: (angle, named, at) = (text[(at + 1)..end], phrase.Length, end); break;
                case '>': break;
                case ',': EndMailbox(); break;
                case ';': EndMailbox(); EndWaiting(); break;
                // Ends a group's name; after an @ it is only stray.
                case ':' when angle is null && !signed: phrase.Clear(); comment.Clear(); EndWaiting(); break;
                case var c: phrase.Append(c); signed |= c == '@'; break;
            }
        }
        EndMailbox();
        EndWaiting();
    }

    private void QuotedString()
    {
        var end = at + 1;
        while (end < text.Length && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        if (end >= text.Length)
        {
            quotes = false;
            phrase.Append('"');
            return;
        }
        // Of an address ("john doe"@example.org) the quotes belong to it; of a name they do not.
        var inner = Unescape(text.AsSpan(at + 1, end - at - 1));
        if (end + 1 < text.Length && text[end + 1] == '@') phrase.Append(text, at, end - at + 1);
        else phrase.Append(' ').Append(inner.Replace('@', Hidden)).Append(' ');
        at = end;
    }

    private static string Unescape(ReadOnlySpan<char> quoted)
    {
        var plain = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length) i++;
            plain.Append(quoted[i]);
        }
        return plain.ToString();
    }

    private void Comment()
    {
        var depth = 0;
        for (var i = at; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0)
            {
                if (comment.Length > 0) comment.Append(' ');
                comment.Append(Unescape(text.AsSpan(at + 1, i - at - 1)));
                phrase.Append(' ');
                at = i;
                return;
            }
        }
        comments = false; // never closed: text like other text, and so is every later one
        phrase.Append('(');
    }

    private void AngleAddress()
    {
        var inner = new StringBuilder();
        var quoted = false;
        var i = at + 1;
        while (i < text.Length && text[i] == '<') i++;
        var routed = i < text.Length && text[i] == '@';
        for (; i < text.Length; i++)
        {
            var c = text[i];
            // A quote that nothing closes is a character like others.
            if (c == '"' && (quoted || text.IndexOf('"', i + 1) > 0)) quoted = !quoted;
            if (!quoted && (c is '>' or '<' or ';' || (c == ',' && !routed))) break;
            inner.Append(c);
        }
        // Where the bracket was never closed, the separator ends the mailbox as ever.
        at = i < text.Length && text[i] == '>' ? i : i - 1;
        if (angle is not null)
        {
            // "A <a@example.org> B <b@example.org>": the comma was forgotten.
            var next = phrase.ToString(named, phrase.Length - named);
            phrase.Length = named;
            EndMailbox();
            phrase.Append(next);
        }
        (angle, named) = (inner.ToString(), phrase.Length);
    }

    /// <summary>Where "[mailto:anna@example.org]" ends, as Outlook copies addresses; 0 where here is no such at a mailbox's end.</summary>
    private int MailtoEnd()
    {
        var rest = text.AsSpan(at, Math.Min(text.Length - at, MimeLimits.Identifier));
        if (!rest.StartsWith("[mailto:", StringComparison.OrdinalIgnoreCase)) return 0;
        var end = rest.IndexOfAny(Ends);
        if (end < 0 || rest[end] != ']' || !rest[..end].Contains('@')) return 0;
        var behind = rest[(end + 1)..].TrimStart();
        return behind.IsEmpty || behind[0] is ',' or ';' ? at + end : 0;
    }

    private void EndMailbox()
    {
        var words = phrase.ToString();
        var (name, address) = angle is null ? Bare(words) : (words, Clean(angle));
        var remark = comment.ToString();
        var bracketed = angle is not null;
        signed = false;
        phrase.Clear();
        comment.Clear();
        angle = null;
        if (address is null)
        {
            if (string.IsNullOrWhiteSpace(words)) return;
            if (!nested && EncodedWords.Decode(words, guesses) is var decoded && decoded != words && decoded.Contains('@', StringComparison.Ordinal))
            {
                // Name and address in one encoded word, against RFC 2047 section 5: some programs do it.
                new AddressParser(decoded, found, defects, guesses, nested: true).Run();
                return;
            }
            EndWaiting();
            waiting = words;
            return;
        }
        // "Doe, John <j@example.org>" unquoted: the comma was part of the name.
        if (waiting is not null && bracketed && !string.IsNullOrWhiteSpace(name)) (name, waiting) = (waiting.Trim() + ", " + name.Trim(), null);
        EndWaiting();
        Add(Name(name) ?? Name(remark), address);
    }

    /// <summary>Words with no address yet: one alone is a local mailbox, such as MAILER-DAEMON.</summary>
    private void EndWaiting()
    {
        if (waiting is null) return;
        var word = Name(waiting);
        waiting = null;
        if (word is null) return;
        if (word.Contains(' ', StringComparison.Ordinal)) Unreadable();
        else Add(null, word);
    }

    private void Add(string? name, string address)
    {
        if (address.Length is 0 or > MimeLimits.Identifier) Unreadable();
        else if (found.Count < MimeLimits.Addresses) found.Add(new(name, address));
        else defects.Add(Defects.AddressesCut);
    }

    private void Unreadable()
    {
        unreadable++;
        defects.Add(Defects.AddressUnreadable);
    }

    /// <summary>Words without brackets: the last one with an <c>@</c> is the address, the others are its name.</summary>
    private static (string Name, string? Address) Bare(string words)
    {
        var sign = words.LastIndexOf('@');
        if (sign < 0) return (words, null);
        var start = sign;
        // "john @ example.org" with blanks around the sign is one address (RFC 5322 section 4.4).
        while (start > 0 && words[start - 1] == ' ') start--;
        var quoted = start > 1 && words[start - 1] == '"' ? words.LastIndexOf('"', start - 2) : -1;
        if (quoted >= 0) start = quoted;
        else while (start > 0 && !char.IsWhiteSpace(words[start - 1])) start--;
        var end = sign + 1;
        while (end < words.Length && words[end] == ' ') end++;
        while (end < words.Length && !char.IsWhiteSpace(words[end])) end++;
        return (words[..start] + " " + words[end..], Clean(words[start..end]));
    }

    /// <summary>An address without blanks, comments, route and <c>mailto:</c>.</summary>
    private static string Clean(string raw)
    {
        var clean = new StringBuilder(raw.Length);
        var quoted = false;
        var depth = 0;
        foreach (var c in raw)
        {
            if (c == '"' && depth == 0) quoted = !quoted;
            if (!quoted && c == '(') depth++;
            if (depth == 0 && !char.IsControl(c) && (quoted ? c is not ('<' or '>') : !char.IsWhiteSpace(c))) clean.Append(c);
            if (!quoted && c == ')' && depth > 0) depth--;
        }
        var address = clean.ToString();
        if (address.StartsWith('@') && address.IndexOf(':', StringComparison.Ordinal) is > 0 and var route) address = address[(route + 1)..];
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) address = address["mailto:".Length..];
        return address.Trim('\'');
    }

    private string? Name(string raw)
    {
        var decoded = EncodedWords.Decode(raw.Replace(Hidden, '@'), guesses);
        var name = string.Join(' ', decoded.Split([' ', '\t', '\u00A0'], StringSplitOptions.RemoveEmptyEntries)).Trim('"', ' ');
        if (name.Length > 1 && name[0] == '\'' && name[^1] == '\'') name = name[1..^1].Trim();
        return name.Length == 0 ? null : name;
    }
}
