using Microsoft.Extensions.Options;

namespace Hub.Platform;

/// <summary>Where the agents' desk is: <c>Hub:DeskUrl</c>, else <c>Hub:PublicUrl</c>, else wherever the request came to.</summary>
public sealed class DeskAddress(IOptions<HubOptions> options)
{
    private readonly Uri? configured = (options.Value.DeskUrl ?? options.Value.PublicUrl) is { } url ? new Uri(url) : null;

    /// <summary>True where the desk is known to be on https, so that cookies may promise it.</summary>
    public bool IsSecure => configured?.Scheme == Uri.UriSchemeHttps;

    /// <summary>The origin of the desk as a browser writes it: scheme, host and a port that is not the usual one.</summary>
    public string OriginFor(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return OriginOf(configured ?? OwnAddress(request));
    }

    /// <summary>A link into the desk.</summary>
    /// <param name="request">The request that asks.</param>
    /// <param name="path">Begins with a slash.</param>
    public string LinkTo(HttpRequest request, string path)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (configured ?? OwnAddress(request)).AbsoluteUri.TrimEnd('/') + path;
    }

    private static Uri OwnAddress(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own : new Uri("http://host.invalid");

    private static string OriginOf(Uri address) =>
        address.IsDefaultPort ? $"{address.Scheme}://{Host(address)}" : $"{address.Scheme}://{Host(address)}:{address.Port}";

    // IdnHost drops the brackets of an IPv6 address.
    private static string Host(Uri address) => address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost;
}
