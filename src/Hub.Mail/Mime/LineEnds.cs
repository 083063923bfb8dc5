namespace Hub.Mail.Mime;

/// <summary>Line ends of text.</summary>
internal static class LineEnds
{
    /// <summary>CRLF and CR as LF. Other separators (form feed, U+2028) are characters of the text.</summary>
    public static string Unix(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
