using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Hub.Platform;

/// <summary>What every feature stands on: settings, the clock, JSON, and the order in which a request is judged.</summary>
public static class PlatformFeature
{
    public static void AddPlatform(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // First, so that a setting of the operator overrides it. The framework logs the path of each request, and paths hold tokens.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
            },
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IValidateOptions<HubOptions>, HubOptionsValidator>();
        builder.Services.AddOptions<HubOptions>().BindConfiguration("Hub")
            // Compose files pass unset variables as empty ones.
            .PostConfigure(o =>
            {
                o.PublicUrl = NullIfEmpty(o.PublicUrl);
                o.DeskUrl = NullIfEmpty(o.DeskUrl);
                o.Admin.Password = NullIfEmpty(o.Admin.Password);
                o.Keys.Secret = NullIfEmpty(o.Keys.Secret);
                o.Telemetry.Otlp = NullIfEmpty(o.Telemetry.Otlp);
                o.Mail.SmartHost = NullIfEmpty(o.Mail.SmartHost);
                o.Mail.LmtpAllow = NullIfEmpty(o.Mail.LmtpAllow);
                o.Mail.LmtpCertificate = NullIfEmpty(o.Mail.LmtpCertificate);
                o.Mail.LmtpKey = NullIfEmpty(o.Mail.LmtpKey);
                o.Mail.Domain = o.Mail.Domain.Trim().ToLowerInvariant();
            })
            .Validate(o => IsWebAddress(o.PublicUrl), "Hub__PublicUrl must be an address like https://hub.example.")
            .Validate(o => IsWebAddress(o.DeskUrl), "Hub__DeskUrl must be an address like https://desk.example.")
            .Validate(o => IsWebAddress(o.Telemetry.Otlp), "Hub__Telemetry__Otlp must be an address like http://collector:4318.")
            .Validate(o => TrustedProxies.TryParse(o.TrustedProxies, out _), "Hub__TrustedProxies takes addresses and networks like 10.0.0.0/8, separated by commas.")
            .ValidateOnStart();
        builder.Services.AddSingleton<DeskAddress>();
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.ConfigureHttpJsonOptions(o =>
            Json.Configure(o.SerializerOptions).Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)));
        builder.AddBrowserGuard();
    }

    /// <summary>Reads the settings before anything is done with them.</summary>
    /// <exception cref="StartRefusedException">One of them cannot be used; the message names it.</exception>
    public static void CheckSettings(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        try
        {
            _ = app.Services.GetRequiredService<IOptions<HubOptions>>().Value;
        }
        catch (OptionsValidationException wrong)
        {
            throw new StartRefusedException(string.Join(' ', wrong.Failures));
        }
    }

    /// <summary>The way of a request before it reaches an endpoint. Said in full: the framework would put authorization before our error handling.</summary>
    public static void UsePlatform(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseTelemetry();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHostCheck();
        app.UseTrustedProxies(app.Services.GetRequiredService<IOptions<HubOptions>>().Value.TrustedProxies);
        app.UseRouting();
        app.UseOriginGuard();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgeryGuard();
        app.UseUtf8();
    }

    private static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        // Set at the last moment: error handling clears what was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            // Not "no-referrer": with it browsers write `Origin: null` on some of our own posts.
            if (!headers.ContainsKey("Referrer-Policy")) headers["Referrer-Policy"] = "same-origin";
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>Refuses a host whose name begins as punycode and is none (RFC 3492): the framework throws whenever it is looked at. RFC 9112 section 3.2 demands 400.</summary>
    private static void UseHostCheck(this WebApplication app) => app.Use((context, next) =>
    {
        if (HasHost(context.Request)) return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    });

    private static bool HasHost(HttpRequest request)
    {
        try
        {
            _ = request.Host;
            // What a proxy says is only now to become the host.
            foreach (var host in request.Headers["X-Forwarded-Host"].SelectMany(h => h!.Split(','))) HostString.FromUriComponent(host.Trim());
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>JSON is UTF-8 (RFC 8259 section 8.1). The framework would read other charsets, and fails on those that it does not know or that are quoted.</summary>
    private static void UseUtf8(this WebApplication app) => app.Use((context, next) =>
    {
        var takesBody = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
        if (!takesBody || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.Charset.HasValue) return next(context);
        if (HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            type.Charset = "utf-8";
            context.Request.ContentType = type.ToString();
            return next(context);
        }
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    });

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static bool IsWebAddress(string? text) =>
        text is null || (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp));
}
