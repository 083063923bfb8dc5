using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Hub.Tests.Support;

namespace Hub.Tests.Crashes;

[Collection("Crashes of mail")]
public sealed class MailAwayServerTests : IAsyncLifetime
{
    private MailDesk desk = null!;

    public async Task InitializeAsync() => desk = await MailDesk.OpenAsync();

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task Servers_that_are_away_for_a_while_are_left_in_peace_and_get_everything_in_order_afterwards()
    {
        await using var hangsUp = SmartHost.Start();
        await using var sendsAway = SmartHost.Start();
        await using var closes = SmartHost.Start();
        SmartHost[] servers = [hangsUp, sendsAway, closes];
        hangsUp.OnConnect = () => "";
        sendsAway.OnConnect = () => "421 4.3.2 Not now";
        closes.OnRecipient = _ => "421 4.3.2 Closing";
        await MailBacklog.FillAsync(desk.Database, 90, 3, servers);
        await desk.StartHubAsync(("Hub__Mail__Lease", "60"));
        await Wait.UntilAsync("each was tried", () => Task.FromResult(servers.All(s => s.Connections > 0)));
        await Wait.UntilAsync("and given up for now", async () => await desk.CountAsync("select count(*) from deliveries where state = 'leased'") == 0);
        // Ninety customers wait. What a few of them are told is true of all; on a slow machine the next look may be over, too.
        Assert.All(servers, s => Assert.InRange(s.Connections, 1, 8));
        Assert.InRange(await desk.CountAsync("select count(*) from deliveries where attempts > 0"), 3, 24);
        foreach (var server in servers) (server.OnConnect, server.OnRecipient) = (() => null, _ => null);
        await MailBacklog.SentAsync(desk.Database, 270, hurried: true);

        Assert.Equal(0, await MailBacklog.AssertDeliveredInOrderAsync(desk, [.. servers.SelectMany(s => s.Mails)]));
        Assert.All(servers, s => Assert.InRange(s.Connections, 1, 20));
        Assert.Equal(0, await desk.CountAsync("select count(*) from deliveries where doubtful or attempts > 3"));
    }

    [Fact]
    public async Task A_server_that_says_nothing_does_not_hold_up_the_mail_of_a_mailbox_with_another()
    {
        await using var silent = SmartHost.Start();
        await using var other = SmartHost.Start();
        silent.OnConnect = () => SmartHost.Silence;
        await MailBacklog.FillAsync(desk.Database, 60, 2, silent, other);
        await desk.StartHubAsync(("Hub__Mail__Lease", "60"));
        await MailBacklog.SentAsync(desk.Database, 60, "channel = (select max(channel) from mailboxes)");

        Assert.Equal(60, other.Mails.Count);
        Assert.Empty(silent.Mails);
        Assert.InRange(silent.Connections, 1, 4);
        Assert.Equal(60, await desk.CountAsync("select count(*) from deliveries where state in ('queued', 'leased') and not doubtful"));
    }

    [Fact]
    public async Task Answers_keep_their_order_while_the_first_of_them_is_put_off_and_hold_up_nobody_else()
    {
        await using var smart = SmartHost.Start();
        // The first answer to each odd ticket is refused for a while, as a server with a grey list does.
        var refused = new ConcurrentDictionary<string, int>();
        var grey = true;
        smart.OnData = mail =>
        {
            var text = mail.Read().TextBody!.TrimStart().Split('\n')[0].Trim();
            if (!Volatile.Read(ref grey) || !text.EndsWith("/2", StringComparison.Ordinal) || int.Parse(text.Split('/')[0], CultureInfo.InvariantCulture) % 2 == 0) return null;
            refused.AddOrUpdate(text, 1, (_, n) => n + 1);
            return "451 4.7.1 Grey";
        };
        await MailBacklog.FillAsync(desk.Database, 20, 4);
        var settings = new[] { ("Hub__Mail__SmartHost", smart.Url), ("Hub__Mail__Lease", "60") };
        var hubs = await Task.WhenAll(desk.StartHubAsync(settings), desk.StartHubAsync(settings));
        await MailBacklog.SentAsync(desk.Database, 40);
        // An agent who cannot wait changes nothing about the order.
        using var browser = await hubs[0].SignInAsync();
        var second = (await browser.GetAsync("/api/v1/tickets/1/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[2];
        await browser.PostAsync($"/api/v1/tickets/1/messages/{second.GetProperty("id").GetInt64()}/send").ExpectAsync(HttpStatusCode.OK);
        await Wait.UntilAsync("each first one was tried three times", async () =>
        {
            await MailBacklog.HurryAsync(desk.Database);
            return refused.Count == 10 && refused.Values.All(n => n >= 3);
        });
        Assert.Equal(40, smart.Mails.Count);
        Assert.Equal(30, await desk.CountAsync("select count(*) from deliveries where state = 'queued' and attempts = 0"));
        Volatile.Write(ref grey, false);
        await MailBacklog.SentAsync(desk.Database, 80, hurried: true);

        Assert.Equal(0, await MailBacklog.AssertDeliveredInOrderAsync(desk, smart.Mails));
        Assert.Equal(80, smart.Mails.Count);
        var first = (await browser.GetAsync("/api/v1/tickets/1/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[1].GetProperty("delivery");
        Assert.Equal(("sent", false), (first.GetProperty("state").GetString(), first.GetProperty("doubtful").GetBoolean()));
        Assert.Equal(refused["1/2"] + 1, first.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Whatever_a_server_says_is_written_down_and_its_mail_is_not_tried_without_end()
    {
        await using var smart = SmartHost.Start();
        // Half a character stands where the reason is cut.
        smart.OnData = _ => "451 x" + string.Concat(Enumerable.Repeat("😀", 900));
        await MailBacklog.FillAsync(desk.Database, 1, 1);
        await desk.StartHubAsync(("Hub__Mail__SmartHost", smart.Url));
        await Wait.UntilAsync("the refusal is written down", async () => await desk.CountAsync("select count(*) from deliveries where state = 'queued' and attempts = 1 and reason like '451 x😀%'") == 1);
    }
}
