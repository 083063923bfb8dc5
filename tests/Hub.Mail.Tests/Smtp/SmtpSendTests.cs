using System.Globalization;
using System.Text;
using Hub.Mail.Smtp;

namespace Hub.Mail.Tests.Smtp;

public sealed class SmtpSendTests
{
    private static readonly SmtpEnvelope ToOne = new("support@hub.test", ["anna@example.org"]);
    private static readonly SmtpEnvelope ToThree = new("support@hub.test", ["a@example.org", "b@example.org", "c@example.org"]);

    [Theory]
    [InlineData("a\r\n", "a\r\n")]
    [InlineData("a", "a\r\n")]
    [InlineData("a\nb\rc\r\nd", "a\r\nb\r\nc\r\nd\r\n")]
    [InlineData("a\n\r\n\r", "a\r\n\r\n\r\n")]
    [InlineData(".\n..\r.x\r\n", "..\r\n...\r\n..x\r\n")]
    [InlineData("first\n.\nMAIL FROM:<x@y.example>\r.\r", "first\r\n..\r\nMAIL FROM:<x@y.example>\r\n..\r\n")]
    [InlineData("", "")]
    public async Task Line_ends_become_CRLF_and_dots_are_doubled(string content, string wire)
    {
        var came = "";
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            Assert.Equal("MAIL FROM:<support@hub.test>", await peer.HearAsync("MAIL", "250 ok"));
            Assert.Equal("RCPT TO:<anna@example.org>", await peer.HearAsync("RCPT", "250 ok"));
            await peer.HearAsync("DATA", "354 go");
            came = await peer.ContentAsync();
            await peer.SayAsync("250 2.0.0 Ok: queued as 4711");
            await peer.GoodbyeAsync();
        });
        await using (var connection = await fake.ConnectAsync())
        {
            var result = await connection.SendAsync(ToOne, Octets(content), CancellationToken.None);
            Assert.Equal((250, "2.0.0", "Ok: queued as 4711"), (result.Reply.Code, result.Reply.EnhancedCode, result.Reply.Text));
            Assert.True(Assert.Single(result.Recipients).IsAccepted);
        }
        await fake.FinishAsync();
        Assert.Equal(wire, came);
    }

    [Fact]
    public async Task Size_and_eight_bits_are_announced_and_a_bounce_has_no_sender()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("SIZE 100", "8BITMIME");
            // Dots that are doubled do not count, line ends as sent do.
            Assert.Equal("MAIL FROM:<> SIZE=8 BODY=8BITMIME", await peer.HearAsync("MAIL", "250 ok"));
            await peer.HearAsync("RCPT", "250 ok");
            await peer.HearAsync("DATA", "354 go");
            Assert.Equal("..\xe9\r\n..y\r\n", await peer.ContentAsync());
            await peer.SayAsync("250 ok");
        });
        await using var connection = await fake.ConnectAsync();
        await connection.SendAsync(ToOne with { From = null }, Octets(".\xe9\n.y\n"), CancellationToken.None);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task Some_recipients_may_be_refused_and_the_others_have_the_mail()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("ENHANCEDSTATUSCODES");
            await peer.HearAsync("MAIL", "250 ok");
            await peer.HearAsync("RCPT TO:<a@", "250 2.1.5 ok");
            await peer.SayMultipleAsync("RCPT TO:<b@", "550-5.1.1 The account you tried to reach", "550-5.1.1 does not exist.", "550 5.1.1 See https://example.org");
            await peer.HearAsync("RCPT TO:<c@", "451 try later");
            await peer.HearAsync("DATA", "354 go");
            await peer.ContentAsync();
            await peer.SayAsync("250 ok");
        });
        await using var connection = await fake.ConnectAsync();
        var result = await connection.SendAsync(ToThree, Octets("x"), CancellationToken.None);
        Assert.Equal([250, 550, 451], result.Recipients.Select(r => r.Reply.Code));
        Assert.Equal(new(550, "5.1.1", "The account you tried to reach\ndoes not exist.\nSee https://example.org"), result.Recipients[1].Reply);
        Assert.Null(result.Recipients[2].Reply.EnhancedCode);
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData(550, 550, true)]
    [InlineData(550, 450, false)]
    public async Task A_mail_whose_recipients_are_all_refused_is_refused_and_the_connection_goes_on(int first, int second, bool permanent)
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.HearAsync("MAIL", "250 ok");
            await peer.HearAsync("RCPT", $"{first} 5.7.1 no");
            await peer.HearAsync("RCPT", $"{second} no");
            await peer.HearAsync("RSET", "250 ok");
            await peer.TakeMailAsync();
            await peer.GoodbyeAsync();
        });
        await using (var connection = await fake.ConnectAsync())
        {
            var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.SendAsync(new("s@hub.test", ["a@example.org", "b@example.org"]), Octets("x"), CancellationToken.None));
            Assert.Equal((SmtpPhase.Recipient, permanent, 550), (refused.Phase, refused.Permanent, refused.Code));
            Assert.Equal(["a@example.org", "b@example.org"], refused.Recipients.Select(r => r.Recipient));
            await connection.SendAsync(ToOne, Octets("y"), CancellationToken.None);
            Assert.Equal(1, connection.Mails);
        }
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData("MAIL", "552 5.3.4 too big", SmtpPhase.Mail, true)]
    [InlineData("MAIL", "451 4.7.1 greylisted", SmtpPhase.Mail, false)]
    [InlineData("DATA", "554 5.7.1 spam", SmtpPhase.Data, true)]
    [InlineData("end", "554 5.7.1 spam", SmtpPhase.Content, true)]
    [InlineData("end", "452 4.3.1 disk full", SmtpPhase.Content, false)]
    public async Task A_refusal_tells_where_and_in_whose_words_and_the_connection_goes_on(string where, string reply, SmtpPhase phase, bool permanent)
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.HearAsync("MAIL", where == "MAIL" ? reply : "250 ok");
            if (where != "MAIL")
            {
                await peer.HearAsync("RCPT", "250 ok");
                await peer.HearAsync("DATA", where == "DATA" ? reply : "354 go");
            }
            if (where == "end")
            {
                await peer.ContentAsync();
                await peer.SayAsync(reply);
            }
            await peer.HearAsync("RSET", "250 ok");
            await peer.TakeMailAsync();
        });
        await using var connection = await fake.ConnectAsync();
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.SendAsync(ToOne, Octets("x"), CancellationToken.None));
        Assert.Equal((phase, permanent, reply), (refused.Phase, refused.Permanent, $"{refused.Code} {refused.EnhancedCode} {refused.Text}"));
        Assert.True(connection.IsUsable);
        await connection.SendAsync(ToOne, Octets("x"), CancellationToken.None);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_server_that_says_421_is_left()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.HearAsync("MAIL", "421 4.3.2 shutting down");
            await peer.Wire.ClosedAsync();
        });
        await using var connection = await fake.ConnectAsync();
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.SendAsync(ToOne, Octets("x"), CancellationToken.None));
        Assert.False(refused.Permanent);
        Assert.False(connection.IsUsable);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task What_the_server_said_it_does_not_take_is_not_sent()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("SIZE 10");
            for (var i = 0; i < 5; i++) await peer.HearAsync("RSET", "250 ok");
            await peer.GoodbyeAsync();
        });
        await using (var connection = await fake.ConnectAsync())
        {
            await RefusedAsync(552, "5.3.4", ToOne, "12345678\n9");
            await RefusedAsync(554, "5.6.3", ToOne, "\xe9");
            await RefusedAsync(553, "5.6.7", ToOne with { Recipients = ["müller@example.org"] }, "x");
            await RefusedAsync(501, "5.1.3", ToOne with { Recipients = ["a@example.org>\r\nRCPT TO:<b@example.org"] }, "x");
            await RefusedAsync(501, "5.1.7", ToOne with { From = "a@example.org> SIZE=1" }, "x");

            async Task RefusedAsync(int code, string enhanced, SmtpEnvelope envelope, string content)
            {
                var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.SendAsync(envelope, Octets(content), CancellationToken.None));
                Assert.Equal((code, enhanced, true), (refused.Code, refused.EnhancedCode, refused.Permanent));
            }
        }
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_recipient_that_is_no_address_does_not_keep_the_mail_from_the_others()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("SMTPUTF8");
            Assert.Equal("MAIL FROM:<support@hub.test> SMTPUTF8", await peer.HearAsync("MAIL", "250 ok"));
            Assert.Equal("RCPT TO:<m\xc3\xbcller@example.org>", await peer.HearAsync("RCPT", "250 ok"));
            await peer.HearAsync("DATA", "354 go");
            await peer.ContentAsync();
            await peer.SayAsync("250 ok");
        });
        await using var connection = await fake.ConnectAsync();
        var result = await connection.SendAsync(ToOne with { Recipients = ["no address", "müller@example.org"] }, Octets("x"), CancellationToken.None);
        Assert.Equal([501, 250], result.Recipients.Select(r => r.Reply.Code));
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_domain_beyond_ASCII_is_said_in_ASCII_where_the_server_takes_no_other()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            Assert.Equal("MAIL FROM:<support@hub.test>", await peer.HearAsync("MAIL", "250 ok"));
            Assert.Equal("RCPT TO:<anna@xn--mnchen-3ya.example>", await peer.HearAsync("RCPT", "250 ok"));
            await peer.HearAsync("DATA", "354 go");
            await peer.ContentAsync();
            await peer.SayAsync("250 ok");
        });
        await using var connection = await fake.ConnectAsync();
        var result = await connection.SendAsync(ToOne with { Recipients = ["anna@münchen.example"] }, Octets("x"), CancellationToken.None);
        Assert.Equal("anna@münchen.example", Assert.Single(result.Recipients).Recipient);
        await fake.FinishAsync();
    }

    [Fact]
    public async Task With_PIPELINING_the_envelope_goes_at_once_and_replies_find_their_recipients()
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("PIPELINING");
            // All are heard before one is answered.
            await peer.HearAsync("MAIL");
            for (var i = 0; i < 49; i++) Assert.Equal($"RCPT TO:<r{i}@example.org>", await peer.HearAsync("RCPT"));
            await peer.SayAsync("250 ok");
            for (var i = 0; i < 49; i++) await peer.SayAsync(i % 2 == 0 ? $"250 r{i}" : $"550 r{i}");
            for (var i = 49; i < 60; i++) await peer.HearAsync("RCPT");
            await peer.Wire.SendAsync(string.Concat(Enumerable.Range(49, 11).Select(i => $"250 r{i}\r\n")));
            await peer.HearAsync("DATA", "354 go");
            await peer.ContentAsync();
            await peer.SayAsync("250 ok");
        });
        await using var connection = await fake.ConnectAsync();
        var result = await connection.SendAsync(new("s@hub.test", [.. Enumerable.Range(0, 60).Select(i => $"r{i}@example.org")]), Octets("x"), CancellationToken.None);
        Assert.All(result.Recipients.Select((r, i) => (r, i)), x => Assert.Equal($"r{x.i}", x.r.Reply.Text));
        Assert.Equal(24, result.Recipients.Count(r => !r.IsAccepted));
        await fake.FinishAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_PIPELINING_a_refused_sender_is_what_counts(bool closes)
    {
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync("PIPELINING");
            await peer.HearAsync("MAIL", "550 5.7.1 not you");
            if (closes) return;
            await peer.HearAsync("RCPT", "503 5.5.1 need MAIL");
            await peer.HearAsync("RSET", "250 ok");
        });
        await using var connection = await fake.ConnectAsync();
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.SendAsync(ToOne, Octets("x"), CancellationToken.None));
        Assert.Equal((SmtpPhase.Mail, "not you", !closes), (refused.Phase, refused.Text, connection.IsUsable));
        await fake.FinishAsync();
    }

    [Fact]
    public async Task A_large_mail_from_a_stream_comes_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => string.Create(CultureInfo.InvariantCulture, $".line {i}\n")));
        var came = 0L;
        await using var fake = new FakeSmtp(async peer =>
        {
            await peer.GreetAsync();
            await peer.BeginMailAsync();
            for (var i = 0; i < 40_000; i++)
            {
                Assert.Equal($"..line {i}", await peer.Wire.LineAsync());
                came++;
            }
            await peer.HearAsync(".", "250 ok");
        });
        await using var connection = await fake.ConnectAsync();
        await using var stream = new MemoryStream(Encoding.Latin1.GetBytes(text)) { Position = 17 };
        await connection.SendAsync(ToOne, stream, CancellationToken.None);
        await fake.FinishAsync();
        Assert.Equal(40_000, came);
    }

    private static ReadOnlyMemory<byte> Octets(string text) => Encoding.Latin1.GetBytes(text);
}
