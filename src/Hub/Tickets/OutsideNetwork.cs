using System.Net;
using System.Net.Sockets;

namespace Hub.Tickets;

/// <summary>What we connect to on behalf of somebody outside: addresses of the public network and nothing else.</summary>
/// <remarks>Tests give another rule; no setting does.</remarks>
public sealed class OutsideNetwork
{
    // IANA's registries of special-purpose addresses, IPv4 and IPv6 (RFC 6890), and multicast.
    private static readonly IPNetwork[] special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    // Whatever lies outside of it is local, mapped, translated (64:ff9b::, fec0::) or nobody's.
    private static readonly IPNetwork global6 = IPNetwork.Parse("2000::/3");

    private readonly Func<IPAddress, bool> allows;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;

    public OutsideNetwork() : this(IsPublic, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="allows">Whether an address may be connected to.</param>
    /// <param name="resolve">The addresses of a host.</param>
    public OutsideNetwork(Func<IPAddress, bool> allows, Func<string, CancellationToken, Task<IPAddress[]>> resolve) => (this.allows, this.resolve) = (allows, resolve);

    /// <summary>Whether an address belongs to the public network.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily is AddressFamily.InterNetworkV6 && (!global6.Contains(address) || address.ScopeId != 0)) return false;
        return address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Array.Exists(special, network => network.Contains(address));
    }

    /// <summary>Connects to a host at the address that was checked: the name is looked up once, so it cannot change in between.</summary>
    /// <exception cref="OutsideRefusedException">One of its addresses is not to be reached: a name that mixes both kinds is a trap.</exception>
    /// <exception cref="SocketException">It is not there.</exception>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var addresses = await resolve(host, ct);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        if (!Array.TrueForAll(addresses, a => allows(a))) throw new OutsideRefusedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address that is not to be reached.</summary>
public sealed class OutsideRefusedException() : Exception("The address is not public.");
