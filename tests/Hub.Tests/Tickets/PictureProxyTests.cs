using System.Net;
using System.Text;
using Hub.Tests.Support;
using Hub.Tickets;

namespace Hub.Tests.Tickets;

/// <summary>Pictures that lie elsewhere: from where they are fetched, from where never, and what counts as one.</summary>
public sealed class PictureProxyTests : IAsyncLifetime
{
    private readonly PictureServer server = PictureServer.Start(path => path switch
    {
        "/picture.png" => PictureServer.Ok(PictureServer.Png, "text/html"),
        "/page" => PictureServer.Ok(Encoding.ASCII.GetBytes("<html><script>alert(1)</script></html>" + new string('x', 200)), "image/png"),
        "/drawing.svg" => PictureServer.Ok(Encoding.ASCII.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"></svg>" + new string(' ', 200)), "image/svg+xml"),
        "/large" => PictureServer.Ok([.. PictureServer.Png, .. new byte[5_000_000]]),
        "/says-large" => ("HTTP/1.1 200 OK\r\nContent-Length: 5000001\r\n", PictureServer.Png),
        "/huge" => PictureServer.Ok([.. PictureServer.Png[..16], 0, 1, 0, 0, 0, 1, 0, 0, .. PictureServer.Png[24..]]),
        "/moved" => PictureServer.To("/picture.png"),
        "/inside" => PictureServer.To("http://inside.test/picture.png"),
        "/file" => PictureServer.To("file:///etc/passwd"),
        "/smtp" => PictureServer.To("http://outside.test:25/"),
        "/round" => PictureServer.To("/round"),
        "/gone" => ("HTTP/1.1 404 Not Found\r\n", PictureServer.Png),
        _ => null,
    });

    private readonly List<string> lookedUp = [];
    private PictureProxy proxy = null!;

    public Task InitializeAsync()
    {
        // The server of the test plays a public one; "inside.test" is at another address of this machine.
        proxy = Of(new OutsideNetwork(a => a.Equals(IPAddress.Loopback), (host, _) =>
        {
            lookedUp.Add(host);
            return Task.FromResult(host switch
            {
                "outside.test" => [IPAddress.Loopback],
                "mixed.test" => [IPAddress.Loopback, IPAddress.Parse("10.0.0.1")],
                "nowhere.test" => [],
                _ => new[] { IPAddress.Parse("127.0.0.2") },
            });
        }));
        return Task.CompletedTask;

        static PictureProxy Of(OutsideNetwork outside) => new(outside, TimeProvider.System, TimeSpan.FromSeconds(2));
    }

    public async Task DisposeAsync()
    {
        proxy.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_picture_is_known_by_its_content_and_asked_for_without_saying_who_looks()
    {
        var picture = (await FetchAsync("/picture.png")).Value;
        Assert.Equal(("image/png", PictureServer.Png.Length), (picture.Type, picture.Bytes.Length));
        var request = Assert.Single(server.Requests);
        Assert.DoesNotContain("cookie", request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("referer", request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("traceparent", request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_redirection_to_another_public_address_is_followed() =>
        Assert.Equal("image/png", (await FetchAsync("/moved")).Value.Type);

    [Theory]
    [InlineData("/page", "no picture")]
    [InlineData("/drawing.svg", "no picture")]
    [InlineData("/huge", "no picture")]
    [InlineData("/large", "larger than 5 MB")]
    [InlineData("/says-large", "larger than 5 MB")]
    [InlineData("/inside", "not public")]
    [InlineData("/file", "none of the web")]
    [InlineData("/smtp", "none of the web")]
    [InlineData("/round", "from one address to the next")]
    [InlineData("/gone", "answered 404")]
    [InlineData("/silence", "in time")]
    public async Task What_is_no_picture_or_leads_inside_is_refused(string path, string why)
    {
        var refusal = (await FetchAsync(path)).Refusal;
        Assert.Equal("picture_unavailable", refusal?.Code);
        Assert.Contains(why, refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inside.test", "not public")]
    [InlineData("mixed.test", "not public")]
    [InlineData("127.0.0.1", "not public")]
    [InlineData("[::1]", "not public")]
    [InlineData("2130706433", "not public")]
    [InlineData("nowhere.test", "could not be reached")]
    public async Task A_host_that_is_not_public_is_not_connected_to(string host, string why)
    {
        var refusal = (await proxy.FetchAsync($"http://{host}:{server.Port}/picture.png", CancellationToken.None)).Refusal;
        Assert.Contains(why, refusal!.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_so_that_it_cannot_mean_another_address_when_it_is_connected_to()
    {
        await FetchAsync("/picture.png");
        Assert.Equal(["outside.test"], lookedUp);
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b:1::a00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Addresses_are_public_or_not(string address, bool isPublic) => Assert.Equal(isPublic, OutsideNetwork.IsPublic(IPAddress.Parse(address)));

    private Task<global::Hub.Platform.Outcome<Picture>> FetchAsync(string path) => proxy.FetchAsync($"http://outside.test:{server.Port}{path}", CancellationToken.None);
}
