namespace Hub.Mail.Text.Html;

/// <summary>What a style attribute says about being seen and about lines around an element.</summary>
internal sealed record InlineStyle
{
    private static readonly InlineStyle None = new();

    /// <summary>Not shown at all, or squeezed to nothing, as newsletters do with the line meant for the list of mails.</summary>
    public bool IsHidden { get; private init; }

    /// <summary>Whether the text has no size; null where the size is inherited.</summary>
    public bool? ZeroFont { get; private init; }

    /// <summary>White space counts, as in <c>pre</c>; null where that is inherited.</summary>
    public bool? IsPreserved { get; private init; }

    public bool IsBold { get; private init; }

    /// <summary>No space above and below: a paragraph that is only a line.</summary>
    public bool HasNoMargin { get; private init; }

    /// <summary>A solid line above, as Outlook draws over the header block of a quoted mail.</summary>
    public bool HasLineAbove { get; private init; }

    /// <summary>Says that there is no border.</summary>
    public bool HasNoBorder { get; private init; }

    /// <summary>A line at the left, as many programs draw beside a quotation.</summary>
    public bool HasLineAtLeft { get; private init; }

    public static InlineStyle Parse(string style)
    {
        if (style.Length == 0) return None;
        var values = new Dictionary<string, string>();
        foreach (var declaration in style.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                values[declaration[..colon].TrimEnd().ToLowerInvariant()] =
                    declaration[(colon + 1)..].Replace("!important", "", StringComparison.OrdinalIgnoreCase).Trim().ToLowerInvariant();
            }
        }
        string Value(string name) => values.GetValueOrDefault(name, "");
        var squeezed = (IsZero(Value("max-height")) || IsZero(Value("height"))) && Value("overflow") == "hidden";
        // A sanitiser may write each border apart, or all styles together: top, right, bottom, left.
        var borders = Value("border-style").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new InlineStyle
        {
            IsHidden = Value("display") == "none" || Value("mso-hide") == "all" || Value("visibility") == "hidden" || squeezed,
            ZeroFont = Value("font-size") is { Length: > 0 } size ? IsZero(size) : null,
            IsPreserved = Value("white-space") is { Length: > 0 } space ? space.StartsWith("pre", StringComparison.Ordinal) : null,
            IsBold = Value("font-weight") is "bold" or "bolder" or "600" or "700" or "800" or "900",
            HasNoMargin = Value("margin").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var top, ..] sides
                ? IsZero(top) && (sides.Length < 3 || IsZero(sides[2]))
                : IsZero(Value("margin-top")) && IsZero(Value("margin-bottom")),
            HasLineAbove = Value("border-top").Contains("solid", StringComparison.Ordinal) || Value("border-top-style") == "solid" || borders is ["solid", "none", ..],
            HasNoBorder = Value("border") is { Length: > 0 } border && !IsLine(border),
            HasLineAtLeft = IsLine(Value("border-left")) || IsLine(Value("border-left-style")) || IsLine(Value("border-left-width")) || (borders is [_, "none", _, var left] && IsLine(left)),
        };
    }

    private static bool IsLine(string border) =>
        border.Length > 0 && !IsZero(border.Split(' ')[0]) && !border.Contains("none", StringComparison.Ordinal);

    // "0", "0px", ".0001pt": Word's zero is not quite one.
    private static bool IsZero(string length) =>
        length.Length > 0 && length[0] is '0' or '.' && length.AsSpan().IndexOfAnyInRange('1', '9') is var digit && (digit < 0 || length.StartsWith(".000", StringComparison.Ordinal));
}
