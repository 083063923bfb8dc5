namespace Hub.Mail.Tests.Lmtp;

public sealed class LmtpFirstWordTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("POST /mail HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("CONNECT hub.test:24 HTTP/1.1")]
    [InlineData("PRI * HTTP/2.0")]
    [InlineData("EHLO mx.example.org")]
    [InlineData("HELO mx.example.org")]
    [InlineData("MAIL FROM:<s@example.org>")]
    [InlineData("NOOP")]
    [InlineData("STARTTLS")]
    [InlineData("\x16\x03\x01")]
    [InlineData("")]
    public async Task Whoever_says_anything_else_before_LHLO_is_left_and_not_heard_further(string first)
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.ConnectAsync();
        // The body of a request that a web page makes a browser send.
        await peer.SendAsync(first + "\r\nLHLO x\r\nMAIL FROM:<s@example.org>\r\nRCPT TO:<a@hub.test>\r\nDATA\r\nx\r\n.\r\n");
        await peer.ExpectAsync("500 5.5.1");
        await peer.ClosedAsync();
        Assert.Empty(host.Mailroom.Mails);
    }

    [Fact]
    public async Task A_first_line_too_long_ends_it_too()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.ConnectAsync();
        await peer.SendAsync("GET /" + new string('a', 5000) + " HTTP/1.1\r\nLHLO x\r\n");
        await peer.ExpectAsync("500 5.5.1");
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task A_check_that_only_says_QUIT_is_told_goodbye()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.ConnectAsync();
        await peer.ExpectAsync("QUIT", "221");
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task LHLO_without_a_name_is_an_error()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.ConnectAsync();
        await peer.ExpectAsync("LHLO", "501 5.5.4");
        await peer.ExpectAsync("LHLO a b", "501 5.5.4");
        await peer.ExpectAsync("LHLO [127.0.0.1]", "250-");
    }
}
