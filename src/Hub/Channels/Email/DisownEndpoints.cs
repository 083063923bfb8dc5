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

namespace Hub.Channels.Email;

/// <summary>"This was not me": whoever got a mail because somebody typed their address into a chat ends that here.</summary>
/// <remarks>A GET changes nothing, because mail scanners follow links. No cookie and no sign-in: the link itself is the proof.</remarks>
internal static class DisownEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapGroup("/mail/not-me").RequireAuthorization(Policies.Public).ExcludeFromDescription();
        page.MapGet("/{token}", Show);
        page.MapPost("/{token}", Disown);
    }

    private static async Task<ContentHttpResult> Show(string token, MailTokens tokens, HttpContext http, CancellationToken ct) =>
        await tokens.ReadDisownTokenAsync(token, ct) is null ? Page(http, Text.Unknown, null, StatusCodes.Status404NotFound) : Page(http, Text.Ask, token, StatusCodes.Status200OK);

    private static async Task<ContentHttpResult> Disown(string token, MailTokens tokens, Disowning disowning, HttpContext http, CancellationToken ct)
    {
        if (await tokens.ReadDisownTokenAsync(token, ct) is not { } delivery || !await disowning.ApplyAsync(delivery, ct)) return Page(http, Text.Unknown, null, StatusCodes.Status404NotFound);
        return Page(http, Text.Done, null, StatusCodes.Status200OK);
    }

    private enum Text { Ask, Done, Unknown }

    private static ContentHttpResult Page(HttpContext http, Text text, string? token, int status)
    {
        var french = Languages.Of([.. http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value)]) is "fr";
        var (title, words) = (text, french) switch
        {
            (Text.Ask, true) => ("Ce n’était pas vous\u00a0?", "Quelqu’un a laissé votre adresse dans une discussion avec nous. Si ce n’était pas vous, dites-le d’un clic\u00a0: nous ne vous écrirons plus à ce sujet."),
            (Text.Ask, false) => ("This was not you?", "Somebody left your address in a chat with us. If it was not you, say so with one click: we will not write to you about it again."),
            (Text.Done, true) => ("Merci", "C’est noté. Nous ne vous écrirons plus à ce sujet."),
            (Text.Done, false) => ("Thank you", "We have noted it and will not write to you about it again."),
            (_, true) => ("Lien inconnu", "Ce lien n’est pas (ou plus) valable. Il est peut-être coupé\u00a0: ouvrez-le en entier depuis l’e-mail."),
            (_, false) => ("Unknown link", "This link is not valid (any more). Perhaps it is cut: open all of it from the mail."),
        };
        var button = token is null ? "" : $"<form method=\"post\" action=\"/mail/not-me/{WebUtility.HtmlEncode(token)}\"><button>{(french ? "Ce n’était pas moi" : "This was not me")}</button></form>";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content($$"""
            <!doctype html><html lang="{{(french ? "fr" : "en")}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <title>{{title}}</title>
            <style>
            :root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}
            main{max-width:28rem;padding:2rem}h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}button{font:inherit;font-weight:600;padding:.6rem 1.1rem;border:0;border-radius:.5rem;background:#0b6073;color:#fff;cursor:pointer}
            button:focus-visible{outline:3px solid #5bb8cc;outline-offset:2px}
            </style><main><h1>{{title}}</h1><p>{{words}}</p>{{button}}</main></html>
            """, "text/html; charset=utf-8", null, status);
    }
}

/// <summary>Ends mail to an address whose owner says that it was somebody else who gave it.</summary>
public sealed class Disowning(NpgsqlDataSource database, HubDb db, TicketChanges changes, TimeProvider time)
{
    /// <returns>False where there is no such delivery.</returns>
    public async Task<bool> ApplyAsync(long delivery, CancellationToken ct)
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
            var news = await db.Database.GetDbConnection().ExecuteAsync(new CommandDefinition(
                """
                update deliveries set state = 'cancelled', reason = 'The owner of the address said that it was not them.', at = @now
                where ticket = @Ticket and address = @Address and purpose = 'continuation' and state in ('scheduled', 'queued');
                update file_links set revoked_at = @now where revoked_at is null and delivery in (select id from deliveries where ticket = @Ticket and address = @Address and purpose = 'continuation');
                update claims set disowned_at = @now where session in (select session from session_tickets where ticket = @Ticket) and address = @Address and disowned_at is null;
                """, new { found.Ticket, found.Address, now }, transaction.GetDbTransaction(), cancellationToken: ct));
            if (news == 0) return true;
            ticket.Disown(found.Address, now);
            await store.SaveAsync(ticket, ct);
            await transaction.CommitAsync(ct);
            changes.Publish(ticket.Number, ticket.Version);
            return true;
        });
    }
}
