using System.Security.Claims;
using Dapper;
using Hub.Platform;
using Hub.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Customers;

/// <summary>A customer with everything that stands beside a ticket.</summary>
public sealed record CustomerView(
    long Id, string Name, string? Address, string? Locale, DateTimeOffset CreatedAt,
    IReadOnlyList<IdentityView> Identities, IReadOnlyList<ClaimView> Claims, IReadOnlyList<TicketRow> Tickets);

public sealed record CustomerPatch(string? Name);

/// <summary>The people who write to us.</summary>
public static class CustomersFeature
{
    private const int MostTickets = 50;

    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var customers = app.MapGroup("/api/v1/customers").RequireAuthorization(Policies.Agent).WithTags("Customers");
        customers.MapGet("/{id:long}", Open);
        customers.MapPatch("/{id:long}", Rename);
    }

    private static async Task<Results<Ok<CustomerView>, ProblemHttpResult>> Open(long id, ClaimsPrincipal user, NpgsqlDataSource database, TicketReader tickets, CancellationToken ct)
    {
        var filter = new TicketFilter { Customer = id, Limit = MostTickets };
        var rows = (await tickets.ListAsync(user.Viewer(), filter, ct)).Items;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var several = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select id, name, locale, created_at from customers where id = @id;
            select kind, address, verified_at is not null as verified from identities where customer = @id order by id;
            select distinct on (k.kind, k.address) k.kind, k.address, k.at from claims k join tickets t on t.number = k.ticket where t.customer = @id order by k.kind, k.address, k.at;
            """, new { id }, cancellationToken: ct));
        if (await several.ReadSingleOrDefaultAsync<CustomerRecord>() is not { } customer) return Unknown(id).ToProblem();
        var identities = (await several.ReadAsync<(string Kind, string Address, bool Verified)>()).Select(i => new IdentityView(i.Kind, i.Address, i.Verified)).ToList();
        var claims = (await several.ReadAsync<(string Kind, string Address, DateTime At)>()).Select(c => new ClaimView(c.Kind, c.Address, c.At)).ToList();
        var address = identities.FirstOrDefault(i => i.Kind != "visitor")?.Address ?? claims.LastOrDefault()?.Address;
        return TypedResults.Ok(new CustomerView(customer.Id, customer.Name, address, customer.Locale, customer.CreatedAt, identities, claims, rows));
    }

    private static async Task<Results<Ok<CustomerView>, ProblemHttpResult>> Rename(
        long id, CustomerPatch patch, ClaimsPrincipal user, NpgsqlDataSource database, TicketReader tickets, TicketChanges changes, CancellationToken ct)
    {
        if (Texts.RefuseLine("name", patch.Name, 100) is { } invalid) return invalid.ToProblem();
        await CustomerNames.SetAsync(database, changes, id, patch.Name!.Trim(), onlyIfUnproved: false, ct);
        return await Open(id, user, database, tickets, ct);
    }

    private static Refusal Unknown(long id) => Refusal.NotFound("customer_unknown", $"There is no customer {id}.");

    private sealed record CustomerRecord
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string? Locale { get; init; }
        public DateTime CreatedAt { get; init; }
    }
}
