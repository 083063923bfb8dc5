using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Operations;

/// <summary>Listens to the meters of one hub of this process, and to no other's.</summary>
public sealed class Measurements : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Series, double Value)> heard = new();

    public Measurements(HubApp hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var factory = hub.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (!ReferenceEquals(instrument.Meter.Scope, factory)) return;
            Instruments.Add(instrument);
            l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Hear(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Hear(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Hear(i, value, tags));
        listener.Start();
    }

    /// <summary>All that the hub has.</summary>
    public ConcurrentBag<Instrument> Instruments { get; } = [];

    /// <summary>Measurements of a series, oldest first: <c>hub.messages.in channel=chat path=hot</c>.</summary>
    public double[] Of(string series) => [.. heard.Where(h => h.Series == series).Select(h => h.Value)];

    public double Sum(string series) => Of(series).Sum();

    /// <summary>Asks the gauges.</summary>
    public Measurements Now()
    {
        listener.RecordObservableInstruments();
        return this;
    }

    /// <summary>Waits until a sum is reached.</summary>
    public Task UntilAsync(string series, double sum) => Wait.UntilAsync($"{series} = {sum}; heard: {string.Join(", ", heard.Select(h => $"{h.Series} {h.Value}").Where(h => h.StartsWith("hub.", StringComparison.Ordinal)))}",
        () => Task.FromResult(Sum(series) >= sum));

    public void Dispose() => listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = instrument.Name;
        foreach (var (name, text) in tags) series += $" {name}={text}";
        heard.Enqueue((series, value));
    }
}
