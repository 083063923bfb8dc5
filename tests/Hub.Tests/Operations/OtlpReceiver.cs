using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Operations;

/// <summary>A measurement as it was exported last: a counter's or gauge's value, or how many a histogram has seen.</summary>
public sealed record Point(string Metric, string Unit, string[] Tags, double Value);

/// <summary>A span as it was exported.</summary>
public sealed record Span(string Name, string[] Tags);

/// <summary>A collector of OpenTelemetry by HTTP with protobuf (opentelemetry-proto, collector/metrics/v1 and collector/trace/v1).</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<byte[]> bodies = new();
    private readonly ConcurrentDictionary<string, Point> points = new();
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly ConcurrentDictionary<string, bool> resources = new();

    private OtlpReceiver(WebApplication app) => this.app = app;

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => app.Urls.Single();

    /// <summary>The newest of each series.</summary>
    public IReadOnlyCollection<Point> Points => [.. points.Values];

    public IReadOnlyCollection<Span> Spans => spans;

    /// <summary>Attributes of whoever exported.</summary>
    public IReadOnlyCollection<string> Resources => [.. resources.Keys];

    /// <summary>True where these words stand anywhere in what came.</summary>
    public bool Heard(string words) => bodies.Any(b => b.AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0);

    /// <param name="address">Where it listens.</param>
    public static async Task<OtlpReceiver> StartAsync(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(address);
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/metrics", request => receiver.TakeAsync(request, receiver.TakeMetrics));
        app.MapPost("/v1/traces", request => receiver.TakeAsync(request, receiver.TakeSpans));
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, Action<Protobuf> take)
    {
        Assert.Equal("application/x-protobuf", http.Request.ContentType);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        bodies.Enqueue(body.ToArray());
        // ExportMetricsServiceRequest and ExportTraceServiceRequest: one resource_metrics or resource_spans a resource, in field 1.
        foreach (var resource in new Protobuf(body.ToArray()).All(1))
        {
            foreach (var attribute in resource.All(1).SelectMany(r => r.Attributes(1))) resources[attribute] = true;
            take(resource);
        }
        http.Response.ContentType = "application/x-protobuf";
    }

    private void TakeMetrics(Protobuf resource)
    {
        foreach (var metric in resource.All(2).SelectMany(scope => scope.All(2)))
        {
            // gauge = 5, sum = 7: NumberDataPoint { as_double = 4, as_int = 6, attributes = 7 }; histogram = 9: HistogramDataPoint { count = 4, attributes = 9 }
            foreach (var point in metric.All(5).Concat(metric.All(7)).SelectMany(data => data.All(1)))
                Keep(metric, point.Attributes(7), point.Has(4) ? point.Real(4) : point.Whole(6));
            foreach (var point in metric.All(9).SelectMany(data => data.All(1)))
                Keep(metric, point.Attributes(9), point.Whole(4));
        }
    }

    private void Keep(Protobuf metric, string[] tags, double value) =>
        points[$"{metric.Text(1)} {string.Join(' ', tags)}"] = new(metric.Text(1), metric.Text(3), tags, value);

    private void TakeSpans(Protobuf resource)
    {
        foreach (var span in resource.All(2).SelectMany(scope => scope.All(2))) spans.Enqueue(new(span.Text(5), span.Attributes(9)));
    }
}
