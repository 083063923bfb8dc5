using Hub.Channels.WebChat.Reception;
using Hub.Tickets;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Channels.WebChat;

// What is asked before a chat, and after it.
public sealed partial class VisitorHub
{
    /// <summary>The visitor says how the conversation was; said again, the last word counts.</summary>
    public Task Rate(RateRequest request) => AnswerAsync(async ct =>
    {
        if (request is null) throw RequestInvalid;
        if (Me is not { Ticket: { } ticket, Session: { } session } me) throw Refused("ticket_unknown", "There is no conversation yet.");
        if (!limits.Allows(me, Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString()))
            throw Refused("rate_limited", "Too many changes at once. Please wait a few seconds.");
        if (await ratings.RateAsync(session, ticket, request.Score, request.Comment, ct) is { } refusal) throw Refused(refusal);
        return true;
    });

    private async Task<ReceptionAnswer> ReceiveAsync(VisitorConnection me, VisitorTicket? ticket, VisitorState here, CancellationToken ct)
    {
        var reception = await receptions.OfAsync(me.Site.Channel, ct);
        var needed = await admission.NeededAsync(me.Site.Channel, me.Session, ct);
        me.Asked = needed.Begins && reception.Form is not null;
        // Answered, and then the server fell between the ticket and this.
        if (!needed.Begins && ticket is not null && reception.Form is not null && me.Session is { } session) await admission.AttachAsync(session, ticket.Number, ct);
        return new(here.OpensAt, here.Open ? await replyTimes.OfAsync(me.Site.Channel, ct) : null, here.Queue, needed.Form, needed.Consent, reception.Rates, ticket?.Rated);
    }

    private async Task AdmitAsync(VisitorConnection me, IdentifyRequest request, CancellationToken ct)
    {
        me.Name = Accept(await admission.TakeAsync(me.Session!.Value, me.Site, Clean(request.Locale, 35) ?? me.Locale, me.Page, request.Answers, request.Consent, ct)) ?? me.Name;
        me.Asked |= request.Answers is not null;
    }
}
