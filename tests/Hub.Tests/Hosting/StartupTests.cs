using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Hub.Tests.Storage;

namespace Hub.Tests.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class StartupTests
{
    [Fact]
    public async Task A_port_in_use_is_named_with_the_way_to_change_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var hub = HubProcess.Start(("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"), ("Hub__DataDir", "/nonexistent"));

        Assert.Equal(1, await hub.EndAsync());
        Assert.Equal($"Port {port} is in use by another program (http://127.0.0.1:{port}); perhaps Hub runs already. Stop it, or choose another port: ASPNETCORE_URLS=http://127.0.0.1:{port + 1} ./ops/run", hub.Output);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_one_sentence_without_its_password()
    {
        await using var hub = HubProcess.Start(("ConnectionStrings__Hub", "Host=127.0.0.1;Port=1;Database=hub;Username=hub;Password=geheim"));

        Assert.Equal(1, await hub.EndAsync());
        Assert.Equal("Hub cannot reach its database at 127.0.0.1:1: Connection refused. Check ConnectionStrings__Hub, or leave it out to use the embedded PostgreSQL.", hub.Output);
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_one_sentence_without_its_text()
    {
        await using var hub = HubProcess.Start(("ConnectionStrings__Hub", "Host=127.0.0.1;Geheim=geheim"));

        Assert.Equal(1, await hub.EndAsync());
        Assert.StartsWith("ConnectionStrings__Hub cannot be read.", hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", hub.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_address_that_cannot_be_read_is_named()
    {
        await using var hub = HubProcess.Start(("ASPNETCORE_URLS", "localhost:5080"));

        Assert.Equal(1, await hub.EndAsync());
        Assert.Equal("The address localhost:5080 cannot be read. It looks like: ASPNETCORE_URLS=http://127.0.0.1:5080", hub.Output);
    }
}
