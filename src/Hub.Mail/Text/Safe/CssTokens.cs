namespace Hub.Mail.Text.Safe;

/// <summary>What a piece of a CSS value is.</summary>
internal enum CssKind
{
    Word,
    Number,
    Hash,
    Text,

    /// <summary>A colour by function: <c>rgb(1, 2, 3)</c>.</summary>
    Colour,
    Address,
    Comma,
    Slash,
}

/// <param name="Kind">What it is.</param>
/// <param name="Text">A word or unit in lower case, a text or an address without its marks.</param>
/// <param name="Number">Of a number.</param>
internal readonly record struct CssToken(CssKind Kind, string Text, double Number = 0);

/// <summary>Reads the value of a declaration. What the plain grammar of mails does not need makes the whole value unreadable: escapes, comments, functions that are no colour.</summary>
internal static class CssTokens
{
    private const int MostTokens = 60;
    private static readonly System.Buffers.SearchValues<char> NotInAddress = System.Buffers.SearchValues.Create("\"'()\\ ");

    /// <returns>Null where anything in it is not understood.</returns>
    public static List<CssToken>? Read(ReadOnlySpan<char> value)
    {
        var tokens = new List<CssToken>();
        for (var i = 0; i < value.Length;)
        {
            if (tokens.Count == MostTokens) return null;
            var c = value[i];
            if (c is ' ' or '\t' or '\n' or '\r' or '\f') i++;
            else if (c == ',') Add(CssKind.Comma, ",", ref i);
            else if (c == '/' && (i + 1 == value.Length || value[i + 1] != '*')) Add(CssKind.Slash, "/", ref i);
            else if (c == '#')
            {
                var end = End(value, i + 1, char.IsAsciiHexDigit);
                if (end - i is not (4 or 5 or 7 or 9)) return null;
                tokens.Add(new(CssKind.Hash, value[i..end].ToString().ToLowerInvariant()));
                i = end;
            }
            else if (c is '"' or '\'')
            {
                var length = value[(i + 1)..].IndexOf(c);
                if (length < 0 || !IsPlain(value.Slice(i + 1, length))) return null;
                tokens.Add(new(CssKind.Text, value.Slice(i + 1, length).Trim().ToString()));
                i += length + 2;
            }
            else if (char.IsAsciiDigit(c) || (c is '.' or '-' or '+' && i + 1 < value.Length && (char.IsAsciiDigit(value[i + 1]) || (value[i + 1] == '.' && c != '.'))))
            {
                if (ReadNumber(value, ref i) is not { } number) return null;
                tokens.Add(number);
            }
            else if (char.IsAsciiLetter(c) || c == '-')
            {
                if (ReadWord(value, ref i) is not { } word) return null;
                tokens.Add(word);
            }
            else return null;

            void Add(CssKind kind, string text, ref int at)
            {
                tokens.Add(new(kind, text));
                at++;
            }
        }
        return tokens;
    }

    /// <summary>What may stand between quotation marks: names of typefaces.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsLetterOrDigit(c) && c is not (' ' or '-' or '_' or '.' or '+')) return false;
        return text.Length <= 100;
    }

    private static int End(ReadOnlySpan<char> value, int at, Func<char, bool> isPart)
    {
        while (at < value.Length && isPart(value[at])) at++;
        return at;
    }

    private static CssToken? ReadNumber(ReadOnlySpan<char> value, ref int i)
    {
        var end = End(value, i + 1, c => char.IsAsciiDigit(c) || c == '.');
        if (!double.TryParse(value[i..end], System.Globalization.NumberStyles.Float & ~System.Globalization.NumberStyles.AllowExponent, System.Globalization.CultureInfo.InvariantCulture, out var number)) return null;
        var unit = end < value.Length && value[end] == '%' ? end + 1 : End(value, end, char.IsAsciiLetter);
        var token = new CssToken(CssKind.Number, value[end..unit].ToString().ToLowerInvariant(), number);
        i = unit;
        // "10px5": no mail means that.
        return i < value.Length && value[i] is not (' ' or '\t' or '\n' or '\r' or '\f' or ',' or '/' or ')') ? null : token;
    }

    private static CssToken? ReadWord(ReadOnlySpan<char> value, ref int i)
    {
        var end = End(value, i, c => char.IsAsciiLetterOrDigit(c) || c == '-');
        var word = value[i..end].ToString().ToLowerInvariant();
        i = end;
        if (end == value.Length || value[end] != '(') return word.Length <= 40 ? new(CssKind.Word, word) : null;
        var close = value[end..].IndexOf(')');
        if (close < 0) return null;
        var inside = value.Slice(end + 1, close - 1).Trim();
        i = end + close + 1;
        if (word == "url")
        {
            if (inside.Length > 1 && inside[0] is '"' or '\'' && inside[^1] == inside[0]) inside = inside[1..^1];
            return !inside.ContainsAny(NotInAddress) && SafeAddress.OfWeb(inside.ToString()) is { } address ? new(CssKind.Address, address.Text) : null;
        }
        if (word is not ("rgb" or "rgba" or "hsl" or "hsla") || Read(inside) is not { Count: > 2 } parts) return null;
        if (parts.Exists(p => p.Kind is not (CssKind.Number or CssKind.Comma or CssKind.Slash))) return null;
        return new(CssKind.Colour, $"{word}({string.Join(' ', parts.Select(Write)).Replace(" ,", ",", StringComparison.Ordinal)})");
    }

    public static string Write(CssToken token) => token.Kind switch
    {
        CssKind.Number => token.Number.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) + token.Text,
        CssKind.Text => $"'{token.Text}'",
        CssKind.Address => "",
        _ => token.Text,
    };
}
