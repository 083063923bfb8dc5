using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Customers;

/// <summary>A person who wrote to us or to whom we wrote.</summary>
public sealed class Customer
{
    public long Id { get; init; }

    /// <summary>Empty while nobody knows it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Language the person last used, BCP 47.</summary>
    public string? Locale { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>One address of a customer on one kind of channel; unique in the hub.</summary>
public sealed class Identity
{
    public long Id { get; init; }

    /// <summary><c>visitor</c> (a browser session), <c>email</c>, <c>phone</c> …</summary>
    public required string Kind { get; init; }
    public required string Address { get; init; }
    public long Customer { get; set; }

    /// <summary>When the person proved it; none: not verified.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>One browser on one site. It reads exactly the tickets that it started or proved.</summary>
public sealed class VisitorSession
{
    public long Id { get; init; }
    public long Site { get; init; }

    /// <summary>SHA-256 of the token; the token itself is only in the browser.</summary>
    public required byte[] TokenHash { get; init; }
    public string? Locale { get; set; }

    /// <summary>The page where the chat was last opened. Hostile text from the host page.</summary>
    public string? Page { get; set; }
    public string? Name { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>An address that a visitor typed: given, not verified. It opens nobody's history.</summary>
public sealed class ClaimedAddress
{
    public long Id { get; init; }
    public long Session { get; init; }
    public long? Ticket { get; set; }
    public required string Kind { get; init; }
    public required string Address { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>, IEntityTypeConfiguration<Identity>,
    IEntityTypeConfiguration<VisitorSession>, IEntityTypeConfiguration<ClaimedAddress>
{
    public void Configure(EntityTypeBuilder<Customer> builder) => builder.ToTable("customers");

    public void Configure(EntityTypeBuilder<Identity> builder)
    {
        builder.ToTable("identities");
        builder.HasOne<Customer>().WithMany().HasForeignKey(i => i.Customer);
    }

    public void Configure(EntityTypeBuilder<VisitorSession> builder) =>
        builder.ToTable("visitor_sessions").Property(s => s.Id).HasDefaultValueSql("nextval('source_ids')").ValueGeneratedOnAdd();

    public void Configure(EntityTypeBuilder<ClaimedAddress> builder) => builder.ToTable("claims");
}
