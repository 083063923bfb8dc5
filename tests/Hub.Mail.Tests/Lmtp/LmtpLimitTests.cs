using System.Text;
using Hub.Mail.Lmtp;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Lmtp;

public sealed class LmtpLimitTests
{
    [Fact]
    public async Task A_mail_announced_too_large_is_refused_before_it_comes()
    {
        await using var host = await LmtpHost.StartAsync(new() { MaxSize = 1000 });
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("MAIL FROM:<s@example.org> SIZE=1001", "552 5.3.4");
        await peer.ExpectAsync("MAIL FROM:<s@example.org> SIZE=1000", "250 2.1.0");
    }

    [Theory]
    [InlineData(1000, "250 2.1.5", "250 2.1.5")]
    [InlineData(1001, "552 5.3.4", "552 5.3.4")]
    [InlineData(700_000, "552 5.3.4", "552 5.3.4")]
    public async Task A_mail_that_turns_out_too_large_is_swallowed_and_refused_for_each_recipient(int size, string first, string second)
    {
        await using var host = await LmtpHost.StartAsync(new() { MaxSize = 1000 });
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test", "b@hub.test");
        await peer.SendAsync(new string('x', size - 2) + "\r\n.\r\nNOOP\r\n");
        await peer.ExpectAsync(first);
        await peer.ExpectAsync(second);
        await peer.ExpectAsync("250 2.0.0");
        Assert.Equal(first[0] == '2' ? 1 : 0, host.Mailroom.Mails.Count);
    }

    [Fact]
    public async Task Ten_thousand_recipients_pipelined_are_each_answered_and_a_thousand_taken()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        var commands = new StringBuilder("MAIL FROM:<s@example.org>\r\n");
        for (var i = 0; i < 10_000; i++) commands.Append(null, $"RCPT TO:<r{i}@hub.test>\r\n");
        commands.Append("DATA\r\n");
        var sending = peer.SendAsync(commands.ToString());
        await peer.ExpectAsync("250 2.1.0");
        for (var i = 0; i < 10_000; i++) await peer.ExpectAsync(i < 1000 ? "250 2.1.5" : "452 4.5.3");
        await peer.ExpectAsync("354");
        await sending;
        await peer.SendAsync("x\r\n.\r\n");
        for (var i = 0; i < 1000; i++) await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("NOOP", "250 2.0.0");
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"r{i}@hub.test"), host.Mailroom.OnlyMail().Recipients);
    }

    [Theory]
    [InlineData(2048, "250 2.0.0")]
    [InlineData(2049, "500 5.5.2")]
    [InlineData(40_000, "500 5.5.2")]
    public async Task A_command_line_has_2048_octets_with_its_end(int octets, string reply)
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("NOOP ".PadRight(octets - 2, 'x'), reply);
        await peer.ExpectAsync("NOOP", "250 2.0.0");
    }

    [Fact]
    public async Task A_line_without_end_is_not_read_for_ever()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.SendAsync(new string('x', 70_000));
        await peer.ExpectAsync("421 4.7.0");
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task The_third_error_closes()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("BLAH", "500 5.5.1");
        await peer.ExpectAsync("NOOP", "250 2.0.0");
        await peer.ExpectAsync("RCPT TO:<a@hub.test>", "503 5.5.1");
        await peer.ExpectAsync("DATA", "421 4.7.0");
        await peer.ClosedAsync();
    }

    [Fact]
    public async Task Nested_MAIL_and_arguments_where_none_belong_are_errors()
    {
        await using var host = await LmtpHost.StartAsync(new() { MaxErrors = 10 });
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync("MAIL FROM:<s@example.org>", "250 2.1.0");
        await peer.ExpectAsync("MAIL FROM:<s@example.org>", "503 5.5.1");
        await peer.ExpectAsync("DATA now", "501 5.5.4");
        await peer.ExpectAsync("RSET all", "501 5.5.4");
        await peer.ExpectAsync("QUIT now", "501 5.5.4");
        await peer.ExpectAsync("EHLO x", "500 5.5.1");
        await peer.ExpectAsync("STARTTLS", "500 5.5.1");
    }

    [Fact]
    public async Task What_was_pipelined_behind_a_refused_MAIL_is_no_error_of_the_peers()
    {
        await using var host = await LmtpHost.StartAsync(new() { MaxSize = 10 });
        await using var peer = await host.GreetAsync();
        await peer.SendAsync("MAIL FROM:<s@example.org> SIZE=11\r\n" + string.Concat(Enumerable.Repeat("RCPT TO:<a@hub.test>\r\n", 20)) + "DATA\r\n");
        await peer.ExpectAsync("552 5.3.4");
        for (var i = 0; i < 21; i++) await peer.ExpectAsync("503 5.5.1");
        await peer.ExpectAsync("NOOP", "250 2.0.0");
    }

    [Fact]
    public async Task Many_refused_recipients_and_a_DATA_behind_them_are_no_errors()
    {
        await using var host = await LmtpHost.StartAsync();
        host.Mailroom.Accept = _ => LmtpReply.NoSuchRecipient;
        await using var peer = await host.GreetAsync();
        await peer.SendAsync("MAIL FROM:<s@example.org>\r\n" + string.Concat(Enumerable.Repeat("RCPT TO:<a@hub.test>\r\n", 20)) + "DATA\r\n");
        await peer.ExpectAsync("250 2.1.0");
        for (var i = 0; i < 20; i++) await peer.ExpectAsync("550 5.1.1");
        await peer.ExpectAsync("503 5.5.1");
        await peer.ExpectAsync("NOOP", "250 2.0.0");
    }

    [Fact]
    public async Task One_connection_too_many_is_sent_away_and_may_come_when_another_has_left()
    {
        await using var host = await LmtpHost.StartAsync(new() { MaxConnections = 2 });
        await using var first = await host.GreetAsync();
        await using var second = await host.GreetAsync();
        await using var third = await RawPeer.ConnectAsync(host.Port);
        await third.ExpectAsync("421 4.3.2");
        await third.ClosedAsync();
        await first.ExpectAsync("QUIT", "221");
        await first.ClosedAsync();
        await Programs.UntilAsync("a free place", async () =>
        {
            await using var again = await RawPeer.ConnectAsync(host.Port);
            return (await again.ReplyAsync()).StartsWith("220", StringComparison.Ordinal);
        });
        await second.ExpectAsync("NOOP", "250");
    }

    [Fact]
    public async Task Line_noise_never_brings_it_down()
    {
        await using var host = await LmtpHost.StartAsync();
        var random = new Random(20260101);
        string[] words = ["LHLO x\r\n", "MAIL FROM:<a@b.example>\r\n", "RCPT TO:<a@hub.test>\r\n", "DATA\r\n", ".\r\n", "\r\n.\r\n", "\r", "\n", "\0", "RSET\r\n", "<", ">", "\"", "@", " ", "\xff", "SIZE=", "[", "]", "STARTTLS\r\n"];
        for (var round = 0; round < 200; round++)
        {
            await using var peer = await host.ConnectAsync();
            var noise = "LHLO x\r\n" + string.Concat(Enumerable.Range(0, 60).Select(_ => words[random.Next(words.Length)]));
            try
            {
                await peer.SendAsync(noise);
                peer.Finish();
            }
            catch (Exception closed) when (closed is IOException or System.Net.Sockets.SocketException)
            {
                // Left by the server after the third error.
            }
            while (await peer.LineAsync() is { } line) Assert.Matches("^[2345][0-9][0-9][ -]", line);
        }
        await using var last = await host.GreetAsync();
        Assert.DoesNotContain(host.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }
}
