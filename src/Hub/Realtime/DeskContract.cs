using Hub.Tickets;

namespace Hub.Realtime;

/// <summary>What the server tells a desk.</summary>
public interface IDeskClient
{
    /// <summary>A ticket changed; to those who show a list. Whether it is in their view, they see from the row.</summary>
    Task Ticket(TicketRow row);

    /// <summary>A message is new or changed; to those who watch its ticket.</summary>
    Task Message(long number, MessageView message);
    Task Typing(TypingEvent typing);

    /// <summary>The customer has read up to a message.</summary>
    Task Seen(SeenEvent seen);

    /// <summary>Who is here: <see cref="AgentsPresence"/> or <see cref="TicketPresence"/>.</summary>
    Task Presence(object presence);

    /// <summary>Too much was missed: load everything anew.</summary>
    Task Resync();
}

/// <param name="Ticket">Where.</param>
/// <param name="Kind"><c>agent</c> or <c>visitor</c>.</param>
/// <param name="Id">Agent, or the visitor's session.</param>
/// <param name="Name">How to call them.</param>
/// <param name="On">Begins, or ends.</param>
public sealed record TypingEvent(long Ticket, string Kind, long Id, string? Name, bool On);

public sealed record SeenEvent(long Ticket, int Seq, DateTimeOffset At);

public sealed record AgentsPresence(IReadOnlyList<AgentPresence> Agents)
{
    public string Kind => "agents";
}

public sealed record AgentPresence(long Id, string Name, string State);

public sealed record TicketPresence(long Ticket, IReadOnlyList<Person> Agents, string Visitor)
{
    public string Kind => "ticket";
}

/// <param name="LastSeq">The newest message's number.</param>
/// <param name="Version">The ticket's version: newer than yours means fetch <c>messages?since=</c>.</param>
public sealed record WatchAnswer(int LastSeq, long Version);

/// <param name="Rows">Tickets changed since the position; repeats are harmless.</param>
/// <param name="Position">Where to ask from next time.</param>
public sealed record AfterAnswer(IReadOnlyList<TicketRow> Rows, string Position);
