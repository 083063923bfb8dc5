using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Channels.WebChat;

/// <summary>A web site that carries the chat: a channel of kind <c>chat</c>. Its settings are read by <see cref="Sites"/> and written by <see cref="SiteEdits"/>.</summary>
public sealed class Site
{
    /// <summary>The channel's id.</summary>
    public long Channel { get; init; }

    /// <summary>Named in the snippet; public, so it authenticates nobody.</summary>
    public required string Key { get; init; }
}

internal sealed class SiteConfiguration : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.ToTable("sites").HasKey(s => s.Channel);
        builder.HasOne<Channel>().WithOne().HasForeignKey<Site>(s => s.Channel);
    }
}
