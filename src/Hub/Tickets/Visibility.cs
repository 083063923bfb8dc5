using Hub.Agents;

namespace Hub.Tickets;

/// <summary>The agent who looks.</summary>
public sealed record Viewer(long Agent, Role Role)
{
    /// <summary>An agent with the role as the database writes it.</summary>
    public static Viewer Of(long agent, short role) => new(agent, (Role)role);
}

/// <summary>What of the tickets an agent may see: the one predicate of every desk read, list, count and push.</summary>
/// <remarks>At present every agent sees every ticket. Teams and roles will change this class and nothing else.</remarks>
public static class Visibility
{
    /// <summary>True where the viewer sees every ticket: then none need be asked for first.</summary>
    public static bool IsEverything(Viewer viewer)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return viewer.Role is Role.Agent or Role.Supervisor or Role.Administrator;
    }

    /// <summary>An SQL condition on a row of <c>tickets</c>.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="alias">The row's alias in the statement.</param>
    public static string Sql(Viewer viewer, string alias)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return viewer.Role switch
        {
            Role.Agent or Role.Supervisor or Role.Administrator => $"{alias}.number is not null",
        };
    }
}
