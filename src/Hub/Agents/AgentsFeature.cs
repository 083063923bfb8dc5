using Hub.Storage;
using Microsoft.AspNetCore.Identity;

namespace Hub.Agents;

/// <summary>The people of the company: how they sign in, what they may do, how they are invited.</summary>
public static class AgentsFeature
{
    public static void AddAgents(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddIdentityCore<Agent>(options =>
        {
            // Length is what counts; rules of composition make passwords worse (NIST SP 800-63B 5.1.1.2).
            options.Password.RequiredLength = AgentInput.MinPassword;
            options.Password.RequiredUniqueChars = 1;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            options.User.RequireUniqueEmail = true;
            // The user name is the e-mail address, and AgentInput has judged it.
            options.User.AllowedUserNameCharacters = "";
        }).AddEntityFrameworkStores<HubDb>();
        builder.Services.AddSingleton<AgentDirectory>();
        builder.Services.AddScoped<SignIn>();
        builder.Services.AddScoped<Invitations>();
        builder.AddAgentCookie();
    }

    public static void MapAgents(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapSession();
        app.MapAgentList();
        app.MapInvitations();
    }
}
