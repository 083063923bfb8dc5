using System.Text;
using Hub.Mail.Mime;

namespace Hub.Tickets.Uploads;

/// <summary>What an uploaded file is called from now on, whatever its sender says.</summary>
public static class FileName
{
    /// <summary>What file systems take.</summary>
    private const int MostBytes = 255;
    private const string Nameless = "file";

    // Windows opens a device under these, with any extension.
    private static readonly HashSet<string> devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" }), "COM¹", "COM²", "COM³", "LPT¹", "LPT²", "LPT³"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The name without path, control characters, marks of writing direction and what file systems refuse; 255 bytes at most. A picture's ends as its type does.</summary>
    public static string Of(string? given, string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var name = FileNames.Clean(given is { Length: > 2_000 } ? given[^2_000..] : given) ?? Nameless;
        name = string.Concat(name.Select(c => c is '<' or '>' or ':' or '"' or '|' or '?' or '*' ? '_' : c));
        // A leading dot hides it.
        if (name[0] is '.') name = "_" + name[1..];
        if (devices.Contains(name.Split('.')[0].TrimEnd())) name = "_" + name;
        // Saved under another ending, a picture may be opened as a page.
        if (Endings(type) is { Length: > 0 } endings && !endings.Contains(Path.GetExtension(name).ToLowerInvariant())) name = Shorten(name, MostBytes - endings[0].Length) + endings[0];
        return Shorten(name, MostBytes);
    }

    /// <summary>True where a double click runs it, so that no visitor may send it to an agent.</summary>
    public static bool Runs(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Path.GetExtension(name).ToLowerInvariant() is ".exe" or ".com" or ".scr" or ".pif" or ".bat" or ".cmd" or ".msi" or ".msix" or ".msp" or ".cpl" or ".lnk" or ".hta" or ".js" or ".jse" or ".vbs"
            or ".vbe" or ".wsf" or ".wsh" or ".ps1" or ".psm1" or ".jar" or ".reg" or ".dll" or ".sh" or ".command" or ".app" or ".dmg" or ".pkg" or ".apk" or ".iso" or ".img" or ".chm" or ".url" or ".scf";
    }

    private static string[] Endings(string type) => type switch
    {
        "image/png" => [".png"],
        "image/jpeg" => [".jpg", ".jpeg", ".jpe", ".jfif"],
        "image/gif" => [".gif"],
        "image/webp" => [".webp"],
        "image/avif" => [".avif"],
        _ => [],
    };

    private static string Shorten(string name, int most)
    {
        if (Encoding.UTF8.GetByteCount(name) <= most) return name;
        var extension = Path.GetExtension(name) is { Length: <= 20 } short20 ? short20 : "";
        var (stem, left) = (new StringBuilder(), most - Encoding.UTF8.GetByteCount(extension));
        foreach (var rune in name[..^extension.Length].EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0) break;
            stem.Append(rune.ToString());
        }
        return stem.ToString().TrimEnd('.', ' ') + extension;
    }
}
