using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Agents;

/// <summary>A way in for a person who has no account yet: a secret link, good once and for a week.</summary>
public sealed class Invitation
{
    public long Id { get; private init; }
    public required string Email { get; init; }
    public required Role Role { get; init; }

    /// <summary>SHA-256 of the token in the link; the token itself is not kept.</summary>
    public required byte[] TokenHash { get; init; }
    public required long? InvitedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder) => builder.ToTable("invitations").Property(i => i.Id).UseIdentityAlwaysColumn();
}
