using System.ComponentModel;
using System.Security.Claims;
using Dapper;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Storage;
using Hub.Tickets.Appending;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hub.Tickets.Correspondence;

/// <summary>Takes people from a ticket. What they write from then on is a ticket of their own, until an agent writes to them again.</summary>
public sealed class Participants(HubDb db, TicketChanges changes, TimeProvider time)
{
    /// <returns>The ticket's number, or why not.</returns>
    public async Task<Outcome<long>> RemoveAsync(long number, string address, Viewer viewer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(viewer);
        var whole = address.Trim().ToLowerInvariant();
        var now = time.GetUtcNow();
        var store = new TicketStore(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        return await connection.WithinAsync<Outcome<long>>(async () =>
        {
            if (await store.LockAsync(number, ct) is not { } ticket) return TicketRefusals.Unknown(number);
            var people = await TicketPeople.OfAsync(connection, number, null, ct);
            if (people.All.FirstOrDefault(p => p.Address == whole) is not { Customer: false }) return Refusal.NotFound("participant_unknown", $"Nobody else takes part in ticket {number} with this address.");
            await connection.ExecuteAsync(new CommandDefinition(
                "insert into removed_participants (ticket, address, removed_by, at) values (@number, @whole, @Agent, @now) on conflict do nothing",
                new { number, whole, viewer.Agent, now }, cancellationToken: ct));
            ticket.Remove(whole, Author.Agent(viewer.Agent), now);
            await store.SaveAsync(ticket, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(number, ticket.Version);
            return number;
        });
    }
}

internal static class ParticipantEndpoints
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapDelete("/api/v1/tickets/{number:long}/participants/{address}", Remove).RequireAuthorization(Policies.Agent).WithTags("Tickets")
            .Refuses(404, "ticket_unknown", "participant_unknown")
            .WithName("removeParticipant").WithSummary("Take somebody from a ticket")
            .WithDescription("What they write about it from then on becomes a ticket of their own; writing to them takes them in again.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        [Description("The ticket.")] long number, [Description("The mail address.")] string address, ClaimsPrincipal user, TicketReader reader, Participants participants, CancellationToken ct)
    {
        if (!await reader.ExistsAsync(user.Viewer(), number, ct)) return TicketRefusals.Unknown(number).ToProblem();
        return (await participants.RemoveAsync(number, address, user.Viewer(), ct)).Refusal is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
