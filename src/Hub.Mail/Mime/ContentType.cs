using System.Buffers;

namespace Hub.Mail.Mime;

/// <summary>A Content-Type field, RFC 2045 section 5.</summary>
/// <param name="Type">Top-level type in lower case, such as <c>text</c>.</param>
/// <param name="Subtype">Subtype in lower case, such as <c>plain</c>.</param>
/// <param name="Parameters">Parameters by lower-case name, decoded by RFC 2231; file names from encoded words too.</param>
public sealed record ContentType(string Type, string Subtype, IReadOnlyDictionary<string, string> Parameters)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();
    private static readonly SearchValues<char> Specials = SearchValues.Create("()<>@,;:\\\"/[]?= ");

    /// <summary>What RFC 2045 section 5.2 takes a part for that does not say, or says nothing readable.</summary>
    public static ContentType Plain { get; } = new("text", "plain", None);

    /// <summary>What the parts of a digest are when they do not say (RFC 2046 section 5.1.5).</summary>
    internal static ContentType Message { get; } = new("message", "rfc822", None);

    /// <summary>A file of which nothing is known.</summary>
    internal static ContentType Octets { get; } = new("application", "octet-stream", None);

    /// <summary>Type and subtype, such as <c>text/plain</c>.</summary>
    public string MediaType => $"{Type}/{Subtype}";

    public bool IsMultipart => Type == "multipart";

    public string? Charset => Parameter("charset");

    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    public bool Is(string mediaType)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        return mediaType.Length == Type.Length + Subtype.Length + 1 && mediaType.StartsWith(Type, StringComparison.OrdinalIgnoreCase)
            && mediaType[Type.Length] == '/' && mediaType.EndsWith(Subtype, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a field; none, or one that is no type, gives the default with the parameters that were there.</summary>
    internal static ContentType Read(string? field, ContentType otherwise, Guesses? guesses = null)
    {
        if (field is null) return otherwise;
        var (first, parameters) = HeaderParameters.Read(field, guesses);
        var slash = first.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Plain with { Parameters = parameters };
        var type = first.AsSpan(0, slash).Trim().ToString().ToLowerInvariant();
        var subtype = first.AsSpan(slash + 1).Trim().ToString().ToLowerInvariant();
        var blank = subtype.AsSpan().IndexOfAny(" \t,");
        if (blank >= 0) subtype = subtype[..blank];
        if (type is "plain" && subtype is "text") return Plain with { Parameters = parameters };
        return IsToken(type) && IsToken(subtype) ? new(type, subtype, parameters) : Plain with { Parameters = parameters };
    }

    /// <summary>Whether this is a token of RFC 2045, of a sane length.</summary>
    internal static bool IsToken(string text) => text.Length is > 0 and <= 127
        && !text.AsSpan().ContainsAny(Specials) && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}

/// <summary>A Content-Disposition field, RFC 2183.</summary>
/// <param name="Kind">In lower case: <c>inline</c>, <c>attachment</c>, or a word to be taken as attachment.</param>
/// <param name="Parameters">Parameters by lower-case name, decoded by RFC 2231; file names from encoded words too.</param>
public sealed record ContentDisposition(string Kind, IReadOnlyDictionary<string, string> Parameters)
{
    public bool IsInline => Kind == "inline";

    internal static ContentDisposition? Read(string? field, Guesses? guesses = null)
    {
        if (field is null) return null;
        var (first, parameters) = HeaderParameters.Read(field, guesses);
        // "Content-Disposition: filename=x" without a kind: what is named is attached.
        var kind = ContentType.IsToken(first) ? first.ToLowerInvariant() : "";
        return kind.Length == 0 && parameters.Count == 0 ? null : new(kind.Length == 0 ? "attachment" : kind, parameters);
    }
}
