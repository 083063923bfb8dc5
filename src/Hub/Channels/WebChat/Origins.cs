namespace Hub.Channels.WebChat;

/// <summary>Origins of pages (RFC 6454).</summary>
internal static class Origins
{
    /// <summary>The origin as browsers write it; none where it is none. It goes into a header, so nothing else may pass.</summary>
    public static string? Normal(string? origin) =>
        origin is { Length: <= 200 } && Uri.TryCreate(origin.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0 && uri.IdnHost.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']')
            ? $"{uri.Scheme}://{(uri.HostNameType is UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost)}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}"
            : null;
}
