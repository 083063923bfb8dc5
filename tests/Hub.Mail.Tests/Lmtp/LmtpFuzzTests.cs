using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hub.Mail.Tests.Servers;

namespace Hub.Mail.Tests.Lmtp;

/// <summary>Conversations that nobody would hold: each ends, what the server says are replies, and the next peer is served.</summary>
public sealed partial class LmtpFuzzTests
{
    private static readonly string[] Bits =
    [
        "LHLO x\r\n", "LHLO x\r\n", "EHLO x\r\n", "MAIL FROM:<a@x>\r\n", "MAIL FROM:<a@x>\r\n", "MAIL FROM:<>\r\n", "MAIL FROM:<a@x> SIZE=99999999999999999999 BODY=8BITMIME\r\n", "RCPT TO:<b@x>\r\n", "RCPT TO:<b@x>\r\n",
        "RCPT TO:<\"b\\\"\"@[1.2.3.4]>\r\n", "RCPT TO:<" + new string('b', 3000) + ">\r\n", "RCPT TO:\r\n", "DATA\r\n", "DATA\r\n", ".\r\n", "\r\n.\r\n", "\n.\n", "\r.\r", "..\r\n", ".", "\r\n", "\r", "\n", "RSET\r\n",
        "NOOP\r\n", "VRFY x\r\n", "HELP\r\n", "STARTTLS\r\n", "GET / HTTP/1.1\r\n", "BDAT 5 LAST\r\nhello", "AUTH PLAIN AA==\r\n", "\0\xFF\x80", "Subject: x\r\n\r\ntext\r\n", "--b\r\n", new string('x', 9000),
    ];

    private static readonly Gen<string> Conversations =
        from start in Gen.Elements("", "LHLO x\r\n", "LHLO x\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\n")
        from rest in Gen.OneOf(Gen.Elements(Bits), Gen.Choose(0, 255).Select(i => ((char)i).ToString())).ArrayOf()
        select start + string.Concat(rest);

    [Fact]
    public async Task Whatever_a_peer_says_it_gets_replies_and_an_end()
    {
        await using var host = await LmtpHost.StartAsync();
        Prop.ForAll(Conversations.ToArbitrary(), said =>
        {
            Task.Run(() => HoldAsync(host, said)).WaitAsync(Programs.Guard).GetAwaiter().GetResult();
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync("x\r\n.\r\n");
        await peer.ExpectAsync("250 2.1.5");
        Assert.DoesNotContain(host.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    private static async Task HoldAsync(LmtpHost host, string said)
    {
        await using var peer = await RawPeer.ConnectAsync(host.Port);
        try
        {
            await peer.SendAsync(said);
            peer.Finish();
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException)
        {
            // It had heard enough.
        }
        while (await peer.LineAsync() is { } line) Assert.Matches(Reply(), line);
    }

    [GeneratedRegex("^[2345][0-9]{2}[ -][ -~]*$")]
    private static partial Regex Reply();
}
