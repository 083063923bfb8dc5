using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Dapper;
using Hub.Channels.Email.Sending;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Hub.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Channels.Email;

/// <summary>A mailbox as its administrator sees it.</summary>
/// <param name="Id">Of its channel.</param>
/// <param name="Name">As agents read it.</param>
/// <param name="Address">Receives and sends.</param>
/// <param name="SenderName">Stands before the address in what it sends; empty: its name.</param>
/// <param name="Locale">Language of what it says by itself where the customer's is not known.</param>
/// <param name="Signatures">Below what agents write, by the customer's language.</param>
/// <param name="Server">Its own outgoing server; none: the hub's.</param>
/// <param name="Acknowledge">It says that it has a first mail.</param>
/// <param name="Acknowledgements">In these words.</param>
/// <param name="PlusAddressing">Mail to <c>local+tag@domain</c> reaches it.</param>
/// <param name="Team">Id of the team that its new tickets belong to.</param>
public sealed record MailboxView(
    long Id, string Name, string Address, string SenderName, [property: Words("en", "fr")] string Locale, [property: ReadsAs(typeof(ByLanguage))] JsonElement Signatures, ServerView? Server,
    bool Acknowledge, [property: ReadsAs(typeof(ByLanguage))] JsonElement Acknowledgements, bool PlusAddressing, long? Team);

/// <summary>A text in each language that has one.</summary>
/// <param name="En">English.</param>
/// <param name="Fr">French.</param>
public sealed record ByLanguage(string? En, string? Fr);

/// <summary>An outgoing server, without its password.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Security">How the connection is protected.</param>
/// <param name="User">Who signs in.</param>
/// <param name="HasPassword">The password itself is never given out.</param>
public sealed record ServerView(string Host, int Port, [property: Words("none", "starttls", "tls")] string Security, string? User, bool HasPassword);

/// <summary>How a test went.</summary>
/// <param name="To">Where the test went.</param>
/// <param name="Answer">What the server said.</param>
public sealed record MailboxTestView(string To, string Answer);

internal static class MailboxEndpoints
{
    private static readonly string[] refusals =
    [
        "name_empty", "name_invalid", "name_too_long", "address_invalid", "senderName_empty", "senderName_invalid", "senderName_too_long", "locale_invalid", "signature_invalid", "signature_too_long",
        "acknowledgement_invalid", "acknowledgement_too_long", "server_invalid", "team_unknown",
    ];

    public static void Map(IEndpointRouteBuilder app)
    {
        var mailboxes = app.MapGroup("/api/v1/mailboxes").RequireAuthorization(Policies.Administrator).WithTags("Mailboxes");
        mailboxes.MapGet("/", async (Mailboxes all, CancellationToken ct) => TypedResults.Ok(new Page<MailboxView>([.. (await all.AllAsync(ct)).Select(ToView)], null)))
            .WithName("listMailboxes").WithSummary("All mailboxes");
        mailboxes.MapPost("/", Make).Refuses(400, refusals).Refuses(409, "address_taken")
            .WithName("makeMailbox").WithSummary("Make a mailbox").WithDescription("Needs a name and an address.");
        mailboxes.MapPatch("/{id:long}", Edit).Refuses(400, refusals).Refuses(404, "mailbox_unknown").Refuses(409, "address_taken")
            .WithName("changeMailbox").WithSummary("Change a mailbox");
        mailboxes.MapPost("/{id:long}/test", Test).Refuses(404, "mailbox_unknown").Refuses(409, "mail_no_server", "mail_password_lost").Refuses(422, "mail_refused", "mail_unavailable")
            .WithName("testMailbox").WithSummary("Send me a test, and tell me what the server says");
    }

    private static async Task<Results<Created<MailboxView>, ProblemHttpResult>> Make(MailboxInput input, Mailboxes all, OutgoingServers servers, NpgsqlDataSource database, TimeProvider time, CancellationToken ct)
    {
        if (input.Refuse(isNew: true) is { } refusal) return refusal.ToProblem();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var id = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            with c as (insert into channels (kind, name, created_at) select 'email', @name, @now where not exists (select from mailboxes where address = @address) returning id)
            insert into mailboxes (channel, address) select id, @address from c on conflict (address) do nothing returning channel
            """, new { name = input.Name!.Trim(), now = time.GetUtcNow(), address = input.Address!.Trim().ToLowerInvariant() }, transaction, cancellationToken: ct));
        if (id is not { } made) return Taken(input).ToProblem();
        if (!await WriteAsync(connection, transaction, made, input, servers, ct)) return MailboxInput.UnknownTeam.ToProblem();
        await transaction.CommitAsync(ct);
        all.Forget();
        return TypedResults.Created($"/api/v1/mailboxes/{made}", ToView((await all.FindAsync(made, ct))!));
    }

    private static async Task<Results<Ok<MailboxView>, ProblemHttpResult>> Edit([Description("The mailbox.")] long id, MailboxInput input, Mailboxes all, OutgoingServers servers, NpgsqlDataSource database, CancellationToken ct)
    {
        if (input.Refuse(isNew: false) is { } refusal) return refusal.ToProblem();
        await using (var connection = await database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            try
            {
                if (!await WriteAsync(connection, transaction, id, input, servers, ct)) return MailboxInput.UnknownTeam.ToProblem();
                await transaction.CommitAsync(ct);
            }
            catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return Taken(input).ToProblem();
            }
        }
        all.Forget();
        return await all.FindAsync(id, ct) is { } mailbox ? TypedResults.Ok(ToView(mailbox)) : Unknown(id).ToProblem();
    }

    private static async Task<Results<Ok<MailboxTestView>, ProblemHttpResult>> Test([Description("The mailbox.")] long id, ClaimsPrincipal user, Mailboxes all, TestMail test, CancellationToken ct)
    {
        if (await all.FindAsync(id, ct) is not { } mailbox) return Unknown(id).ToProblem();
        var sent = await test.SendAsync(mailbox, user.Viewer().Agent, ct);
        return sent.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(sent.Value);
    }

    /// <returns>False where there is no such team.</returns>
    private static async Task<bool> WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long id, MailboxInput input, OutgoingServers servers, CancellationToken ct)
    {
        // Held until the commit, so that nobody removes it meanwhile.
        if (input.TeamId is { } team && await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select id from teams where id = @team for key share", new { team }, transaction, cancellationToken: ct)) is null) return false;
        var server = input.ReadServer();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update channels set name = coalesce(@name, name) where id = @id and exists (select from mailboxes where channel = @id);
            update mailboxes set address = coalesce(@address, address), sender_name = coalesce(@senderName, sender_name), locale = coalesce(@Locale, locale),
                signatures = coalesce(@signatures::jsonb, signatures), acknowledge = coalesce(@Acknowledge, acknowledge),
                acknowledgements = coalesce(@acknowledgements::jsonb, acknowledgements), plus_addressing = coalesce(@PlusAddressing, plus_addressing),
                team = case when @teamGiven then @TeamId else team end
            where channel = @id;
            update mailboxes set server_host = @host, server_port = @port, server_security = @security, server_user = @user,
                server_password = case when @user is null then null when @password is not null then @password
                                       when server_user = @user and server_host = @host then server_password end
            where channel = @id and @serverGiven;
            """,
            new
            {
                id,
                name = input.Name?.Trim(),
                address = input.Address?.Trim().ToLowerInvariant(),
                senderName = input.SenderName?.Trim(),
                input.Locale,
                signatures = ToJson(input.Signatures),
                input.Acknowledge,
                acknowledgements = ToJson(input.Acknowledgements),
                input.PlusAddressing,
                teamGiven = input.Team.ValueKind is not JsonValueKind.Undefined,
                input.TeamId,
                serverGiven = input.Server.ValueKind is not JsonValueKind.Undefined,
                host = server?.Host,
                port = server?.Port,
                security = server?.Security,
                user = string.IsNullOrEmpty(server?.User) ? null : server.User,
                // A password is kept for the server it was given for, and handed to no other.
                password = string.IsNullOrEmpty(server?.Password) ? null : servers.Protect(server.Password),
            }, transaction, cancellationToken: ct));
        return true;
    }

    private static string? ToJson(Dictionary<string, string?>? texts) =>
        texts is null ? null : JsonSerializer.Serialize(texts.Where(t => !string.IsNullOrWhiteSpace(t.Value)).ToDictionary(t => t.Key, t => t.Value), Json.Options);

    private static MailboxView ToView(Mailbox m) => new(
        m.Channel, m.Name, m.Address, m.SenderName, m.Locale, JsonElement.Parse(m.Signatures),
        m.ServerHost is { } host ? new ServerView(host, m.ServerPort!.Value, m.ServerSecurity!, m.ServerUser, m.ServerPassword is not null) : null,
        m.Acknowledge, JsonElement.Parse(m.Acknowledgements), m.PlusAddressing, m.Team);

    private static Refusal Taken(MailboxInput input) => new("address_taken", StatusCodes.Status409Conflict, $"There is a mailbox {input.Address?.Trim()} already.")
    {
        Errors = new Dictionary<string, string[]> { ["address"] = ["There is a mailbox with this address already."] },
    };

    private static Refusal Unknown(long id) => Refusal.NotFound("mailbox_unknown", $"There is no mailbox {id}.");
}
