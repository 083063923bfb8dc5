using System.Net;
using System.Net.Sockets;
using Hub.Platform;
using Microsoft.AspNetCore.Http;

namespace Hub.Hosting;

/// <summary>Where HTTP listens.</summary>
internal static class Addresses
{
    public const string Default = "http://127.0.0.1:5080";

    private static readonly string[] Keys = ["urls", "http_ports", "https_ports"];

    /// <summary>True where a setting of ASP.NET Core says where to listen.</summary>
    public static bool AreGiven(IConfiguration settings) =>
        Keys.Any(key => !string.IsNullOrEmpty(settings[key])) || settings.GetSection("Kestrel:Endpoints").Exists();

    /// <summary>Tries the ports before anything is started, so that the usual mistake costs no second.</summary>
    /// <exception cref="StartRefusedException">One is in use.</exception>
    public static void Check(string? urls)
    {
        foreach (var url in (urls ?? Default).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new StartRefusedException($"The address {url} cannot be read. It looks like: ASPNETCORE_URLS={Default}");
            }
            if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0) continue;
            var ip = address.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given : IPAddress.Any;
            try
            {
                using var probe = new TcpListener(ip, address.Port);
                probe.Start();
            }
            catch (SocketException failure)
            {
                throw Refused(url, address.Port, failure.SocketErrorCode);
            }
        }
    }

    public static StartRefusedException InUse(string urls) => Refused(urls, BindingAddress.Parse(urls.Split(';')[0]).Port, SocketError.AddressAlreadyInUse);

    private static StartRefusedException Refused(string url, int port, SocketError error) => new(error switch
    {
        SocketError.AddressAlreadyInUse => $"Port {port} is in use by another program ({url}); perhaps Hub runs already. Stop it, or choose another port: ASPNETCORE_URLS=http://127.0.0.1:{port + 1} ./ops/run",
        SocketError.AccessDenied => $"This user may not listen on port {port} ({url}). Choose one above 1023: ASPNETCORE_URLS={Default} ./ops/run",
        _ => $"Hub cannot listen on {url} ({error}). Choose another address: ASPNETCORE_URLS={Default} ./ops/run",
    });
}
