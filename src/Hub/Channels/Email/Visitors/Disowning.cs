using Hub.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Channels.Email.Visitors;

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
        await tokens.ReadDisownTokenAsync(token, ct) is null ? MailLinkPage.Unknown(http) : Page(http, token);

    private static async Task<ContentHttpResult> Disown(string token, MailTokens tokens, Disowning disowning, HttpContext http, CancellationToken ct)
    {
        if (await tokens.ReadDisownTokenAsync(token, ct) is not { } delivery || !await disowning.ApplyAsync(delivery, ct)) return MailLinkPage.Unknown(http);
        return Page(http, null);
    }

    /// <param name="http">The request.</param>
    /// <param name="token">Of the link, to ask; none: it is done.</param>
    private static ContentHttpResult Page(HttpContext http, string? token)
    {
        var french = MailLinkPage.InFrench(http);
        var (title, words) = (token is not null, french) switch
        {
            (true, true) => ("Ce n’était pas vous\u00a0?", "Quelqu’un a laissé votre adresse dans une discussion avec nous. Si ce n’était pas vous, dites-le d’un clic\u00a0: nous ne vous écrirons plus à ce sujet, et ce que vous avez répondu n’y sera plus affiché."),
            (true, false) => ("This was not you?", "Somebody left your address in a chat with us. If it was not you, say so with one click: we will not write to you about it again, and what you answered is not shown there any more."),
            (false, true) => ("Merci", "C’est noté. Nous ne vous écrirons plus à ce sujet."),
            (false, false) => ("Thank you", "We have noted it and will not write to you about it again."),
        };
        return MailLinkPage.Show(http, title, words, token is null ? [] : [($"/mail/not-me/{token}", french ? "Ce n’était pas moi" : "This was not me")]);
    }
}

/// <summary>Ends mail to an address whose owner says that it was somebody else who gave it, and takes what they answered out of that chat.</summary>
public sealed class Disowning(MailedTickets mailed, TimeProvider time)
{
    /// <returns>False where there is no such delivery.</returns>
    public Task<bool> ApplyAsync(long delivery, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return mailed.ChangeAsync(delivery, scope => scope.WriteAsync(
            """
            update deliveries set state = 'cancelled', reason = 'The owner of the address said that it was not them.', at = @now
            where ticket = @Ticket and address = @Address and purpose = 'continuation' and state in ('scheduled', 'queued');
            update file_links set revoked_at = @now where revoked_at is null and delivery in (select id from deliveries where ticket = @Ticket and address = @Address and purpose = 'continuation');
            update claims set disowned_at = @now where session in (select session from session_tickets where ticket = @Ticket) and address = @Address and disowned_at is null;
            -- The ticket's next version, which the event of this change brings.
            update messages m set apart = true, version = t.version + 1 from tickets t, mails l, channels c
            where t.number = @Ticket and l.ticket = t.number and m.ticket = t.number and m.id = l.message and c.id = m.channel and c.kind = 'email'
                and m.audience = 'customer' and m.kind in (1, 2) and not m.apart and @Address = any(l.sender || l.addresses)
                and not exists (select from identities i where i.kind = 'email' and i.address = @Address and i.customer = t.customer);
            """, new { now }, ct), (ticket, address) => ticket.Disown(address, now), ct);
    }
}
