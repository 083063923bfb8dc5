using Hub.Channels.Deliveries;
using Hub.Channels.Email.Notifying;
using Hub.Channels.Email.Receiving;
using Hub.Channels.Email.Sending;
using Hub.Channels.Email.Side;
using Hub.Channels.Email.Visitors;
using Hub.Mail.Lmtp;
using Hub.Mail.Mime;
using Hub.Mail.Smtp;
using Hub.Platform;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Hub.Channels.Email;

/// <summary>Mail: mailboxes, what comes in by LMTP, what goes out by SMTP.</summary>
public static class EmailFeature
{
    public static void AddEmail(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        builder.Services.AddOptions<HubOptions>().Validate(o => IsServer(o.Mail.SmartHost), "Hub__Mail__SmartHost must be like smtp://user:password@mail.example:587 or smtps://mail.example.");
        services.AddSingleton<Mailboxes>();
        services.AddSingleton<MailTokens>();
        services.AddScoped<MailedTickets>();
        services.AddScoped<Disowning>();
        services.AddScoped<Quiet>();

        services.AddSingleton<RawMails>();
        services.AddSingleton<Authentication>();
        services.AddSingleton<MailEvidence>();
        services.AddSingleton<MailReading>();
        services.AddSingleton<Bounces>();
        services.AddSingleton<Acknowledgements>();
        services.AddSingleton<AgentAnswers>();
        services.TryAddSingleton<MailOpener>(MailReader.Read);
        services.AddSingleton<MailIntake>();
        services.AddSingleton<ILmtpReceiver, MailReceiver>();
        services.AddSingleton<LmtpListener>();
        services.AddHostedService(s => s.GetRequiredService<LmtpListener>());
        services.AddHostedService<MailSweep>();
        services.AddSingleton(new TelemetryQueue("mail", "select min(at) from raw_payloads where state = 'received'"));

        services.AddSingleton<OutgoingServers>();
        services.AddSingleton(s => new SmtpPool(
            new SmtpClientOptions { HostName = HeloName(s.GetRequiredService<IOptions<HubOptions>>().Value.Mail.Domain), Clock = s.GetRequiredService<TimeProvider>() },
            new SmtpPoolOptions { PerServer = s.GetRequiredService<IOptions<HubOptions>>().Value.Mail.Connections }));
        services.AddSingleton<Letters>();
        services.AddSingleton<OutgoingFiles>();
        services.AddSingleton<TestMail>();
        services.AddSingleton<EmailOutlet>();
        services.AddSingleton<IOutlet>(s => s.GetRequiredService<EmailOutlet>());
        services.AddSingleton<IContinuation>(s => s.GetRequiredService<EmailOutlet>());
        services.AddSingleton<DeliveryStore>();

        services.AddScoped<SideConversations>();
        services.AddSingleton<SideReader>();
        services.AddSingleton<SideLetters>();
        services.AddSingleton<NotificationLetters>();
        services.AddSingleton<VisitorLetters>();
        services.AddSingleton<MailingQueue>();
        services.AddSingleton<IOutlet, MailingOutlet>();
        services.AddHostedService<NotificationSweep>();
        services.AddSingleton<DeliveryEdits>();
        services.AddHostedService<Dispatcher>();
        // What failed waits for its next attempt and is due since the first. Of a long queue a thousand are looked at: they tell enough, and cost as little as one.
        services.AddSingleton(new TelemetryQueue("deliveries",
            """
            select min(least(first_at, not_before)) from (
                select first_at, not_before, attempts from deliveries where state in ('scheduled', 'queued', 'leased') order by not_before limit 1000) soonest
            where not_before <= $1 or attempts > 0
            """));
    }

    public static void MapEmail(this IEndpointRouteBuilder app)
    {
        MailboxEndpoints.Map(app);
        ReceivedEndpoints.Map(app);
        MailStateEndpoints.Map(app);
        SideEndpoints.Map(app);
        DisownEndpoints.Map(app);
        QuietEndpoints.Map(app);
        DeliveryEndpoints.Map(app);
    }

    // RFC 5321 section 4.1.1.1: a name with a dot, or an address.
    private static string HeloName(string domain) => domain.Contains('.', StringComparison.Ordinal) ? domain : "[127.0.0.1]";

    private static bool IsServer(string? url)
    {
        if (url is null) return true;
        try
        {
            SmtpServer.Parse(url);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
