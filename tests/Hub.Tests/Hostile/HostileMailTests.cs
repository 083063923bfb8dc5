using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hub.Tests.Api;
using Hub.Tests.Support;

namespace Hub.Tests.Hostile;

/// <summary>Whatever is said to the mail port, every reply is one of the protocol's, and every mail that was taken is accounted for.</summary>
public sealed partial class HostileMailTests(FilledHub filled) : IClassFixture<FilledHub>
{
    private static readonly string[] headers =
    [
        "From: a@b.test", "From: =?utf-8?q?=00?= <a@b.test>", "From: \0", "From: a@b.test, c@d.test", "From:", "From: <>", "To: support@hub.test", "To: undisclosed-recipients:;", "Subject: =?x?y?z?=", "Subject: =?utf-8?B?/////w==?=",
        "Subject: Re: Re: Fwd:", "Date: x", "Date: Sun, 22 Nov 2026 09:00:00 +9999", "Message-ID: <x@y>", "Message-ID: <>", "Message-ID: <" + "y" + "@>", "References: <a> <b", "In-Reply-To: <x@y>", "Content-Type: multipart/mixed; boundary=b",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "Content-Type: text/html; charset=utf-7", "Content-Type: text/plain; charset=\"\"", "Content-Type: message/rfc822", "Content-Type: /", "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: quoted-printable", "Content-Transfer-Encoding: x", "Auto-Submitted: auto-replied", "Authentication-Results: mx.hub.test; dmarc=fail", "Content-Disposition: attachment; filename*=utf-8''%00%ff", " folded", "no colon", ": no name",
        "X: \u00ff\u00fe", "Reply-To: \"", "List-Id: <x>",
    ];

    private static readonly string[] lines =
    [
        "Hello", "", "--b", "--b--", "Content-Type: text/html", "Content-Type: message/delivery-status", "Final-Recipient: rfc822; x@y", "Action: failed", "Status: 5.1.1", "> quoted", "On 1 Jan 2026, X wrote:", "..", ". ", "=00=FF=", "AAAA====", "\0", "\u00ff\u00c3(", "<b>x",
        "<!--", "&#0;&#x110000;", "begin 644 x", "-- ", "From x", "[#1]", "\u001e",
    ];

    private static readonly string[] commands =
    [
        "LHLO x", "LHLO", "lhlo \u00ff", "MAIL FROM:<a@b.test>", "MAIL FROM:<>", "MAIL FROM:<a@b.test> SIZE=99999999999", "MAIL FROM:<a@b.test> BODY=8BITMIME SMTPUTF8", "MAIL FROM: <a>", "MAIL", "RCPT TO:<support@hub.test>", "RCPT TO:<support+x@hub.test>",
        "RCPT TO:<retours@hub.test>", "RCPT TO:<nobody@hub.test>", "RCPT TO:<postmaster>", "RCPT TO:<\"a b\"@hub.test>", "RCPT TO:<@a,@b:support@hub.test>", "RCPT", "DATA", "DATA x", "RSET", "NOOP", "VRFY x", "EXPN", "HELP", "BDAT 5 LAST", "QUIT x", "\0", "",
        "\u00ff\u00fe", "AUTH PLAIN", "XCLIENT ADDR=1",
    ];

    [Fact]
    public async Task Any_commands_get_replies_of_the_protocol()
    {
        var command = Gen.Frequency((30, Gen.Elements(commands)), (2, Junk.Text.Select(t => t.Replace('\r', ' ').Replace('\n', ' '))), (1, Gen.Constant(new string('x', 5_000))), (1, Gen.Elements("GET / HTTP/1.1", "STARTTLS")));
        var talk = from first in Gen.Frequency((9, Gen.Constant("LHLO x")), (1, Gen.Elements(commands))) from rest in Gen.ListOf(command, 12) from ending in Gen.Frequency((9, Gen.Constant("\r\n")), (1, Gen.Elements("\n", "\r", "\r\r\n"))) select (Lines: rest.Prepend(first).ToList(), ending);
        var findings = new Findings();
        foreach (var (seed, talks) in new Budget(0.15).Rounds(Gen.ListOf(talk, 20)))
            foreach (var (said, ending) in talks)
            {
                findings.Count();
                if (await FaultAsync(string.Concat(said.Select(l => l + ending)) + "\r\n.\r\nQUIT\r\n") is { } fault) findings.Add(fault, $"seed {seed}, {string.Join(" | ", said)}");
            }
        findings.AssertNone();
        await Health.AssertAsync(filled);
    }

    [Fact]
    public async Task Any_mail_is_taken_and_accounted_for()
    {
        var mail = from head in Gen.ListOf(Gen.Elements(headers)).Resize(8)
                   from body in Gen.ListOf(Gen.Frequency((9, Gen.Elements(lines)), (1, Junk.Text.Select(t => t.ReplaceLineEndings(" "))))).Resize(12)
                   from end in Gen.Elements("\r\n\r\n", "\r\n", "\r\n \r\n")
                   select string.Join("\r\n", head) + end + string.Join("\r\n", body) + "\r\n";
        var (findings, taken) = (new Findings(), 0);
        var before = await filled.App.ScalarAsync<long>("select count(*) from received_mails");
        foreach (var (seed, mails) in new Budget(0.15).Rounds(Gen.ListOf(mail, 20)))
            foreach (var one in mails)
            {
                findings.Count();
                // Envelopes of many senders: one of them would soon be too loud.
                var reply = (await new Postman(filled.App).DeliverAsync(one, $"s{taken}@bad.test", ["support@hub.test"]))[0];
                if (reply.StartsWith("250", StringComparison.Ordinal)) taken++;
                else findings.Add(reply, $"seed {seed}, {one}");
            }
        findings.AssertNone();
        Assert.Equal(before + taken, await filled.App.ScalarAsync<long>("select count(*) from received_mails"));
        Assert.True(await filled.App.ScalarAsync<long>("select count(*) from raw_payloads where state = 'received'") == 0, "A mail could not be worked on.");
        Assert.True(await filled.App.ScalarAsync<long>("select count(*) from raw_payloads where state = 'quarantined' and attempts >= 3") == 0, "A mail failed again and again.");
        await Health.AssertAsync(filled);
    }

    private async Task<string?> FaultAsync(string said)
    {
        using var guard = new CancellationTokenSource(Wait.Guard);
        using var peer = new TcpClient();
        await peer.ConnectAsync("127.0.0.1", filled.App.LmtpPort, guard.Token);
        await using var stream = peer.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(said), guard.Token);
            peer.Client.Shutdown(SocketShutdown.Send);
            while (await reader.ReadLineAsync(guard.Token) is { } line)
                if (!Reply().IsMatch(line)) return $"no reply: {line}";
            return null;
        }
        catch (IOException)
        {
            // It closes on what is not worth an answer.
            return null;
        }
        catch (OperationCanceledException)
        {
            return "the connection hangs";
        }
    }

    [GeneratedRegex("^[2345][0-5][0-9][ -][^\r\n]*$")]
    private static partial Regex Reply();
}
