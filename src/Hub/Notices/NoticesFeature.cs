namespace Hub.Notices;

/// <summary>What processes tell each other.</summary>
public static class NoticesFeature
{
    public static void AddNotices(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<NoticeOutbox>();
        builder.Services.AddSingleton<NoticeBus>();
        builder.Services.AddSingleton<CatchUp>();
        builder.Services.AddSingleton<Presence>();
        builder.Services.AddHostedService(s => s.GetRequiredService<NoticeOutbox>());
        builder.Services.AddHostedService(s => s.GetRequiredService<CatchUp>());
        builder.Services.AddHostedService<NoticeListener>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Presence>());
    }
}
