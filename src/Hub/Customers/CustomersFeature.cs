using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Dapper;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Customers;

/// <summary>A customer with everything that stands beside a ticket.</summary>
/// <param name="Id">For ever.</param>
/// <param name="Name">Empty while unknown.</param>
/// <param name="Address">An address of theirs, verified or given.</param>
/// <param name="Locale">The language they were last seen to prefer.</param>
/// <param name="CreatedAt">When we first heard of them.</param>
/// <param name="Identities">How we know them.</param>
/// <param name="Claims">Addresses that they left, not verified.</param>
/// <param name="Tickets">Their newest 50 in the inbox.</param>
public sealed record CustomerView(
    long Id, string Name, string? Address, string? Locale, DateTimeOffset CreatedAt,
    IReadOnlyList<IdentityView> Identities, IReadOnlyList<ClaimView> Claims, IReadOnlyList<TicketRow> Tickets);

/// <summary>What to change of a customer.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record CustomerPatch([property: Required] string? Name);

/// <summary>The people who write to us.</summary>
public static class CustomersFeature
{
    private const int MostTickets = 50;

    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var customers = app.MapGroup("/api/v1/customers").RequireAuthorization(Policies.Agent).WithTags("Customers");
        customers.MapGet("/{id:long}", Open).Refuses(404, "customer_unknown")
            .WithName("openCustomer").WithSummary("A customer with addresses and tickets");
        customers.MapPatch("/{id:long}", Rename).Refuses(400, "name_empty", "name_invalid", "name_too_long").Refuses(404, "customer_unknown")
            .WithName("renameCustomer").WithSummary("Call a customer by another name");
    }

    private static async Task<Results<Ok<CustomerView>, ProblemHttpResult>> Open([Description("The customer.")] long id, ClaimsPrincipal user, NpgsqlDataSource database, TicketReader tickets, CancellationToken ct)
    {
        var filter = new TicketFilter { Customer = id, Limit = MostTickets };
        var rows = (await tickets.ListAsync(user.Viewer(), filter, ct)).Items;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var several = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select id, name, locale, created_at from customers where id = @id;
            select kind, case kind when 'external' then substr(address, strpos(address, ':') + 1) else address end as address, verified_at is not null as verified from identities where customer = @id order by id;
            select distinct on (k.kind, k.address) k.kind, k.address, k.at from claims k join tickets t on t.number = k.ticket where t.customer = @id order by k.kind, k.address, k.at;
            """, new { id }, cancellationToken: ct));
        if (await several.ReadSingleOrDefaultAsync<CustomerRecord>() is not { } customer) return Unknown(id).ToProblem();
        var identities = (await several.ReadAsync<(string Kind, string Address, bool Verified)>()).Select(i => new IdentityView(i.Kind, i.Address, i.Verified)).ToList();
        var claims = (await several.ReadAsync<(string Kind, string Address, DateTime At)>()).Select(c => new ClaimView(c.Kind, c.Address, c.At)).ToList();
        var address = identities.FirstOrDefault(i => i.Kind is not ("visitor" or "external"))?.Address ?? claims.LastOrDefault()?.Address;
        return TypedResults.Ok(new CustomerView(customer.Id, customer.Name, address, customer.Locale, customer.CreatedAt, identities, claims, rows));
    }

    private static async Task<Results<Ok<CustomerView>, ProblemHttpResult>> Rename(
        [Description("The customer.")] long id, CustomerPatch patch, ClaimsPrincipal user, NpgsqlDataSource database, TicketReader tickets, TicketChanges changes, CancellationToken ct)
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
