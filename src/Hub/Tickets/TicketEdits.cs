using System.Text.Json;
using Hub.Agents;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Hub.Tickets.Appending;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tickets;

/// <summary>What an agent may change of a ticket; what is absent stays. <c>assignee: null</c> takes it from everybody.</summary>
public sealed record TicketPatch
{
    /// <summary>Closing is final.</summary>
    [Words(typeof(TicketStatus))] public string? Status { get; init; }

    /// <summary>Where it lies.</summary>
    [Words(typeof(Folder))] public string? Folder { get; init; }

    /// <summary>Id of an agent, or null.</summary>
    [ReadsAs(typeof(long), OrNull = true)] public JsonElement Assignee { get; init; }

    /// <summary>Id of a team, or null.</summary>
    [ReadsAs(typeof(long), OrNull = true)] public JsonElement Team { get; init; }

    /// <summary>How much it presses.</summary>
    [Words(typeof(Priority))] public string? Priority { get; init; }

    /// <summary>One line of 1 to 200 characters.</summary>
    public string? Subject { get; init; }

    /// <summary>All its tags from now on, 30 at most, each of 1 to 50 characters.</summary>
    public string[]? Tags { get; init; }
}

/// <summary>Changes tickets on behalf of agents, each change with its line in the timeline.</summary>
public sealed class TicketEdits(HubDb db, TicketChanges changes, TimeProvider time)
{
    private const int MostTags = 30;

    /// <param name="number">The ticket.</param>
    /// <param name="patch">What to change.</param>
    /// <param name="ifMatch">The tag the agent saw, or none to change whatever it is now.</param>
    /// <param name="viewer">Who changes.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <returns>The number, or why not.</returns>
    public async Task<Outcome<long>> ApplyAsync(long number, TicketPatch patch, string? ifMatch, Viewer viewer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(viewer);
        if (Refuse(patch) is { } invalid) return invalid;
        var store = new TicketStore(db);
        var by = Author.Agent(viewer.Agent);
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Database.GetDbConnection().WithinAsync<Outcome<long>>(async () =>
        {
            if (await store.LockAsync(number, ct) is not { } ticket) return TicketRefusals.Unknown(number);
            var etag = TicketWords.ETag(ticket.Status, ticket.Folder, ticket.Assignee, ticket.Team, ticket.Priority, ticket.Subject, ticket.Tags);
            if (ifMatch is not (null or "*") && !ifMatch.Split(',').Any(tag => tag.Trim() == etag)) return TicketRefusals.Stale(number);

            if (TicketWords.ParseStatus(patch.Status) is { } status && ticket.Set(status, by, now) is { } refusal) return refusal;
            if (TicketWords.ParseFolder(patch.Folder) is { } folder) ticket.MoveTo(folder, by, now);
            if (TicketWords.ParsePriority(patch.Priority) is { } priority) ticket.Set(priority, by, now);
            if (patch.Subject is { } subject) ticket.Rename(subject.Trim(), by, now);
            if (patch.Tags is { } tags) ticket.Tag([.. tags.Select(t => t.Trim()).Distinct()], by, now);
            if (patch.Assignee.ValueKind is not JsonValueKind.Undefined && await AssignAsync(ticket, patch.Assignee, by, now, ct) is { } nobody) return nobody;
            if (patch.Team.ValueKind is not JsonValueKind.Undefined && await HandAsync(ticket, patch.Team, by, now, ct) is { } noTeam) return noTeam;

            if (ticket.Appended.Count > 0)
            {
                await store.SaveAsync(ticket, ct);
                await transaction.CommitAsync(ct);
                changes.Publish(number, ticket.Version);
            }
            return number;
        });
    }

    private static Refusal? Refuse(TicketPatch patch)
    {
        if (patch.Status is not null && TicketWords.ParseStatus(patch.Status) is null) return Refusal.Invalid("status", "status_invalid", "status must be open, pending, onHold, resolved or closed.");
        if (patch.Folder is not null && TicketWords.ParseFolder(patch.Folder) is null) return Refusal.Invalid("folder", "folder_invalid", "folder must be inbox, spam or trash.");
        if (patch.Priority is not null && TicketWords.ParsePriority(patch.Priority) is null) return Refusal.Invalid("priority", "priority_invalid", "priority must be low, normal, high or urgent.");
        if (patch.Subject is not null && Texts.RefuseLine("subject", patch.Subject, 200) is { } subject) return subject;
        if (patch.Tags is null) return null;
        if (patch.Tags.Length > MostTags) return Refusal.Invalid("tags", "tags_too_many", $"A ticket may have {MostTags} tags at most.");
        return patch.Tags.Select(tag => Texts.RefuseLine("tags", tag ?? "", 50)).FirstOrDefault(r => r is not null);
    }

    private async Task<Refusal?> AssignAsync(Ticket ticket, JsonElement assignee, Author by, DateTimeOffset now, CancellationToken ct)
    {
        Person? to = null;
        if (assignee.ValueKind is not JsonValueKind.Null)
        {
            if (assignee.ValueKind is not JsonValueKind.Number || !assignee.TryGetInt64(out var id)
                || await db.Set<Agent>().Where(a => a.Id == id && a.DisabledAt == null).Select(a => new Person(a.Id, a.Name)).SingleOrDefaultAsync(ct) is not { } agent)
                return Refusal.Invalid("assignee", "assignee_unknown", "assignee must be the id of an active agent, or null.");
            to = agent;
        }
        var from = ticket.Assignee is { } before ? await db.Set<Agent>().Where(a => a.Id == before).Select(a => new Person(a.Id, a.Name)).SingleOrDefaultAsync(ct) : null;
        ticket.Assign(to, from, by, now);
        return null;
    }

    private async Task<Refusal?> HandAsync(Ticket ticket, JsonElement team, Author by, DateTimeOffset now, CancellationToken ct)
    {
        Person? to = null;
        if (team.ValueKind is not JsonValueKind.Null)
        {
            if (team.ValueKind is not JsonValueKind.Number || !team.TryGetInt64(out var id)) return NoTeam;
            if (id == ticket.Team) return null;
            // Held until the commit, so that nobody removes it meanwhile.
            if ((await db.Database.SqlQuery<Person>($"select id as \"Id\", name as \"Name\" from teams where id = {id} for key share").ToListAsync(ct)).SingleOrDefault() is not { } found) return NoTeam;
            to = found;
        }
        ticket.Hand(to, ticket.Team is { } before ? await TeamAsync(before, ct) : null, by, now);
        return null;
    }

    private static Refusal NoTeam => Refusal.Invalid("team", "team_unknown", "team must be the id of a team, or null.");

    private Task<Person?> TeamAsync(long id, CancellationToken ct) =>
        db.Database.SqlQuery<Person>($"select id as \"Id\", name as \"Name\" from teams where id = {id}").SingleOrDefaultAsync(ct);
}
