using System.Net;
using Hub.Notices;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit.Abstractions;

namespace Hub.Tests.Crashes;

[Collection("Crashes")]
public sealed class LostNoticesTests(ITestOutputHelper output)
{
    private static readonly string[] NoLimits = ["--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0"];

    [Fact]
    public async Task Screens_of_two_servers_become_equal_by_themselves_though_notices_are_lost_and_the_listener_is_cut()
    {
        var lost = 0;
        var said = 0;
        await using var one = await HubApp.StartAsync(NoLimits, Losing(_ => Interlocked.Increment(ref said) % 10 == 0 && Interlocked.Increment(ref lost) > 0));
        await using var other = await one.StartAnotherAsync();
        await using var desk = await WatchingDesk.OpenAsync(await one.SignInAsync(), [one.Address], 20);
        using var agent = await one.SignInAsync();
        await using var crowd = Crowd.Gather(await one.SiteKeyAsync(), [other.Address], 20, TimeSpan.FromMilliseconds(100));
        for (var round = 0; round < 4; round++)
        {
            await crowd.WriteAsync(100);
            await CutListenersAsync(one);
            foreach (var visitor in crowd.Visitors)
                if (visitor.Acknowledged.Values.FirstOrDefault() is { Ticket: > 0 and var ticket })
                    await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = round % 2 == 0 ? "reply" : "note", text = "Noted.", clientId = Guid.CreateVersion7() }).ExpectAsync(HttpStatusCode.Created);
        }
        await crowd.FallSilentAsync();

        var took = await Ledger.UntilScreensAreEqualAsync(one.Database, crowd.Visitors, desk);
        await Ledger.AssertExactlyOnceAsync(one.Database, crowd.Visitors);
        // Nobody came anew: the servers healed the screens.
        Assert.Equal(crowd.Visitors.Count, crowd.Visitors.Sum(v => v.Connections));
        Assert.Equal(1, desk.Connections);
        Assert.InRange(lost, 1, said);
        output.WriteLine($"{crowd.Acknowledged} messages, {lost} of {said} notices lost; all screens equal after {took.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task Without_any_notice_an_agent_and_a_visitor_on_two_servers_still_read_each_other()
    {
        await using var one = await HubApp.StartAsync(NoLimits, Losing(_ => true));
        await using var other = await one.StartAnotherAsync();
        using var browser = await one.SignInAsync();
        await using var desk = await WatchingDesk.OpenAsync(await one.SignInAsync(), [one.Address]);
        await using var visitor = ChattyVisitor.Open(await one.SiteKeyAsync(), [other.Address]);
        await visitor.OpenedAsync();
        // The same visitor's other tab is with the other server, and nobody tells it that the conversation began.
        await using var tab = ChattyVisitor.Open(await one.SiteKeyAsync(), [one.Address], token: visitor.Token);
        await tab.OpenedAsync();

        for (var n = 0; n < 8; n++) await visitor.SayAsync($"message {n}");
        var ticket = visitor.Acknowledged.Values.First().Ticket;
        await Wait.UntilAsync("the desk has the visitor's messages", () => Task.FromResult(desk.Watched.TryGetValue(ticket, out var messages) && messages.Count == 8));
        await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Hello", clientId = "r" }).ExpectAsync(HttpStatusCode.Created);
        await Ledger.UntilScreensAreEqualAsync(one.Database, [visitor], desk);
        await Wait.UntilAsync("the other tab has the conversation", () => Task.FromResult(tab.Screen.Keys.ToHashSet().SetEquals(visitor.Screen.Keys)));
    }

    private static async Task CutListenersAsync(HubApp hub)
    {
        long cut = 0;
        await Wait.UntilAsync("a listener to cut", async () =>
            (cut = await hub.ScalarAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and query ilike 'listen %'")) > 0);
    }

    private static Action<WebApplicationBuilder> Losing(Func<string, bool> isLost) => builder => builder.Services.AddSingleton<NoticeOutbox>(services =>
        new LosingOutbox(services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<NoticeOutbox>>(), isLost));

    /// <summary>Loses some of what it should tell the other servers.</summary>
    private sealed class LosingOutbox(NpgsqlDataSource database, TimeProvider time, ILogger<NoticeOutbox> log, Func<string, bool> isLost) : NoticeOutbox(database, time, log)
    {
        protected override Task NotifyAsync(NpgsqlConnection connection, string channel, string payload, CancellationToken ct) =>
            isLost(payload) ? Task.CompletedTask : base.NotifyAsync(connection, channel, payload, ct);
    }
}
