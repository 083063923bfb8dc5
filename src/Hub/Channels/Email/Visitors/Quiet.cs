using System.Net;
using Dapper;
using Hub.Platform;
using Hub.Storage;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
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
        var french = Languages.Of([.. http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value)]) is "fr";
        var (title, words) = (token, on, french) switch
        {
            (null, _, true) => ("Lien inconnu", "Ce lien n’est pas (ou plus) valable. Il est peut-être coupé\u00a0: ouvrez-le en entier depuis l’e-mail."),
            (null, _, false) => ("Unknown link", "This link is not valid (any more). Perhaps it is cut: open all of it from the mail."),
            (_, true, true) => ("C’est noté", "Les réponses ne vous seront plus envoyées par e-mail. Elles vous attendent dans la discussion."),
            (_, true, false) => ("We have noted it", "Answers will not be mailed to you any more. They wait for you in the chat."),
            (_, false, true) => ("Plus d’e-mails de cette discussion\u00a0?", "Si vous ne lisez pas une réponse dans la discussion, nous vous l’envoyons par e-mail. Vous pouvez l’arrêter."),
            (_, false, false) => ("No more mails of this chat?", "What you do not read in the chat, we mail to you. You can stop that."),
        };
        (string Scope, string Label)[] choices = token is null ? []
            : on ? [("none", french ? "Me les envoyer de nouveau" : "Mail them to me again")]
            : [("ticket", french ? "Arrêter pour cette conversation" : "Stop for this conversation"), ("all", french ? "Arrêter pour toutes mes discussions" : "Stop for all my chats")];
        var buttons = string.Concat(choices.Select(c => $"<form method=\"post\" action=\"/mail/quiet/{WebUtility.HtmlEncode(token)}?scope={c.Scope}\"><button>{c.Label}</button></form>"));
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content($$"""
            <!doctype html><html lang="{{(french ? "fr" : "en")}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <title>{{title}}</title>
            <style>
            :root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}
            main{max-width:28rem;padding:2rem}h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}form{margin:.6rem 0 0}button{font:inherit;font-weight:600;padding:.6rem 1.1rem;border:0;border-radius:.5rem;background:#0b6073;color:#fff;cursor:pointer}
            button:focus-visible{outline:3px solid #5bb8cc;outline-offset:2px}
            </style><main><h1>{{title}}</h1><p>{{words}}</p>{{buttons}}</main></html>
            """, "text/html; charset=utf-8", null, token is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }
}

/// <summary>Stops the mails of a chat to an address, or of all chats, and lets them go on.</summary>
public sealed class Quiet(NpgsqlDataSource database, HubDb db, TicketChanges changes, TimeProvider time)
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
    public async Task<bool> SetAsync(long delivery, string? scope, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var reading = await database.OpenConnectionAsync(ct);
        var about = await reading.QuerySingleOrDefaultAsync<(long Ticket, string Address)?>(new CommandDefinition(
            "select ticket, address from deliveries where id = @delivery", new { delivery }, cancellationToken: ct));
        if (about is not { } found) return false;

        var store = new TicketStore(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Database.GetDbConnection().WithinAsync(async () =>
        {
            if (await store.LockAsync(found.Ticket, ct) is not { } ticket) return false;
            var on = scope is not "none";
            var news = await db.Database.GetDbConnection().ExecuteAsync(new CommandDefinition(
                on ? "insert into unsubscribed (address, ticket, at) values (@Address, case when @all then null else @Ticket end, @now) on conflict do nothing"
                    : "delete from unsubscribed where address = @Address and (ticket is null or ticket = @Ticket)",
                new { found.Ticket, found.Address, now, all = scope is "all" }, transaction.GetDbTransaction(), cancellationToken: ct));
            if (news == 0) return true;
            if (on) await db.Database.GetDbConnection().ExecuteAsync(new CommandDefinition(
                "update deliveries set state = 'cancelled', reason = @Reason, at = @now where address = @Address and (@all or ticket = @Ticket) and purpose = 'continuation' and state in ('scheduled', 'queued')",
                new { found.Ticket, found.Address, now, Reason, all = scope is "all" }, transaction.GetDbTransaction(), cancellationToken: ct));
            ticket.Quiet(found.Address, on, now);
            await store.SaveAsync(ticket, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(ticket.Number, ticket.Version);
            return true;
        });
    }
}
