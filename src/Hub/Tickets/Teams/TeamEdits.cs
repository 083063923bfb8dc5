using Dapper;
using Hub.Platform;
using Npgsql;

namespace Hub.Tickets.Teams;

/// <summary>What to make or change of a team; what is absent stays.</summary>
public sealed record TeamInput
{
    /// <summary>1 to 80 characters; no two teams share one, whatever the case.</summary>
    public string? Name { get; init; }

    /// <summary>Ids of all its members from now on. Members whose account is closed stay, for when it is opened again.</summary>
    public long[]? Members { get; init; }
}

/// <summary>Makes and changes teams.</summary>
public sealed class TeamEdits(NpgsqlDataSource database, TeamReader reader)
{
    private const int LongestName = 80;

    /// <summary>More would be somebody's script gone wild.</summary>
    private const int MostTeams = 200;

    /// <summary>The codes of refusals of an input.</summary>
    public static string[] Codes { get; } = ["name_empty", "name_invalid", "name_too_long", "members_unknown"];

    /// <returns>The team's id.</returns>
    public async Task<Outcome<long>> MakeAsync(TeamInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Texts.RefuseLine("name", input.Name, LongestName) is { } invalid) return invalid;
        return await WriteAsync(input, async (connection, transaction) =>
            await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                "insert into teams (name) select @name where (select count(*) from teams) < @MostTeams returning id", new { name = input.Name!.Trim(), MostTeams }, transaction, cancellationToken: ct)) is { } id
                ? id : Refusal.Conflict("teams_too_many", $"There may be {MostTeams} teams at most."), ct);
    }

    /// <returns>The same id.</returns>
    public async Task<Outcome<long>> ChangeAsync(long id, TeamInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Name is not null && Texts.RefuseLine("name", input.Name, LongestName) is { } invalid) return invalid;
        // Two changes at once are one after the other, each on what the other left.
        return await WriteAsync(input, async (connection, transaction) =>
            await connection.ExecuteAsync(new CommandDefinition("update teams set name = coalesce(@name, name) where id = @id", new { id, name = input.Name?.Trim() }, transaction, cancellationToken: ct)) == 1
                ? id : Unknown(id), ct);
    }

    internal static Refusal Unknown(long id) => Refusal.NotFound("team_unknown", $"There is no team {id}.");

    private async Task<Outcome<long>> WriteAsync(TeamInput input, Func<NpgsqlConnection, NpgsqlTransaction, Task<Outcome<long>>> nameAsync, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            var named = await nameAsync(connection, transaction);
            if (named.Refusal is not null) return named;
            if (input.Members is { } members && !await SetMembersAsync(connection, transaction, named.Value, [.. members.Distinct()], ct))
                return Refusal.Invalid("members", "members_unknown", "members must be ids of agents whose accounts are open.");
            await transaction.CommitAsync(ct);
            reader.Forget();
            return named;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new Refusal("name_taken", StatusCodes.Status409Conflict, "There is a team with this name already.")
            {
                Errors = new Dictionary<string, string[]> { ["name"] = ["There is a team with this name already."] },
            };
        }
    }

    private static async Task<bool> SetMembersAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long team, long[] members, CancellationToken ct)
    {
        var known = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            """
            delete from team_members m using agents a where m.team = @team and a.id = m.agent and a.disabled_at is null and not m.agent = any(@members);
            insert into team_members (team, agent) select @team, id from agents where id = any(@members) and disabled_at is null on conflict do nothing;
            select count(*)::int from agents a where a.id = any(@members)
                and (a.disabled_at is null or exists (select from team_members m where m.team = @team and m.agent = a.id));
            """, new { team, members }, transaction, cancellationToken: ct));
        return known == members.Length;
    }
}
