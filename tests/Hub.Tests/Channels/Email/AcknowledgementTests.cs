using System.Net;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

/// <summary>The automatic acknowledgement of receipt (RFC 3834), and what keeps machines from talking to each other for ever.</summary>
public sealed class AcknowledgementTests : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0");
        desk = await hub.SignInAsync(Role.Administrator);
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task It_is_off_until_it_is_switched_on_and_then_answers_a_sender_once_a_day()
    {
        var post = new Postman(hub);
        await post.DeliverAsync(Postman.Mail("anna@shop.test", "One", "Hello"), "anna@shop.test", []);
        await SwitchOnAsync(hub, desk, new { en = "We have it.", fr = "Bien reçu." });
        await post.DeliverAsync(Postman.Mail("anna@shop.test", "Two", "Hello again"), "anna@shop.test", []);
        await post.DeliverAsync(Postman.Mail("anna@shop.test", "Three", "And again"), "anna@shop.test", []);
        var sent = await smart.ReceivedAsync("anna@shop.test");
        var mail = sent.Read();
        Assert.Equal("", sent.From);
        Assert.Equal("auto-replied", mail.AutoSubmitted);
        Assert.Equal("Re: Two", mail.Subject);
        Assert.Single(mail.InReplyTo);
        Assert.StartsWith("We have it.", mail.TextBody, StringComparison.Ordinal);
        // It is no answer: the customer still waits.
        var ticket = await desk.GetAsync("/api/v1/tickets/2").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("open", ticket.GetProperty("status").GetString());
        Assert.True(ticket.TryGetProperty("waitingSince", out _));
        Assert.False(ticket.TryGetProperty("firstResponseAt", out _));
        await Task.Delay(1_500);
        Assert.Single(smart.Mails);
        hub.Time.Advance(TimeSpan.FromHours(25));
        await post.DeliverAsync(Postman.Mail("anna@shop.test", "Four", "Tomorrow"), "anna@shop.test", []);
        await smart.ReceivedAsync("anna@shop.test", 2);
    }

    [Fact]
    public async Task What_a_machine_must_not_answer_is_kept_and_not_answered()
    {
        await SwitchOnAsync(hub, desk, new { });
        foreach (var (from, envelopeFrom, header, value) in new[]
        {
            ("auto@shop.test", "auto@shop.test", "Auto-Submitted", "auto-generated"), ("list@shop.test", "list@shop.test", "List-Id", "<list.shop.test>"),
            ("bulk@shop.test", "bulk@shop.test", "Precedence", "bulk"), ("oof@shop.test", "oof@shop.test", "X-Auto-Response-Suppress", "OOF"),
            ("null@shop.test", "", "X-Nothing", "x"), ("mailer-daemon@shop.test", "mailer-daemon@shop.test", "X-Nothing", "x"),
            ("owner-news@shop.test", "owner-news@shop.test", "X-Nothing", "x"), ("bcc@shop.test", "bcc@shop.test", "To", "somebody-else@shop.test"),
            ("self@shop.test", "support@localhost", "X-Nothing", "x"),
        })
        {
            await new Postman(hub).DeliverAsync(Postman.Mail(from, "Hello", "Words", (header, value)), envelopeFrom, []);
            Assert.Equal("ticket", (await ReceivingTests.EntryAsync(desk, $"from={from}")).GetProperty("disposition").GetString());
            Assert.True(await hub.ScalarAsync<int>("select count(*)::int from deliveries") == 0, $"{from}: {header} was answered");
        }
    }

    [Fact]
    public async Task Two_hubs_that_write_to_each_other_fall_silent()
    {
        await using var other = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:Domain=other.test");
        using var otherDesk = await other.SignInAsync(Role.Administrator);
        await SwitchOnAsync(hub, desk, new { });
        await SwitchOnAsync(other, otherDesk, new { });
        // A customer of both has both addresses in the same mail; then an agent of one answers the other.
        await new Postman(other).DeliverAsync(Postman.Mail("support@localhost", "Hello", "From one hub to the other", ("To", "support@other.test")), "support@localhost", ["support@other.test"]);
        var delivered = 0;
        for (var silence = 0; silence < 3;)
        {
            var mails = smart.Mails;
            if (mails.Count == delivered)
            {
                silence++;
                await Task.Delay(1_000);
                continue;
            }
            silence = 0;
            foreach (var mail in mails.Skip(delivered)) await new Postman(mail.To.EndsWith("@other.test", StringComparison.Ordinal) ? other : hub).DeliverAsync(mail.Raw, mail.From, [mail.To]);
            delivered = mails.Count;
            Assert.True(delivered < 20, "They talk and talk.");
        }
        Assert.InRange(delivered, 1, 2);
        await SendingTests.ReplyAsync(otherDesk, 1, "A person's answer");
        await smart.ReceivedAsync("support@localhost", delivered + 1);
    }

    private static async Task SwitchOnAsync(HubApp hub, Browser desk, object texts) =>
        await desk.PatchAsync($"/api/v1/mailboxes/{await hub.ScalarAsync<long>("select min(channel) from mailboxes")}", new { acknowledge = true, acknowledgements = texts }).ExpectAsync(HttpStatusCode.OK);
}
