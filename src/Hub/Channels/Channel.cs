using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Channels;

/// <summary>A connected account through which customers write: a web-chat site, a mailbox, a page of a social network.</summary>
public sealed class Channel
{
    public long Id { get; init; }

    /// <summary>The brand in whose name it speaks.</summary>
    public long BrandId { get; init; } = 1;

    /// <summary><c>chat</c>, <c>email</c>, <c>messenger</c> … (see the check on the table).</summary>
    public required string Kind { get; init; }

    public required string Name { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class ChannelConfiguration : IEntityTypeConfiguration<Channel>
{
    public void Configure(EntityTypeBuilder<Channel> builder) =>
        builder.ToTable("channels").Property(c => c.Id).HasDefaultValueSql("nextval('source_ids')").ValueGeneratedOnAdd();
}
