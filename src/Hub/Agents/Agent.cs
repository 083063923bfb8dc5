using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Agents;

/// <summary>What a person of the company may do; each includes the one before.</summary>
public enum Role : short { Agent = 1, Supervisor = 2, Administrator = 3 }

/// <summary>A person of the company who signs in at the desk.</summary>
public sealed class Agent : IdentityUser<long>
{
    public required string Name { get; set; }
    public Role Role { get; set; } = Role.Agent;

    /// <summary>Language of the desk: <c>en</c> or <c>fr</c>.</summary>
    public string Language { get; set; } = "en";

    /// <summary>When they are told by mail of messages on their tickets: <c>never</c>, <c>away</c> (no desk of theirs is open) or <c>always</c>.</summary>
    public string Notify { get; private set; } = Never;

    /// <summary>Since when that is wanted: nobody is told of what was there before.</summary>
    public DateTimeOffset? NotifySince { get; private set; }

    /// <summary>Since when the account is closed; a disabled agent is signed out everywhere at once.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>True where the agent may act as administrator today.</summary>
    public bool IsAdministrator => Role is Role.Administrator && DisabledAt is null;

    /// <summary>Closes the account, or opens it again. Sessions from before do not come back with it.</summary>
    public void SetDisabled(bool disabled, DateTimeOffset now)
    {
        if (disabled == (DisabledAt is not null)) return;
        DisabledAt = disabled ? now : null;
        SecurityStamp = NewStamp();
    }

    /// <summary>Chooses when to be told by mail.</summary>
    public void SetNotify(string notify, DateTimeOffset now)
    {
        if (Notify is Never) NotifySince = now;
        Notify = notify;
    }

    private const string Never = "never";

    /// <summary>A security stamp that no session carries yet.</summary>
    internal static string NewStamp() => RandomNumberGenerator.GetHexString(32);
}

internal static class RoleClaims
{
    /// <summary>The role as the claim and the API write it.</summary>
    public static string ToClaim(this Role role) => role switch
    {
        Role.Agent => "agent",
        Role.Supervisor => "supervisor",
        Role.Administrator => "administrator",
    };
}

internal sealed class AgentConfiguration : IEntityTypeConfiguration<Agent>,
    IEntityTypeConfiguration<IdentityUserClaim<long>>, IEntityTypeConfiguration<IdentityUserLogin<long>>, IEntityTypeConfiguration<IdentityUserToken<long>>
{
    public void Configure(EntityTypeBuilder<Agent> builder)
    {
        builder.ToTable("agents");
        // The number comes from the sequence that agents share with visitor sessions and channels (see receipts).
        builder.Property(a => a.Id).HasDefaultValueSql("nextval('source_ids')").ValueGeneratedOnAdd();
        builder.Ignore(a => a.IsAdministrator);
        builder.Property(a => a.UserName).IsRequired();
        builder.Property(a => a.NormalizedUserName).IsRequired();
        builder.Property(a => a.Email).IsRequired();
        builder.Property(a => a.NormalizedEmail).IsRequired();
        builder.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> builder) => builder.ToTable("agent_claims").HasKey(c => c.Id);

    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> builder) => builder.ToTable("agent_logins").HasKey(l => new { l.LoginProvider, l.ProviderKey });

    public void Configure(EntityTypeBuilder<IdentityUserToken<long>> builder) => builder.ToTable("agent_tokens").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
}
