using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Hub.Platform;

/// <summary>The reverse proxies whose <c>X-Forwarded-*</c> headers count: whoever may set them chooses the address we see and the origin we trust.</summary>
public static class TrustedProxies
{
    /// <summary>Reads networks (<c>10.0.0.0/8</c>) and single addresses, separated by commas.</summary>
    /// <returns>False if one of them is neither.</returns>
    public static bool TryParse(string? text, out IReadOnlyList<System.Net.IPNetwork> networks)
    {
        var found = new List<System.Net.IPNetwork>();
        networks = found;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (System.Net.IPNetwork.TryParse(part, out var network)) found.Add(network);
            else if (IPAddress.TryParse(part, out var address)) found.Add(new(address, address.GetAddressBytes().Length * 8));
            else return false;
        }
        return true;
    }

    /// <summary>Applies the headers of trusted proxies; without any, the headers are ignored, those from loopback too.</summary>
    public static void UseTrustedProxies(this WebApplication app, string? text)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (!TryParse(text, out var networks) || networks.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // A chain of proxies is read from its end for as long as each of them is trusted.
            ForwardLimit = null,
        };
        // The framework's own list is loopback: on a shared machine that is anybody.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks) options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
