using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Agents;
using Hub.Notices;
using Hub.Tests.Support;
using Hub.Tickets;
using Hub.Tickets.Appending;

namespace Hub.Tests.Tickets;

/// <summary>What was just appended is pushed without being read: it must be what reading would give, and nothing more.</summary>
public sealed class ToldTests
{
    [Fact]
    public async Task What_is_pushed_is_what_is_read_later_and_a_note_is_pushed_to_no_visitor()
    {
        await using var hub = await HubApp.StartAsync("--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");
        using var browser = await hub.SignInAsync(Role.Agent, "Inès Marchal");
        await using var visitor = await Visitor.OpenAsync(hub);
        await using var second = await Visitor.OpenAsync(hub, visitor.Token);
        var number = (await visitor.SendAsync("Bonjour, où est ma lampe ?")).GetProperty("ticket").GetInt64();
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        await desk.CallAsync("Watch", number);
        var path = $"/api/v1/tickets/{number}";
        // A fixed order of chances: every kind follows every other, with changes between that must be read.
        var chance = new Random(20391);
        var names = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            switch (chance.Next(7))
            {
                case 0 or 1:
                    await Task.WhenAll(visitor.SendAsync($"first {i}"), visitor.SendAsync($"second {i}"));
                    break;
                case 2 or 3:
                    await browser.PostAsync($"{path}/messages", new { kind = "reply", text = $"answer {i}", clientId = $"a{i}" }).ExpectAsync(HttpStatusCode.Created);
                    break;
                case 4:
                    await browser.PostAsync($"{path}/messages", new { kind = "note", text = $"zebra {i}", clientId = $"n{i}" }).ExpectAsync(HttpStatusCode.Created);
                    break;
                case 5:
                    await browser.PatchAsync(path, new { priority = i % 2 == 0 ? "high" : "low" }).ExpectAsync(HttpStatusCode.OK);
                    break;
                default:
                    names.Add($"Claire {i}");
                    await second.Line.CallAsync("Identify", new { name = names[^1] });
                    break;
            }
        }
        await visitor.SendAsync("the end");
        foreach (var line in new[] { desk, visitor.Line, second.Line })
            await Wait.UntilAsync("the last message is pushed", () => Task.FromResult(Pushed(line).Values.Any(m => m.Contains("the end", StringComparison.Ordinal))));

        var read = await browser.GetAsync($"{path}/messages").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(Messages(read.GetProperty("items"), after: 1), Comparable(Pushed(desk)));
        Assert.Contains(names.Last(), Pushed(desk).Values.Single(m => m.Contains("the end", StringComparison.Ordinal)), StringComparison.Ordinal);
        var seen = await visitor.Line.CallAsync("After", 0);
        Assert.Equal(Messages(seen, after: 1), Comparable(Pushed(visitor.Line)).Where(m => !m.Contains("où est", StringComparison.Ordinal)));
        Assert.All(visitor.Line.Heard.Concat(second.Line.Heard), h => Assert.DoesNotContain("zebra", h.Arguments.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Only_what_was_appended_without_a_gap_is_told_without_reading()
    {
        Assert.Equal([4, 5], Since(3, Told(5), Told(4)));
        Assert.Equal([5], Since(4, Told(4), Told(5)));
        Assert.Null(Since(3, Told(5)));
        Assert.Null(Since(3, Told(4), new(1, 5)));
        Assert.Null(Since(3, Told(4), new(1, 0)));
        Assert.Null(Since(4, Told(4)));
        Assert.Equal([4], Since(3, Told(4), new(1, 4), new(1, 2)));
        Assert.Null(Since(3, Told(4), Told(4), new(1, 5)));

        static TicketChange Told(long version) => new(1, version, new Appended(version, TicketStatus.Open, []));

        static IEnumerable<long>? Since(long version, params TicketChange[] changes)
        {
            var round = new Round();
            foreach (var change in changes) round.Add(change);
            return round.Since(1, version)?.Select(a => a.Version);
        }
    }

    private static Dictionary<long, string> Pushed(HubSocket line) => line.Heard.Where(h => h.Method == "Message")
        .Select(h => h.Arguments[h.Arguments.GetArrayLength() - 1]).GroupBy(m => m.GetProperty("id").GetInt64()).ToDictionary(g => g.Key, g => g.Last().GetRawText());

    private static IEnumerable<string> Comparable(Dictionary<long, string> pushed) => pushed.OrderBy(p => p.Key).Select(p => WithoutName(p.Value));

    // Whoever gives a name is called by it in what they said before, too.
    private static string WithoutName(string message) => Regex.Replace(message, "\"Claire \\d+\"", "\"Claire\"");

    private static IEnumerable<string> Messages(JsonElement list, int after) =>
        list.EnumerateArray().Where(m => m.GetProperty("seq").GetInt32() > after).OrderBy(m => m.GetProperty("id").GetInt64()).Select(m => WithoutName(m.GetRawText()));
}
