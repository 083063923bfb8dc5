using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Hub.Platform;

/// <summary>What the hub measures of itself (meter <c>Hub</c>). While nobody listens a measurement costs a look at a flag.</summary>
/// <remarks>Tags are words of ours out of short lists; never ids, names, addresses or anything that somebody wrote. Described in ops/telemetry.md.</remarks>
public sealed class TelemetryMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Hub";

    // Seconds. A notice takes milliseconds, a mail that waits for its server hours.
    private static readonly InstrumentAdvice<double> short_ = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
    private static readonly InstrumentAdvice<double> long_ = new() { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400] };

    private readonly Counter<long> messagesIn;
    private readonly Counter<long> messagesOut;
    private readonly Counter<long> mails;
    private readonly Counter<long> deliveries;
    private readonly Histogram<double> deliveryLag;
    private readonly Histogram<double> noticeLag;
    private readonly Histogram<double> pushLag;
    private readonly ConcurrentDictionary<string, Func<int>> connections = new();

    public TelemetryMeter(IMeterFactory meters, TelemetryQueues queues)
    {
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(queues);
        var meter = meters.Create(Name);
        messagesIn = meter.CreateCounter<long>("hub.messages.in", "{message}", "Customers' messages taken, by channel and by the path they took");
        messagesOut = meter.CreateCounter<long>("hub.messages.out", "{message}", "Agents' answers taken, by channel and by the path they took");
        mails = meter.CreateCounter<long>("hub.mail.received", "{mail}", "Mails received, by what became of them");
        deliveries = meter.CreateCounter<long>("hub.deliveries", "{delivery}", "Attempts to deliver, by how they ended");
        deliveryLag = meter.CreateHistogram("hub.delivery.lag", "s", "From the time at which a delivery was due to its being sent", null, long_);
        noticeLag = meter.CreateHistogram("hub.notice.lag", "s", "From a commit in one process to its being heard of in another", null, short_);
        pushLag = meter.CreateHistogram("hub.push.lag", "s", "From hearing of a change to having pushed it to the screens", null, short_);
        meter.CreateObservableGauge("hub.queue.age", () => queues.Read().Select(q => new Measurement<double>(q.Age.TotalSeconds, Tag("queue", q.Queue))), "s",
            "How long the oldest in a queue has been due; 0 where nothing waits");
        meter.CreateObservableUpDownCounter("hub.connections", () => connections.Select(c => new Measurement<int>(c.Value(), Tag("kind", c.Key))), "{connection}", "Open chats and desks of this process");
    }

    /// <summary>A customer's message was taken, for the first time.</summary>
    /// <param name="channel">Kind of its channel.</param>
    /// <param name="path"><c>hot</c> or <c>full</c>.</param>
    public void MessageIn(string channel, string path) => messagesIn.Add(1, Tag("channel", channel), Tag("path", path));

    /// <inheritdoc cref="MessageIn"/>
    /// <summary>An agent's answer was taken, for the first time.</summary>
    public void MessageOut(string channel, string path) => messagesOut.Add(1, Tag("channel", channel), Tag("path", path));

    /// <param name="disposition">A word of the public contract: <c>ticket</c>, <c>duplicate</c>, <c>bounce</c>, <c>autoReply</c>, <c>complaint</c> or <c>quarantine</c>.</param>
    public void MailReceived(string disposition) => mails.Add(1, Tag("disposition", disposition));

    /// <summary>An attempt to deliver ended.</summary>
    /// <param name="channel">Kind of channel.</param>
    /// <param name="state"><c>sent</c>, <c>retried</c>, <c>failed</c> or <c>cancelled</c>.</param>
    /// <param name="lag">Of what was sent: since it was due.</param>
    public void Delivered(string channel, string state, TimeSpan lag)
    {
        deliveries.Add(1, Tag("channel", channel), Tag("state", state));
        if (state is "sent") deliveryLag.Record(Seconds(lag), Tag("channel", channel));
    }

    /// <summary>Another process told us of a commit.</summary>
    /// <param name="lag">Since then, by the two clocks.</param>
    public void NoticeHeard(TimeSpan lag) => noticeLag.Record(Seconds(lag));

    /// <summary>A change that was heard of is on its way to the screens.</summary>
    /// <param name="to"><c>visitor</c> or <c>desk</c>.</param>
    /// <param name="lag">Since it was heard of.</param>
    public void Pushed(string to, TimeSpan lag) => pushLag.Record(Seconds(lag), Tag("to", to));

    /// <summary>How to count open connections of a kind.</summary>
    public void CountConnections(string kind, Func<int> count) => connections[kind] = count;

    // Clocks of two machines may disagree by a little.
    private static double Seconds(TimeSpan lag) => Math.Max(0, lag.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
