using Dapper;
using Hub.Channels.Email.Sending;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Channels.Email;

/// <summary>How mail is doing.</summary>
/// <param name="SmartHost">False: mail of mailboxes without a server of their own stays queued.</param>
/// <param name="PublicUrlIsLoopback">Links in our mails lead nowhere for others.</param>
/// <param name="KeysSecret">False: whoever gets a copy of the database can read the channels' passwords.</param>
/// <param name="Queued">Waiting to be sent.</param>
/// <param name="Failed">Tickets with an answer that could not be delivered.</param>
/// <param name="Quarantined">Received, and waiting for a person.</param>
public sealed record MailStateView(bool SmartHost, bool PublicUrlIsLoopback, bool KeysSecret, int Queued, int Failed, int Quarantined);

internal static class MailStateEndpoints
{
    private const int Most = 10_000;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/mail/state", State).RequireAuthorization(Policies.Agent).WithTags("Mail")
            .WithName("getMailState").WithSummary("How mail is doing");

    private static async Task<Ok<MailStateView>> State(OutgoingServers servers, Mailboxes mailboxes, PublicAddress address, IOptions<HubOptions> options, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (queued, failed, quarantined) = await connection.QuerySingleAsync<(int, int, int)>(new CommandDefinition(
            """
            select (select count(*)::int from (select from deliveries where state in ('queued', 'leased') limit @Most) x),
                   (select count(distinct ticket)::int from (select ticket from deliveries where state = 'failed' limit @Most) x),
                   (select count(*)::int from (select from raw_payloads where state = 'quarantined' limit @Most) x)
            """, new { Most }, cancellationToken: ct));
        var all = await mailboxes.AllAsync(ct);
        return TypedResults.Ok(new MailStateView(servers.HasSmartHost || all.All(m => m.ServerHost is not null), address.IsLoopback, options.Value.Keys.Secret is not null, queued, failed, quarantined));
    }
}
