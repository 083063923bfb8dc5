namespace Hub.Mail.Text.Safe;

/// <summary>Pictures that stand in the mail itself, as <c>data:</c> addresses (RFC 2397).</summary>
internal static class SafePicture
{
    private static readonly string[] Types = ["png", "jpeg", "gif", "webp"];

    /// <summary>Whether an address holds a picture made of points, in base64, and nothing that a browser could run.</summary>
    public static bool IsEmbedded(string source)
    {
        if (!source.StartsWith("data:image/", StringComparison.Ordinal)) return false;
        var rest = source.AsSpan("data:image/".Length);
        var end = rest.IndexOf(";base64,");
        if (end < 0 || !Types.Contains(rest[..end].ToString())) return false;
        foreach (var c in rest[(end + ";base64,".Length)..])
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '=')) return false;
        return true;
    }
}
