using System.Net.Sockets;
using Hub.Tests.Support;
using Xunit.Abstractions;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class MailTwoServersTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>The database breaks down wherever a message is written, so that every mail stays raw.</summary>
    private const string BreakDown =
        """
        create function break_down() returns trigger language plpgsql as $$ begin raise exception 'away' using errcode = '57P03'; end $$;
        create trigger break_down before insert on messages for each row execute function break_down()
        """;

    private MailDesk desk = null!;

    public async Task InitializeAsync() => desk = await MailDesk.OpenAsync();

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task Two_servers_send_a_thousand_answers_each_once_and_in_order()
    {
        await MailBacklog.FillAsync(desk.Database, 250, 4);
        await using var smart = SmartHost.Start();
        // No lease may run out on a busy machine: what is sent twice here would be sent twice for no reason.
        var settings = new[] { ("Hub__Mail__SmartHost", smart.Url), ("Hub__Mail__Lease", "60") };
        await Task.WhenAll(desk.StartHubAsync(settings), desk.StartHubAsync(settings));
        await MailBacklog.SentAsync(desk.Database, 1_000);

        Assert.Equal(0, await MailBacklog.AssertDeliveredInOrderAsync(desk, smart.Mails));
        Assert.Equal(1_000, smart.Mails.Count);
        Assert.Equal(0, await desk.CountAsync("select count(*) from deliveries where doubtful or attempts <> 1"));
        await Ledger.AssertSoundAsync(desk.Database);
    }

    [Fact]
    public async Task When_one_of_two_servers_is_killed_the_other_sends_all_the_rest_and_only_what_is_marked_comes_twice()
    {
        await MailBacklog.FillAsync(desk.Database, 250, 4);
        await using var smart = SmartHost.Start();
        var settings = new[] { ("Hub__Mail__SmartHost", smart.Url) };
        var hubs = await Task.WhenAll(desk.StartHubAsync(settings), desk.StartHubAsync(settings));
        await Wait.UntilAsync("they are in the midst of it", () => Task.FromResult(smart.Mails.Count > 300));
        await hubs[0].KillAsync();
        Assert.InRange(smart.Mails.Count, 300, 990);
        await MailBacklog.SentAsync(desk.Database, 1_000);

        var twice = await MailBacklog.AssertDeliveredInOrderAsync(desk, smart.Mails);
        output.WriteLine($"{twice} came twice; {await desk.CountAsync("select count(*) from deliveries where doubtful")} are marked");
        Assert.InRange(await desk.CountAsync("select count(*) from deliveries where doubtful"), twice, 100);
        await Ledger.AssertSoundAsync(desk.Database);
    }

    [Fact]
    public async Task Two_servers_sweep_what_was_left_behind_and_make_each_mail_one_message()
    {
        var hubs = await Task.WhenAll(desk.StartHubAsync(), desk.StartHubAsync());
        await desk.ExecuteAsync(BreakDown);
        var pour = new NumberedMails();
        await using (var queue = MailQueue.Pour([hubs[0].LmtpPort, hubs[1].LmtpPort], 5, pour.Next))
        {
            await queue.AcceptedAsync(150);
            await queue.StopAsync();
            Assert.Empty(queue.Refusals);
        }
        Assert.Equal(pour.Made.Count, await desk.CountAsync("select count(*) from raw_payloads where state = 'received'"));
        await desk.ExecuteAsync("drop trigger break_down on messages");

        await desk.AssertEachMailIsOneMessageAsync(hubs[0], pour.Made);
        Assert.Equal(pour.Made.Count, await desk.CountAsync("select count(*) from received_mails"));
    }

    [Fact]
    public async Task A_mail_that_answers_one_which_is_still_raw_lies_in_its_ticket_whoever_wrote_it()
    {
        var hub = await desk.StartHubAsync();
        await desk.ExecuteAsync(BreakDown);
        var first = Postman.Mail("anna@client.test", "Mail 1", "Mail 1", ("Message-ID", $"<{MailDesk.Id(1)}>"), ("Cc", "bea@client.test"));
        Assert.StartsWith("250", (await new Postman(hub.LmtpPort).DeliverAsync(first))[0], StringComparison.Ordinal);
        await desk.ExecuteAsync("drop trigger break_down on messages");
        // Her colleague is faster than we are.
        Assert.StartsWith("250", (await new Postman(hub.LmtpPort).DeliverAsync(MailDesk.Mail("bea@client.test", 2, answers: 1)))[0], StringComparison.Ordinal);

        await desk.AssertEachMailIsOneMessageAsync(hub, [(1, null), (2, 1)]);
    }

    [Fact]
    public async Task The_same_mail_through_two_servers_at_once_is_one_message()
    {
        var hubs = await Task.WhenAll(desk.StartHubAsync(), desk.StartHubAsync());
        var mails = Enumerable.Range(1, 60).Select(n => (Number: n, Answers: n % 4 == 0 ? n - 3 : (int?)null)).ToList();
        foreach (var chunk in mails.Chunk(4))
        {
            var (originals, answers) = (chunk.Where(m => m.Answers is null), chunk.Where(m => m.Answers is not null));
            foreach (var wave in new[] { originals, answers })
            {
                var replies = await Task.WhenAll(
                    from mail in wave
                    let content = MailDesk.Mail($"sender{mail.Answers ?? mail.Number}@client.test", mail.Number, mail.Answers)
                    from hub in hubs.Concat(hubs)
                    select new Postman(hub.LmtpPort).DeliverAsync(content));
                Assert.All(replies, r => Assert.StartsWith("250", r[0], StringComparison.Ordinal));
            }
        }

        await desk.AssertEachMailIsOneMessageAsync(hubs[0], mails);
        Assert.Equal(mails.Count * 3, await desk.CountAsync("select count(*) from received_mails where disposition = 'duplicate' and ticket is not null"));
        Assert.Equal(45, await desk.CountAsync("select count(*) from customers"));
    }
}
