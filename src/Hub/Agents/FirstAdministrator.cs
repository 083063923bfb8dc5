using Hub.Platform;
using Hub.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Agents;

/// <summary>The account that opens a new hub.</summary>
/// <param name="Email">Address to sign in with.</param>
/// <param name="GeneratedPassword">The password, if Hub made it up: to be shown once, and nowhere written. Null where it was configured.</param>
public sealed record FirstAdministrator(string Email, string? GeneratedPassword)
{
    // Any constant: processes that start together on an empty database queue here.
    private const long StartLock = 0x6875_625F_6164_6D69;

    /// <summary>Makes the first administrator from <c>Hub:Admin</c> where no agent exists.</summary>
    /// <returns>Null if somebody exists already.</returns>
    /// <exception cref="StartRefusedException">The configured address or password is not acceptable.</exception>
    public static async Task<FirstAdministrator?> EnsureAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({StartLock})", ct);
        if (await db.Set<Agent>().AnyAsync(ct)) return null;

        var settings = scope.ServiceProvider.GetRequiredService<IOptions<HubOptions>>().Value.Admin;
        var email = AgentInput.Email(settings.Email);
        if (email.Refusal is not null) throw new StartRefusedException("Hub__Admin__Email is not an e-mail address.");
        var generated = settings.Password is null ? Passwords.Generate() : null;
        if (AgentInput.Password(settings.Password ?? generated).Refusal is { } refusal) throw new StartRefusedException($"Hub__Admin__Password: {refusal.Message}");

        var created = await scope.ServiceProvider.GetRequiredService<UserManager<Agent>>().CreateAsync(new Agent
        {
            UserName = email.Value,
            Email = email.Value,
            Name = "Administrator",
            Role = Role.Administrator,
            CreatedAt = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow(),
        }, settings.Password ?? generated!);
        if (!created.Succeeded) throw new StartRefusedException($"The first administrator was refused: {string.Join(' ', created.Errors.Select(e => e.Description))}");
        await transaction.CommitAsync(ct);
        return new FirstAdministrator(email.Value, generated);
    }
}
