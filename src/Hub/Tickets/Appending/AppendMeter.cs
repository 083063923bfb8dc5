using System.Diagnostics.Metrics;

namespace Hub.Tickets.Appending;

/// <summary>Counts messages by the way they were appended: instrument <c>hub.messages</c> of the meter <c>Hub</c>, tag <c>path</c> = <c>hot</c> or <c>full</c>.</summary>
public static class AppendMeter
{
    private static readonly Meter meter = new("Hub");
    private static readonly Counter<long> messages = meter.CreateCounter<long>("hub.messages", "{message}", "Messages appended to tickets, by path");

    /// <summary>In a batch with others.</summary>
    public static void Hot(int count) => messages.Add(count, new KeyValuePair<string, object?>("path", "hot"));

    /// <summary>In a transaction of its own.</summary>
    public static void Full() => messages.Add(1, new KeyValuePair<string, object?>("path", "full"));
}
