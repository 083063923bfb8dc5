using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Hub.Platform;

/// <summary>Where visitors and the readers of mails reach Hub: <c>Hub:PublicUrl</c>, else the first listening address.</summary>
public sealed class PublicAddress(IOptions<HubOptions> options, IServer server)
{
    /// <summary>Without a slash at its end.</summary>
    public string Root => (options.Value.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? "http://127.0.0.1:5080").TrimEnd('/');

    /// <summary>True where nobody outside this machine can follow a link to it.</summary>
    public bool IsLoopback => !Uri.TryCreate(Root, UriKind.Absolute, out var root) || root.IsLoopback
        || (IPAddress.TryParse(root.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));

    /// <param name="path">Begins with a slash.</param>
    public string LinkTo(string path) => Root + path;
}
