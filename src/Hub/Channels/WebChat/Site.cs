using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Channels.WebChat;

/// <summary>A web site that carries the chat: a channel of kind <c>chat</c>, its public key and who may embed it.</summary>
public sealed class Site
{
    /// <summary>The channel's id.</summary>
    public long Channel { get; init; }

    /// <summary>Named in the snippet; public, so it authenticates nobody.</summary>
    public required string Key { get; init; }

    /// <summary>Origins (<c>https://shop.example</c>) that may show the chat in a frame, besides Hub's own.</summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>Language where the visitor's browser asks for none that we have.</summary>
    public string Locale { get; set; } = "en";
    public string? Greeting { get; set; }

    /// <summary>Colour of the chat, <c>#rrggbb</c> in lower case; none: Hub's.</summary>
    public string? Accent { get; set; }
    public string? PrivacyUrl { get; set; }

    /// <summary>Seconds after which an answer that was not seen goes by mail; none: the hub's own setting.</summary>
    public int? ContinueAfter { get; set; }
}

internal sealed class SiteConfiguration : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.ToTable("sites").HasKey(s => s.Channel);
        builder.HasOne<Channel>().WithOne().HasForeignKey<Site>(s => s.Channel);
    }
}
