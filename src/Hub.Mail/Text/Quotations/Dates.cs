namespace Hub.Mail.Text.Quotations;

/// <summary>Traces of a date in a folded line, whatever its language.</summary>
internal static class Dates
{
    /// <summary>"09:14" or "9h14".</summary>
    public static bool HasTime(string text)
    {
        for (var i = 1; i + 2 < text.Length; i++)
        {
            if (text[i] is ':' or 'h' && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]) && char.IsAsciiDigit(text[i + 2])) return true;
        }
        return false;
    }

    /// <summary>A year of the last century or this one.</summary>
    public static bool HasYear(string text)
    {
        for (var i = 0; i + 3 < text.Length; i++)
        {
            if (text[i..(i + 2)] is "19" or "20" && char.IsAsciiDigit(text[i + 2]) && char.IsAsciiDigit(text[i + 3])) return true;
        }
        return false;
    }
}
