using Dapper;
using Hub.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Channels.Email.Visitors;

/// <summary>"No more answers of this chat by mail": a link in every such mail. Mail programs may follow it by themselves (RFC 8058), by POST.</summary>
/// <remarks>A GET changes nothing, because mail scanners follow links. No cookie and no sign-in: the link itself is the proof.</remarks>
internal static class QuietEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapGroup("/mail/quiet").RequireAuthorization(Policies.Public).ExcludeFromDescription();
        page.MapGet("/{token}", Show);
        page.MapPost("/{token}", Stop);
    }

    private static async Task<ContentHttpResult> Show(string token, MailTokens tokens, Quiet quiet, HttpContext http, CancellationToken ct) =>
        await tokens.ReadQuietTokenAsync(token, ct) is { } delivery && await quiet.IsAsync(delivery, ct) is { } on ? Page(http, token, on) : Page(http, null, false);

    /// <param name="token">Of the link.</param>
    /// <param name="scope"><c>all</c>: every chat; <c>none</c>: mails are welcome again; else this conversation.</param>
    /// <param name="tokens">Reads the token.</param>
    /// <param name="quiet">Does it.</param>
    /// <param name="http">The request.</param>
    /// <param name="ct">Stops before the commit.</param>
    private static async Task<ContentHttpResult> Stop(string token, string? scope, MailTokens tokens, Quiet quiet, HttpContext http, CancellationToken ct) =>
        await tokens.ReadQuietTokenAsync(token, ct) is { } delivery && await quiet.SetAsync(delivery, scope, ct)
            ? Page(http, token, scope is not "none") : Page(http, null, false);

    private static ContentHttpResult Page(HttpContext http, string? token, bool on)
    {
        if (token is null) return MailLinkPage.Unknown(http);
        var french = MailLinkPage.InFrench(http);
        var (title, words) = (on, french) switch
        {
            (true, true) => ("C’est noté", "Les réponses ne vous seront plus envoyées par e-mail. Elles vous attendent dans la discussion."),
            (true, false) => ("We have noted it", "Answers will not be mailed to you any more. They wait for you in the chat."),
            (false, true) => ("Plus d’e-mails de cette discussion\u00a0?", "Si vous ne lisez pas une réponse dans la discussion, nous vous l’envoyons par e-mail. Vous pouvez l’arrêter."),
            (false, false) => ("No more mails of this chat?", "What you do not read in the chat, we mail to you. You can stop that."),
        };
        (string Scope, string Label)[] choices = on ? [("none", french ? "Me les envoyer de nouveau" : "Mail them to me again")]
            : [("ticket", french ? "Arrêter pour cette conversation" : "Stop for this conversation"), ("all", french ? "Arrêter pour toutes mes discussions" : "Stop for all my chats")];
        return MailLinkPage.Show(http, title, words, choices.Select(c => ($"/mail/quiet/{token}?scope={c.Scope}", c.Label)));
    }
}

/// <summary>Stops the mails of a chat to an address, or of all chats, and lets them go on.</summary>
public sealed class Quiet(NpgsqlDataSource database, MailedTickets mailed, TimeProvider time)
{
    /// <summary>Why a mail was not sent, as the desk shows it.</summary>
    internal const string Reason = "The owner of the address wants no more mails of this chat.";

    /// <summary>Whether the mails of a delivery's conversation are stopped.</summary>
    /// <returns>None where there is no such delivery.</returns>
    public async Task<bool?> IsAsync(long delivery, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(
            "select exists (select from unsubscribed u where u.address = d.address and (u.ticket is null or u.ticket = d.ticket)) from deliveries d where d.id = @delivery", new { delivery }, cancellationToken: ct));
    }

    /// <param name="delivery">By whose mail.</param>
    /// <param name="scope"><c>all</c>, <c>none</c>, else this conversation.</param>
    /// <param name="ct">Stops before the commit.</param>
    /// <returns>False where there is no such delivery.</returns>
    public Task<bool> SetAsync(long delivery, string? scope, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (on, all) = (scope is not "none", scope is "all");
        return mailed.ChangeAsync(delivery, async scoped =>
        {
            if (!on) return await scoped.WriteAsync("delete from unsubscribed where address = @Address and (ticket is null or ticket = @Ticket)", new { }, ct);
            var news = await scoped.WriteAsync(
                "insert into unsubscribed (address, ticket, at) values (@Address, case when @all then null else @Ticket end, @now) on conflict do nothing", new { now, all }, ct);
            if (news > 0) await scoped.WriteAsync(
                "update deliveries set state = 'cancelled', reason = @Reason, at = @now where address = @Address and (@all or ticket = @Ticket) and purpose = 'continuation' and state in ('scheduled', 'queued')",
                new { now, Reason, all }, ct);
            return news;
        }, (ticket, address) => ticket.Quiet(address, on, now), ct);
    }
}
