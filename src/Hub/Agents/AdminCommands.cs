using Hub.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Agents;

/// <summary>What whoever runs the server can do at its command line when nobody can sign in: <c>hub admin reset-password &lt;email&gt;</c>.</summary>
public static class AdminCommands
{
    private const string Usage = "Usage: hub admin reset-password <email>";

    /// <summary>Runs <c>hub admin</c>; <paramref name="args"/> are what follows these words.</summary>
    /// <returns>The process's exit code: 0 done, 1 not possible, 2 not understood.</returns>
    public static async Task<int> RunAsync(string[] args, IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (args is ["reset-password", var email] && email.Length > 0) return await ResetPasswordAsync(email, services, output, ct);
        await output.WriteLineAsync(Usage.AsMemory(), ct);
        return 2;
    }

    /// <summary>A new password, every session of the old one ended, the lockout cleared. A disabled account stays disabled.</summary>
    private static async Task<int> ResetPasswordAsync(string email, IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var key = scope.ServiceProvider.GetRequiredService<UserManager<Agent>>().NormalizeEmail(email.Trim());
        var agent = await db.Set<Agent>().AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedEmail == key, ct);
        if (agent is null)
        {
            await output.WriteLineAsync($"There is no agent with the e-mail address {email}.".AsMemory(), ct);
            return 1;
        }

        var password = Passwords.Generate();
        var hash = scope.ServiceProvider.GetRequiredService<IPasswordHasher<Agent>>().HashPassword(agent, password);
        var stamp = Agent.NewStamp();
        await db.Set<Agent>().Where(a => a.Id == agent.Id).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.PasswordHash, hash)
            .SetProperty(a => a.SecurityStamp, stamp)
            .SetProperty(a => a.AccessFailedCount, 0)
            .SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), ct);
        await output.WriteLineAsync($"New password of {agent.Email}: {password}".AsMemory(), ct);
        if (agent.DisabledAt is not null)
            await output.WriteLineAsync("This account is disabled: nobody can sign in with it until an administrator enables it.".AsMemory(), ct);
        return 0;
    }
}
