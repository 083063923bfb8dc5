using Dapper;
using Hub.Notices;
using Npgsql;

namespace Hub.Channels.WebChat;

/// <summary>Who could answer a visitor just now.</summary>
public sealed record StaffHere(bool Open, IReadOnlyList<AgentName> Agents);

/// <summary>Knows who of the staff is here, by first name, as of the last change of presence.</summary>
public sealed class Staff(NpgsqlDataSource database, Presence presence)
{
    private const int MostNames = 3;
    private volatile StaffHere here = new(false, []);

    public StaffHere Here => here;

    /// <summary>Reads anew who is here.</summary>
    /// <returns>True where visitors should be told.</returns>
    public async Task<bool> RefreshAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var names = (await connection.QueryAsync<AgentName>(new CommandDefinition(
            "select split_part(name, ' ', 1) as name from agents where id = any(@ids) and disabled_at is null order by id limit @MostNames",
            new { ids = presence.Here.Agents.Keys.ToArray(), MostNames }, cancellationToken: ct))).AsList();
        var before = here;
        here = new(names.Count > 0, names);
        return before.Open != here.Open || !before.Agents.SequenceEqual(here.Agents);
    }
}
