using System.Globalization;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Names of attached files, made harmless.</summary>
public static class FileNames
{
    /// <summary>Characters; every file system takes as many octets.</summary>
    private const int Longest = 200;

    /// <summary>A name without its path, control characters and marks of writing direction (which make
    /// an <c>.exe</c> look like a <c>.pdf</c>); none when nothing of it is left.</summary>
    public static string? Clean(string? name)
    {
        if (name is null) return null;
        name = name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        var clean = new StringBuilder(Math.Min(name.Length, 1024));
        foreach (var rune in name.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)) clean.Append(rune.ToString());
        name = clean.ToString().Trim().TrimEnd('.', ' ');
        return name.Length == 0 || name.All(c => c is '.' or ' ') ? null : Shorten(name);
    }

    /// <summary>Cuts before the extension, and never within a character.</summary>
    private static string Shorten(string name)
    {
        if (name.Length <= Longest) return name;
        var extension = Path.GetExtension(name);
        if (extension.Length > 20) extension = "";
        var end = Longest - extension.Length;
        if (char.IsHighSurrogate(name[end - 1])) end--;
        return name[..end].TrimEnd('.', ' ') + extension;
    }
}
