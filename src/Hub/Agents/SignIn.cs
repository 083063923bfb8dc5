using Hub.Platform;
using Hub.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Agents;

/// <summary>Decides whether address and password open an account.</summary>
/// <remarks>
/// Identity's own counter of failures reads, adds and writes back, so that guesses made at the same time count as one. Here the database counts;
/// and a right password is let in only if the account is not locked by then, so guessing in parallel buys nothing.
/// </remarks>
public sealed class SignIn(HubDb db, UserManager<Agent> agents, IPasswordHasher<Agent> hasher, TimeProvider time)
{
    private const int Failures = 5;
    private static readonly TimeSpan lockout = TimeSpan.FromMinutes(5);
    private static readonly Refusal wrong = new("credentials_wrong", StatusCodes.Status401Unauthorized, "The e-mail address or the password is wrong.");
    private static readonly Refusal locked = new("locked_out", StatusCodes.Status429TooManyRequests, "Too many wrong passwords. Please try again in five minutes.");
    private static readonly Refusal disabled = new("account_disabled", StatusCodes.Status403Forbidden, "This account is disabled. Please ask an administrator of your company.");
    // Checked for addresses that nobody has, so that the time of the answer does not tell.
    private static readonly Lazy<string> nobodysHash = new(() => new PasswordHasher<Agent>().HashPassword(null!, Passwords.Generate()));

    public async Task<Outcome<Agent>> TryAsync(string? email, string? password, CancellationToken ct)
    {
        // What no account can have need not be looked up; the answer is the same.
        if (AgentInput.Email(email) is not { Refusal: null } address || AgentInput.Password(password) is not { Refusal: null })
            return HasNul(email) || HasNul(password) ? Refusal.Invalid(HasNul(email) ? "email" : "password", "credentials_invalid", "This holds a character that cannot be typed.") : wrong;

        var key = agents.NormalizeEmail(address.Value);
        var agent = await db.Set<Agent>().SingleOrDefaultAsync(a => a.NormalizedEmail == key, ct);
        if (agent?.LockoutEnd > time.GetUtcNow()) return locked;
        var verdict = hasher.VerifyHashedPassword(agent!, agent?.PasswordHash ?? nobodysHash.Value, password!);
        if (agent?.PasswordHash is null || verdict is PasswordVerificationResult.Failed)
        {
            await CountFailureAsync(agent?.Id ?? 0, ct);
            return wrong;
        }
        if (!await ClearFailuresAsync(agent.Id, ct)) return locked;
        if (agent.DisabledAt is not null) return disabled;
        if (verdict is PasswordVerificationResult.SuccessRehashNeeded) await RehashAsync(agent, password!, ct);
        return agent;
    }

    private Task<int> CountFailureAsync(long id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return db.Set<Agent>().Where(a => a.Id == id && (a.LockoutEnd == null || a.LockoutEnd <= now)).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount + 1 >= Failures ? now + lockout : null)
            .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1 >= Failures ? 0 : a.AccessFailedCount + 1), ct);
    }

    /// <returns>False if the account was locked while the password was being checked.</returns>
    private async Task<bool> ClearFailuresAsync(long id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.Set<Agent>().Where(a => a.Id == id && (a.LockoutEnd == null || a.LockoutEnd <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), ct) == 1;
    }

    // The framework raises the cost of hashing now and then; the security stamp stays, for the password did.
    private Task<int> RehashAsync(Agent agent, string password, CancellationToken ct)
    {
        var hash = hasher.HashPassword(agent, password);
        return db.Set<Agent>().Where(a => a.Id == agent.Id && a.PasswordHash == agent.PasswordHash)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, hash), ct);
    }

    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
