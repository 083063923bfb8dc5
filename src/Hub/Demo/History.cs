namespace Hub.Demo;

/// <summary>Ninety days of a company: who came, and what was said. It needs no database.</summary>
internal sealed class History
{
    private readonly Stage stage;

    private History(Stage stage, IReadOnlyList<Thread> threads)
    {
        (this.stage, Threads) = (stage, threads);
        Patrons = [.. threads.Select(t => t.Patron).Distinct()];
        Chatting = [.. threads.Where(t => t.Story.Way is not Way.Mail).Select(t => t.Patron).Distinct()];
    }

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<Thread> Threads { get; }

    /// <summary>Everybody, in the order in which they first came.</summary>
    public IReadOnlyList<Patron> Patrons { get; }

    /// <summary>Those who use a chat, and so have a browser session.</summary>
    public IReadOnlyList<Patron> Chatting { get; }

    /// <summary>Decides who comes when with which story; nothing is said yet.</summary>
    public static History Cast(Stage stage) => new(stage, new Cast(stage.Dice, stage.Calendar, StoryReader.All()).Gather());

    /// <summary>Gives everybody their numbers and plays what happens until now.</summary>
    /// <param name="customers">One for each of <see cref="Patrons"/>.</param>
    /// <param name="sessions">One for each of <see cref="Chatting"/>.</param>
    /// <param name="tickets">One for each of <see cref="Threads"/>.</param>
    /// <param name="administrator">Who gets some of the open ones.</param>
    public void Play(IReadOnlyList<long> customers, IReadOnlyList<long> sessions, IReadOnlyList<long> tickets, Tickets.Person administrator)
    {
        foreach (var (patron, id) in Patrons.Zip(customers)) patron.Id = id;
        foreach (var (patron, id) in Chatting.Zip(sessions))
        {
            var first = Threads.First(t => t.Patron == patron && t.Story.Way is not Way.Mail);
            (patron.Session, patron.TokenHash, patron.Site) = (id, stage.Dice.Bytes(32), stage.Channels.ShopOf(first.Story.Language));
            patron.SessionSince = patron.SessionUsed = first.Start;
        }
        foreach (var (thread, number) in Threads.Zip(tickets)) new Performance(stage, thread).Play(number);
        new Finish(stage, Threads, administrator).Apply();
    }

    /// <summary>All that was said and done, in the order in which it was.</summary>
    public IReadOnlyList<Line> Lines() => [.. Threads.SelectMany(t => t.Lines).OrderBy(l => l.Message.At).ThenBy(l => l.Message.Ticket).ThenBy(l => l.Message.Seq)];
}
