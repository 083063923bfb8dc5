namespace Hub.Mail.Mime;

/// <summary>Content-Transfer-Encoding, RFC 2045 section 6.</summary>
internal static class TransferEncodings
{
    /// <summary>The keyword of a field, in lower case; <c>7bit</c> where there is none.</summary>
    public static string Read(string? field)
    {
        var value = (field ?? "").AsSpan().Trim().Trim('"');
        var end = value.IndexOfAny(" \t;,(");
        if (end >= 0) value = value[..end];
        return value.IsEmpty ? "7bit" : value.ToString().ToLowerInvariant() switch
        {
            "quoted_printable" or "quotedprintable" or "x-quoted-printable" or "qp" => "quoted-printable",
            "base-64" or "x-base64" => "base64",
            "8-bit" or "8bits" => "8bit",
            "7-bit" or "7bits" => "7bit",
            var known => known,
        };
    }

    public static bool IsKnown(string encoding) => encoding is "7bit" or "8bit" or "binary" or "base64" or "quoted-printable";

    /// <summary>Whether the octets that were transferred are others than those of the content.</summary>
    public static bool Changes(string encoding) => encoding is "base64" or "quoted-printable";
}
