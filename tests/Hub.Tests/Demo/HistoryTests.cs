using System.Text.RegularExpressions;
using Hub.Demo;
using Hub.Tickets;

namespace Hub.Tests.Demo;

/// <summary>The history of the demo before it meets a database.</summary>
public sealed partial class HistoryTests
{
    private static readonly DateTimeOffset tuesday = new(2026, 11, 17, 14, 20, 0, TimeSpan.Zero);

    /// <summary>A working day, a Sunday night, a Monday before work, and the hour that does not exist in Paris.</summary>
    public static TheoryData<DateTimeOffset> Moments => new()
    {
        tuesday, new(2026, 11, 15, 2, 10, 0, TimeSpan.Zero), new(2026, 6, 1, 4, 30, 0, TimeSpan.Zero), new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero),
    };

    [Fact]
    public void The_same_seed_tells_the_same_history_and_another_one_another()
    {
        Assert.Equal(Told(Play(5, tuesday)), Told(Play(5, tuesday)));
        Assert.NotEqual(Told(Play(5, tuesday)), Told(Play(6, tuesday)));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void At_any_hour_there_is_a_full_inbox_and_nothing_lies_in_the_future(DateTimeOffset now)
    {
        var history = Play(11, now);
        var tickets = history.Threads.Select(t => t.Ticket).ToList();
        var inbox = tickets.Where(t => t.Folder is Folder.Inbox).ToList();

        Assert.InRange(tickets.Count, 850, 950);
        Assert.InRange(history.Lines().Count(l => l.Message.Kind is not MessageKind.Event), 3_300, 6_000);
        Assert.All(history.Lines(), l => Assert.True(l.Message.At <= now));
        Assert.InRange(inbox.Count(t => t.WaitingSince is not null), 20, 140);
        Assert.Contains(inbox, t => t.WaitingSince < now.AddHours(-3));
        Assert.Contains(inbox, t => t.Assignee == Administrator.Id && t.Status is TicketStatus.Open);
        Assert.Contains(inbox, t => t.Assignee is null && t.Status is TicketStatus.Open);
        Assert.All(new[] { TicketStatus.Pending, TicketStatus.OnHold, TicketStatus.Resolved, TicketStatus.Closed }, status => Assert.Contains(inbox, t => t.Status == status));
        Assert.Contains(tickets, t => t.Folder is Folder.Spam);
        Assert.Contains(tickets, t => t.Folder is Folder.Trash);
        Assert.InRange(history.Threads.Max(t => t.Lines.Count(l => l.Message.Kind is not MessageKind.Event)), 200, 400);
        Assert.Equal(2, history.Lines().Count(l => l.Delivery?.State is "failed"));
        Assert.DoesNotContain(history.Lines(), l => l.By is { } writer && l.Message.Text?.Contains($"@{writer.First}", StringComparison.Ordinal) is true);
        Assert.Single(history.Lines(), l => l.Delivery is { State: "scheduled" } d && d.NotBefore > now && l.Message.Audience == Audiences.Internal);
    }

    [Fact]
    public void Languages_and_ways_are_mixed_as_in_the_company()
    {
        var threads = Play(3, tuesday).Threads.Where(t => !t.Story.IsJunk).ToList();
        double Share(Func<global::Hub.Demo.Thread, bool> some) => threads.Count(some) / (double)threads.Count;

        Assert.InRange(Share(t => t.Story.Language is "fr"), 0.5, 0.7);
        Assert.InRange(Share(t => t.Story.Language is "en"), 0.27, 0.45);
        Assert.InRange(Share(t => t.Story.Language is "de"), 0.01, 0.1);
        Assert.InRange(Share(t => t.HasChat && t.Lines.All(l => l.Letter is null)), 0.3, 0.65);
        Assert.InRange(Share(t => t.HasChat && t.Lines.Any(l => l.Letter is { Inbound: true })), 0.02, 0.2);
        var strike = threads.Where(t => t.Story.Set is "strike").Select(t => t.Start).ToList();
        Assert.True(strike.Count >= 40);
        Assert.True(strike.Max() - strike.Min() < TimeSpan.FromDays(1));
    }

    [Fact]
    public void No_seam_of_a_template_is_seen_and_every_story_is_told()
    {
        var told = new HashSet<string>();
        foreach (var seed in Enumerable.Range(20, 3))
        {
            var history = Play(seed, tuesday.AddHours(seed));
            told.UnionWith(history.Threads.Select(t => t.Story.Name));
            foreach (var thread in history.Threads)
                foreach (var text in thread.Lines.Select(l => l.Message.Text).OfType<string>().Append(thread.Ticket.Subject))
                {
                    Assert.False(string.IsNullOrWhiteSpace(text), thread.Story.Name);
                    Assert.False(Seam().IsMatch(text), $"{thread.Story.Name}: {text}");
                }
            foreach (var (thread, line) in history.Threads.SelectMany(t => t.Lines.Where(l => l.Letter is not null).Select(l => (t, l)))) Assert.True(line.Letter!.Subject is { Length: > 0 }, $"{thread.Story.Name}: a letter without a subject");
        }
        Assert.Empty(StoryReader.All().Select(s => s.Name).Except(told));
        Assert.True(StoryReader.All().Count(s => !s.IsJunk && s.Turns.OfType<Speech>().Count() > 1) >= 40);
    }

    [Fact]
    public void Long_messages_are_not_repeated_word_by_word()
    {
        var repeated = Play(1924, tuesday).Lines().Where(l => l.Message.Text is { Length: > 180 } && l.Message.Kind is MessageKind.Inbound).GroupBy(l => l.Message.Text).Where(g => g.Count() > 2);
        Assert.Empty(repeated.Select(g => g.Key));
    }

    [Theory]
    [InlineData("[a|b")]
    [InlineData("a]")]
    [InlineData("{order")]
    [InlineData("(-a")]
    public void A_template_with_an_open_bracket_is_refused(string template) =>
        Assert.Throws<FormatException>(() => Phrase.Say(template, new Dice(1), blank => blank));

    [Theory]
    [InlineData(0, "One. And two.")]
    [InlineData(2, "One.")]
    [InlineData(1, "One. And two. And much more.")]
    public void Asides_are_for_those_who_write_like_that(int manner, string said) =>
        Assert.Equal(said, Phrase.Say("One.(- And two.-)(+ And much more.+)", new Dice(1), blank => blank, (Manner)manner));

    [Fact]
    public void An_answer_fits_its_question()
    {
        var threads = Play(9, tuesday).Threads.Where(t => t.Story.Name is "en-question-back" && t.Lines.Count(l => l.Message.Text is not null) > 1).ToList();
        Assert.True(threads.Count > 5);
        Assert.All(threads, t =>
        {
            var said = t.Lines.Select(l => l.Message.Text).OfType<string>().ToList();
            Assert.Equal(said[0].Contains("lacquered", StringComparison.Ordinal), said[1].Contains("not lacquered", StringComparison.Ordinal));
        });
    }

    private static readonly Person Administrator = new(1, "Administrator");

    private static History Play(int seed, DateTimeOffset now)
    {
        var colleagues = global::Hub.Demo.Company.Hire();
        for (var i = 0; i < colleagues.Length; i++) colleagues[i].Id = 2 + i;
        var stage = new global::Hub.Demo.Stage { Dice = new Dice(seed), Calendar = new Calendar(now), Colleagues = colleagues, Extras = StoryReader.Extras(), Channels = new ChannelNumbers(11, 12, 13, 14) };
        var history = History.Cast(stage);
        history.Play(Numbers(history.Patrons.Count), Numbers(history.Chatting.Count), Numbers(history.Threads.Count), Administrator);
        return history;

        static long[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(n => (long)n)];
    }

    private static string Told(History history) => string.Join('\n', history.Lines().Select(l => $"{l.Message.Ticket}.{l.Message.Seq} {l.Version} {l.Message.At:O} {l.Message.ClientId} {l.Message.Text}"));

    /// <summary>A bracket, a blank, a doubled blank, a full stop after another, a lone comma, an article that was not joined, a space where French breaks no line.</summary>
    [GeneratedRegex(@"[\[\]{}|]|(?<!\n)  (?! )|\.\.(?!\.)(?<!\.\.\.)|,,| ,|\(-|\(\+|\bde l'l|\b(de|à) le (lampadaire|fauteuil|banc)\b| [;:!?»%€]|« ")]
    private static partial Regex Seam();
}
