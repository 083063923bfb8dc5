using System.Security.Cryptography;
using System.Text;
using Hub.Platform;
using Hub.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hub.Agents;

/// <summary>Invites people to the desk and lets them in.</summary>
public sealed class Invitations(HubDb db, UserManager<Agent> agents, TimeProvider time)
{
    private static readonly TimeSpan lifetime = TimeSpan.FromDays(7);
    private static readonly Refusal unknown = Refusal.NotFound("invitation_unknown", "This invitation is not valid any more. Please ask for a new one.");
    private static readonly Refusal emailTaken = Refusal.Conflict("email_taken", "Somebody with this e-mail address has an account already.");

    /// <summary>Those that can still be accepted, newest first.</summary>
    public IQueryable<Invitation> Open()
    {
        var now = time.GetUtcNow();
        return db.Set<Invitation>().AsNoTracking().Where(i => i.AcceptedAt == null && i.ExpiresAt > now).OrderByDescending(i => i.Id);
    }

    /// <summary>Invites an address. An earlier invitation of the same address dies, so that the newest link is the only one.</summary>
    /// <returns>The invitation and the token for its link, which is not kept.</returns>
    public async Task<Outcome<(Invitation Invitation, string Token)>> InviteAsync(string? email, Role? role, long invitedBy, CancellationToken ct)
    {
        var address = AgentInput.Email(email);
        if (address.Refusal is { } refusal) return refusal;
        if (role is null) return Refusal.Invalid("role", "role_invalid", "The role must be agent, supervisor or administrator.");
        var key = agents.NormalizeEmail(address.Value);
        if (await db.Set<Agent>().AnyAsync(a => a.NormalizedEmail == key, ct)) return emailTaken;

        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        var invitation = new Invitation
        {
            Email = address.Value,
            Role = role.Value,
            TokenHash = HashOf(token),
            InvitedBy = invitedBy,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var lowered = address.Value.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Runs in the database.
        await db.Set<Invitation>().Where(i => i.Email.ToLower() == lowered && i.AcceptedAt == null).ExecuteDeleteAsync(ct);
#pragma warning restore CA1304, CA1311, CA1862
        db.Add(invitation);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (invitation, token);
    }

    /// <summary>The open invitation of a link.</summary>
    public async Task<Outcome<Invitation>> FindAsync(string token, CancellationToken ct)
    {
        var hash = HashOf(token);
        return await Open().SingleOrDefaultAsync(i => i.TokenHash == hash, ct) is { } invitation ? invitation : unknown;
    }

    /// <summary>Takes an invitation back; one that is gone or accepted already is not worth a complaint.</summary>
    public Task<int> RevokeAsync(long id, CancellationToken ct) =>
        db.Set<Invitation>().Where(i => i.Id == id && i.AcceptedAt == null).ExecuteDeleteAsync(ct);

    /// <summary>Makes the account. Of two who follow one link at the same time, one gets it.</summary>
    public async Task<Outcome<Agent>> AcceptAsync(string? token, string? name, string? password, string? language, CancellationToken ct)
    {
        var who = AgentInput.Name(name);
        if (who.Refusal is { } badName) return badName;
        if (AgentInput.Password(password).Refusal is { } badPassword) return badPassword;
        var speaks = AgentInput.Language(language ?? "en");
        if (speaks.Refusal is { } badLanguage) return badLanguage;

        var hash = HashOf(token ?? "");
        var now = time.GetUtcNow();
        // Whatever is refused below takes the claim back with it: the link stays good.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var claimed = await db.Set<Invitation>().Where(i => i.TokenHash == hash && i.AcceptedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.AcceptedAt, now), ct);
        if (claimed == 0) return unknown;
        var invitation = await db.Set<Invitation>().AsNoTracking().SingleAsync(i => i.TokenHash == hash, ct);
        var agent = new Agent
        {
            UserName = invitation.Email,
            Email = invitation.Email,
            EmailConfirmed = false, // The link may have gone any way; it proves no mailbox.
            Name = who.Value,
            Role = invitation.Role,
            Language = speaks.Value,
            CreatedAt = now,
        };
        try
        {
            var created = await agents.CreateAsync(agent, password!);
            if (!created.Succeeded) return emailTaken;
            await transaction.CommitAsync(ct);
            return agent;
        }
        // Two invitations for one address, accepted at the same time: the unique index decides.
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return emailTaken;
        }
    }

    // The token has 256 random bits: a plain hash cannot be guessed back, and looking it up leaks no timing of use.
    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
