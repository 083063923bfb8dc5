using System.Text;
using Hub.Agents;
using Hub.Channels.Email.Receiving;
using Hub.Mail.Mime;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

/// <summary>Mail that machines write, and mail that is made to hurt.</summary>
public sealed class OddMailTests : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:Lease=2");
        desk = await hub.SignInAsync(Role.Supervisor);
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Theory]
    [InlineData("Mon, 23 Nov 2026 09:00:00 +0530")]
    [InlineData("Mon, 23 Nov 2026 09:00:00 -0800")]
    [InlineData("2026-11-23T09:00:00+01:00")]
    public async Task A_date_of_any_zone_is_kept(string date)
    {
        await DeliverAsync(Postman.Mail("zone@shop.test", date, "Hello", ("Date", date)));
        Assert.Equal("ticket", (await ReceivingTests.EntryAsync(desk, "from=zone@shop.test")).GetProperty("disposition").GetString());
    }

    [Fact]
    public async Task An_absence_note_sent_to_the_return_path_is_no_bounce()
    {
        var (number, sent) = await AnsweredAsync("away@shop.test");
        // As Sieve's vacation sends it (RFC 5230 section 4.6): to the return path, from nobody.
        await DeliverAsync(Postman.Mail("Away <away@shop.test>", "Auto: Re: Hello", "I am back on Monday", ("Auto-Submitted", "auto-replied (vacation)"), ("In-Reply-To", $"<{sent.Read().MessageId}>")), "", sent.From);
        var messages = await ReceivingTests.MessagesAsync(desk, number);
        Assert.Equal("sent", messages[1].GetProperty("delivery").GetProperty("state").GetString());
        Assert.Equal("I am back on Monday", messages[2].GetProperty("text").GetString()!.Trim());
        // From a program that names nothing, the return path alone tells where it belongs.
        await DeliverAsync(Postman.Mail("away@shop.test", "Out of office", "Still away", ("X-Autoreply", "yes")), "", sent.From);
        Assert.Equal(4, (await ReceivingTests.MessagesAsync(desk, number)).Count);
        Assert.Equal("autoReply", (await ReceivingTests.EntryAsync(desk, "from=away@shop.test")).GetProperty("disposition").GetString());
    }

    [Theory]
    [InlineData("Mail Delivery System <Mailer-Daemon@mx.shop.test>", "X-Failed-Recipients", "gone@shop.test")]
    [InlineData("MAILER-DAEMON@mx.shop.test", "X-Nothing", "x")]
    [InlineData("Postmaster <postmaster@shop.test>", "X-Nothing", "x")]
    [InlineData("", "X-Nothing", "x")]
    public async Task A_bounce_in_prose_is_one(string from, string header, string value)
    {
        var (number, sent) = await AnsweredAsync("gone@shop.test");
        await DeliverAsync(Postman.Mail(from, "failure notice", "Hi. This is the qmail-send program. Sorry, no mailbox here by that name.", (header, value), ("From", from)), "", sent.From);
        var failed = await SendingTests.StateAsync(desk, number, "An answer", "failed");
        Assert.Contains("no mailbox here", failed.GetProperty("delivery").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
    }

    [Fact]
    public async Task A_report_with_what_the_database_cannot_hold_is_a_bounce_all_the_same()
    {
        var (number, sent) = await AnsweredAsync("nul@shop.test");
        await DeliverAsync(Postman.Mail("MAILER-DAEMON@mx.shop.test", "Undelivered",
            "--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; nul\0@shop.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 a\0b\n--r--",
            ("Content-Type", "multipart/report; report-type=delivery-status; boundary=r")), "", sent.From);
        await SendingTests.StateAsync(desk, number, "An answer", "failed");
        Assert.Equal("bounce", (await ReceivingTests.EntryAsync(desk, "disposition=bounce")).GetProperty("disposition").GetString());
    }

    [Fact]
    public async Task A_receipt_of_reading_opens_nothing_and_names_the_mail_that_was_read()
    {
        var (number, sent) = await AnsweredAsync("reads@shop.test");
        var pending = (await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(System.Net.HttpStatusCode.OK)).GetProperty("status").GetString();
        await DeliverAsync(Postman.Mail("reads@shop.test", "Read: Hello", Receipt($"Original-Message-ID: <{sent.Read().MessageId}>\n"), ("Content-Type", "multipart/report; report-type=disposition-notification; boundary=r")));
        var known = await ReceivingTests.EntryAsync(desk, "from=reads@shop.test");
        Assert.Equal(("autoReply", "reported", number, 2), (known.GetProperty("disposition").GetString(), known.GetProperty("code").GetString(), known.GetProperty("ticket").GetInt64(), known.GetProperty("seq").GetInt32()));
        Assert.Equal("manual-action/MDN-sent-manually; displayed", known.GetProperty("reason").GetString());
        await DeliverAsync(Postman.Mail("other@shop.test", "Read: something", Receipt(""), ("Content-Type", "multipart/report; report-type=disposition-notification; boundary=r")));
        var unknown = await ReceivingTests.EntryAsync(desk, "from=other@shop.test");
        Assert.Equal(("autoReply", "unknownReport"), (unknown.GetProperty("disposition").GetString(), unknown.GetProperty("code").GetString()));
        Assert.Equal(1, await hub.ScalarAsync<int>("select count(*)::int from tickets"));
        Assert.Equal(2, (await ReceivingTests.MessagesAsync(desk, number)).Count);
        Assert.Equal(pending, (await desk.GetAsync($"/api/v1/tickets/{number}").ExpectAsync(System.Net.HttpStatusCode.OK)).GetProperty("status").GetString());
        Assert.Single(smart.Mails);

        static string Receipt(string about) => "--r\nContent-Type: text/plain\n\nYour message was displayed.\n--r\nContent-Type: message/disposition-notification\n\n"
            + $"Reporting-UA: client.test; Mail 1\nFinal-Recipient: rfc822;reads@shop.test\n{about}Disposition: manual-action/MDN-sent-manually; displayed\n\n--r--";
    }

    [Fact]
    public async Task What_is_left_out_of_a_mail_is_said()
    {
        var files = string.Concat(Enumerable.Range(0, 205).Select(n => $"--b\nContent-Type: text/csv; name={n}.csv\nContent-Disposition: attachment\n\n{n}\n"));
        await DeliverAsync(Postman.Mail("files@shop.test", "Files", $"--b\nContent-Type: text/plain\n\nMany\n{files}--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\nnothing\n--b--", ("Content-Type", "multipart/mixed; boundary=b")));
        var entry = await ReceivingTests.EntryAsync(desk, "from=files@shop.test");
        Assert.Equal("Not all of this mail is shown: its winmail.dat cannot be read; it has 6 more files than are kept.", entry.GetProperty("reason").GetString());
        var message = (await ReceivingTests.MessagesAsync(desk, entry.GetProperty("ticket").GetInt64()))[0];
        Assert.Equal(["cut"], message.GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(200, message.GetProperty("files").GetArrayLength());
    }

    [Fact]
    public void A_report_of_a_million_continued_lines_is_read_in_no_time()
    {
        var text = new StringBuilder("From: MAILER-DAEMON@mx.test\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n");
        text.Append("Final-Recipient: rfc822; a@b.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550\r\n");
        for (var n = 0; n < 400_000; n++) text.Append(" and on and on and on\r\n");
        var mail = MailReader.Read(Encoding.ASCII.GetBytes(text.Append("--r--\r\n").ToString()));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bounce = Bounce.Read(mail);
        Assert.True(bounce!.Recipients[0].Permanent);
        // Adding up line by line allocates hundreds of gigabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000_000);
    }

    [Fact]
    public async Task A_mail_that_fells_every_process_that_takes_it_ends_in_quarantine()
    {
        await DeliverAsync(Postman.Mail("killer@shop.test", "Killer", "Words"));
        // As many crashes leave it: leased again and again, and nobody ever said what went wrong.
        await hub.ExecuteAsync("update raw_payloads set state = 'received', attempts = 10, lease_until = now() - interval '1 hour', message = null");
        await hub.ExecuteAsync("update received_mails set disposition = 'pending'");
        await Wait.UntilAsync("quarantine", async () => (await ReceivingTests.EntryAsync(desk, "from=killer@shop.test")).GetProperty("disposition").GetString() == "quarantine");
    }

    private async Task<(long Number, SentMail Sent)> AnsweredAsync(string from)
    {
        await DeliverAsync(Postman.Mail(from, "Hello", "Hello"));
        var number = await hub.ScalarAsync<long>("select max(number) from tickets");
        await SendingTests.ReplyAsync(desk, number, "An answer");
        var sent = await smart.ReceivedAsync(from);
        await SendingTests.StateAsync(desk, number, "An answer", "sent");
        return (number, sent);
    }

    private async Task DeliverAsync(string mail, string envelopeFrom = "sender@client.test", string to = "support@localhost") =>
        Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail, envelopeFrom, [to]))[0], StringComparison.Ordinal);
}
