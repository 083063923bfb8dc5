using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hub.Platform;

/// <summary>Measurements and traces by OTLP, where somebody says whereto: <c>Hub:Telemetry:Otlp</c> or the standard <c>OTEL_…</c> variables.</summary>
/// <remarks>Without an address nothing listens to the meters and sources, and none of them does any work.</remarks>
public static class Telemetry
{
    /// <summary>Meters that are exported: ours, and those of what we stand on.</summary>
    public static readonly IReadOnlyList<string> Meters =
    [
        TelemetryMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "Npgsql", "System.Runtime",
    ];

    /// <summary>Our spans. Like logs they carry ids and never what people wrote.</summary>
    public static readonly ActivitySource Spans = new("Hub");

    private static readonly string[] sources = [Spans.Name, "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Server", "Npgsql"];

    // The standard's variables for an address: one for all, or one a signal.
    private static readonly string[] endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<TelemetryMeter>();
        builder.Services.AddSingleton<TelemetryQueues>();
        if (IsOn(builder.Configuration)) builder.Services.AddHostedService<Export>();
    }

    /// <summary>Gives the span of a request the name of its route: its path may hold a token.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (!IsOn(app.Configuration)) return;
        app.Use(async (context, next) =>
        {
            await next(context);
            if (Activity.Current is not { IsAllDataRequested: true } span) return;
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
            span.SetTag("http.request.method", context.Request.Method);
            span.SetTag("http.route", route);
            span.SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error);
        });
    }

    private static bool IsOn(IConfiguration settings) =>
        endpoints.Append("Hub:Telemetry:Otlp").Any(key => !string.IsNullOrWhiteSpace(settings[key]));

    /// <summary>Sends what is measured, from before the other services start until after they have stopped.</summary>
    private sealed class Export(IOptions<HubOptions> options) : IHostedService, IDisposable
    {
        private MeterProvider? meters;
        private TracerProvider? tracers;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var version = typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            // What the operator says in OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES comes last and wins.
            var resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService("hub", serviceVersion: version).AddEnvironmentVariableDetector();
            meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter([.. Meters])
                .AddOtlpExporter(otlp => Direct(otlp, "v1/metrics")).Build();
            tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(sources)
                .AddProcessor(new Polls()).AddOtlpExporter(otlp => Direct(otlp, "v1/traces")).Build();
            return Task.CompletedTask;
        }

        // The last measurements leave when the host is disposed of, after everything has stopped.
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            meters?.Dispose();
            tracers?.Dispose();
        }

        private void Direct(OtlpExporterOptions otlp, string path)
        {
            if (options.Value.Telemetry.Otlp is not { } address) return;
            otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
            otlp.Endpoint = new Uri(address.TrimEnd('/') + "/" + path);
        }
    }

    /// <summary>Leaves out the statements of our own loops, which ask the database every second whether there is work.</summary>
    private sealed class Polls : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data is { Kind: ActivityKind.Client, ParentSpanId: var parent } && parent == default) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
