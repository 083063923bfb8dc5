namespace Hub.Mail.Text.Html;

/// <summary>Where a link leads, in so far as the text does not show it already.</summary>
internal static class LinkTarget
{
    /// <summary>Characters of an address; longer ones serve machines, and half of one would serve nobody.</summary>
    public const int MaxLength = 2_000;

    private static readonly string[] Schemes = ["http://", "https://", "mailto:"];

    /// <summary>The address to write behind a link's text; null when it is the text, has none, or is of another scheme.</summary>
    public static string? Of(string href, string text)
    {
        var target = string.Concat(href.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && !Folding.IsInvisible(c) && c is not ('<' or '>')));
        if (target.Length > MaxLength) return null;
        if (!Array.Exists(Schemes, s => target.StartsWith(s, StringComparison.OrdinalIgnoreCase) && target.Length > s.Length)) return null;
        return Bare(target).Equals(Bare(text), StringComparison.OrdinalIgnoreCase) ? null : target;
    }

    private static ReadOnlySpan<char> BareSpan(ReadOnlySpan<char> address)
    {
        foreach (var scheme in Schemes)
        {
            if (address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return address[scheme.Length..].TrimEnd('/');
        }
        return address.TrimEnd('/');
    }

    private static string Bare(string address) => BareSpan(address.AsSpan().Trim()).ToString();
}
