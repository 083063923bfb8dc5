using System.Buffers;
using System.Collections.Frozen;

namespace Hub.Mail.Mime;

/// <summary>Which lines with a colon are fields of a header, where the empty line below it may have been forgotten.</summary>
internal static class FieldNames
{
    /// <summary>Of RFC 5322, RFC 5536, RFC 2045, RFC 2076 and of programs: those that a mail begins with, and those of one word.</summary>
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        ("From To Cc Bcc Subject Date Sender Received Comments Keywords Encrypted References Priority Precedence Organization Organisation "
        + "Importance Sensitivity Lines Status Path Newsgroups Xref Approved Control Distribution Expires Supersedes Summary Archive Face "
        + "Autocrypt Mailer Conversion Replaces Obsoletes "
        + "Return-Path Reply-To Message-ID MIME-Version Content-Type Content-Transfer-Encoding Content-Disposition Content-Language Delivered-To "
        + "Envelope-To In-Reply-To DKIM-Signature ARC-Seal Authentication-Results Received-SPF List-ID List-Unsubscribe Resent-From Resent-Date Delivery-Date Auto-Submitted User-Agent Thread-Topic Thread-Index")
        .Split(' '), StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Octets of the name of a field that begins in a line; 0 where none does: printable ASCII before a colon;
    /// RFC 5322 section 4.5 allows blanks between. An address of the web is none.</summary>
    public static int Length(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[(colon + 1)..].StartsWith("//"u8)) return 0;
        var name = line[..colon].TrimEnd(" \t"u8);
        return name.ContainsAnyExceptInRange((byte)33, (byte)126) ? 0 : name.Length;
    }

    /// <summary>A name that mail has.</summary>
    public static bool IsKnown(string name) => Known.Contains(name) || (name.Length > 2 && name.StartsWith("X-", StringComparison.OrdinalIgnoreCase));

    /// <summary>A name that mail has, or that a program may have made up: with a hyphen, a digit, or a capital within; a word of a sentence has none.</summary>
    public static bool IsLikely(string name) =>
        IsKnown(name) || name.AsSpan().ContainsAnyExcept(Letters) || (name.AsSpan(1).ContainsAnyInRange('A', 'Z') && name.AsSpan().ContainsAnyInRange('a', 'z'));
}

/// <summary>Where the text may have begun above the end of a header: behind its last likely field.</summary>
internal sealed class HeaderDoubt
{
    /// <summary>Words behind a colon that make a sentence rather than the value of a field nobody knows.</summary>
    private const int Sentence = 3;

    private bool hasFields;

    /// <summary>The first line behind the likely fields, and how many fields stood above it; none where no line is doubtful.</summary>
    public (long At, int Fields)? Any { get; private set; }

    /// <summary>The same, where a line of them is rather a sentence.</summary>
    public (long At, int Fields)? Prose => isProse ? Any : null;

    private bool isProse;

    /// <summary>Meets a line that looks like a field.</summary>
    public void Meet(string name, ReadOnlySpan<byte> line, long at, int fields)
    {
        if (FieldNames.IsLikely(name)) (hasFields, Any, isProse) = (true, null, false);
        else if (hasFields)
        {
            Any ??= (at, fields);
            isProse |= Words(line[(line.IndexOf((byte)':') + 1)..]) >= Sentence;
        }
    }

    /// <summary>Meets a line that is none.</summary>
    public void Meet(long at, int fields)
    {
        if (hasFields) Any ??= (at, fields);
    }

    private static int Words(ReadOnlySpan<byte> text)
    {
        var words = 0;
        for (var i = 0; i < text.Length; i++)
            if (text[i] is not ((byte)' ' or (byte)'\t') && (i == 0 || text[i - 1] is (byte)' ' or (byte)'\t')) words++;
        return words;
    }
}
