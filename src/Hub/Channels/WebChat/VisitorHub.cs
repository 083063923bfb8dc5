using Hub.Channels.Deliveries;
using Hub.Channels.WebChat.Proving;
using Hub.Channels.WebChat.Reception;
using Hub.Notices;
using Hub.Platform;
using Hub.Tickets;
using Hub.Tickets.Appending;
using Hub.Tickets.Uploads;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Hub.Channels.WebChat;

/// <summary>The visitors' live line. See the public contract for its names.</summary>
[Authorize(Policies.Public)]
public sealed partial class VisitorHub(
    VisitorRooms rooms, Sites sites, VisitorSessions sessions, VisitorReader reader, VisitorLimits limits, Turnstile turnstile, VisitorStates states, Entrance entrance, Proofs proofs, OneTimeCodes codes,
    Transcripts transcripts, Receptions receptions, Admission admission, ReplyTimes replyTimes, Ratings ratings,
    Intake.Intake intake, Presence presence, NoticeBus bus, IContinuation byMail, IOptions<Platform.HubOptions> options, TimeProvider time, ILogger<VisitorHub> log) : Hub<IVisitorClient>
{
    private const int FirstMessages = 50;
    private const int MostAfter = 1_000;
    private static readonly TimeSpan TypingPause = TimeSpan.FromSeconds(1);

    /// <summary>Begins, or goes on with, a conversation. Writes nothing for a visitor who never wrote.</summary>
    public Task<StartAnswer> Start(StartRequest request) => AnswerAsync(async ct =>
    {
        if (request is null) throw RequestInvalid;
        using var turn = await turnstile.EnterAsync(ct);
        var site = await sites.FindAsync(request.SiteKey, ct) is { IsClosed: false } known ? known : throw SiteUnknown;
        var (locale, page) = (Clean(request.Locale, 35), Clean(request.Page, 2_000));
        var entered = Accept(await entrance.EnterAsync(site, request.Token, request.Identity, request.Renewal, locale, page, ct));
        var (token, found, problem) = entered;
        if (rooms.Connections.TryGetValue(Context.ConnectionId, out var before)) await LeaveAsync(before);
        if (entered.Renewed) TellRenewed(found!.Id, token);

        var me = new VisitorConnection(Context.ConnectionId, site, request.SiteKey!, token, locale) { Page = page, Session = found?.Id, Name = found?.Name };
        await Groups.AddToGroupAsync(Context.ConnectionId, me.Group, ct);
        rooms.Enter(me);

        var ticket = found is null ? null : await reader.NewestTicketAsync(found.Id, ct);
        IReadOnlyList<VisitorMessage> messages = [];
        if (ticket is not null)
        {
            me.FromSeq = ticket.FromSeq;
            // Joined before it is read, so that nothing falls between.
            rooms.Join(me, ticket.Number, int.MaxValue, ticket.Version, ticket.Status);
            presence.Set(Context.ConnectionId, PresenceKind.Visitor, found!.Id, [ticket.Number]);
            messages = await reader.BeforeAsync(ticket.Number, ticket.FromSeq, int.MaxValue, FirstMessages, ct);
            rooms.Join(me, ticket.Number, messages.Count == 0 ? 0 : messages[^1].Seq, ticket.Version, ticket.Status);
            // What was committed while we read is told now.
            bus.HearTicket(ticket.Number, 0);
        }
        var here = await states.OfAsync(site, ticket?.Number, null, ct);
        return new StartAnswer(
            token.Text, ticket?.Number, ticket is null ? null : TicketWords.Of((TicketStatus)ticket.Status),
            messages, messages.Count == FirstMessages && messages[0].Prev >= me.FromSeq, here.Open, here.Agents,
            ticket is null ? null : SeenByAgents(ticket, messages),
            found is null ? null : new VisitorIdentity(found.Name, found.Email, found.Verified, found.Sub is not null),
            SiteSettings.Of(site, await byMail.IsOnAsync(ct)) with { MaxFile = options.Value.Files.MaxSize }, await ReceiveAsync(me, ticket, here, ct))
        {
            Earlier = found?.Earlier ?? 0,
            Quiet = found?.Quiet ?? false,
            WentByMail = found?.WentByMail ?? false,
            IdentityProblem = problem is null ? null : new(problem.Code, problem.Message),
        };
    });

    /// <summary>Takes a message; answers after it is durable. A repeated <c>clientId</c> gets the first answer.</summary>
    public Task<SendAnswer> Send(SendRequest request) => AnswerAsync(async ct =>
    {
        if (request is null) throw RequestInvalid;
        var me = Me;
        if ((Texts.RefuseMessage(request.Text, mayBeEmpty: request.Files is { Length: > 0 }) ?? Texts.RefuseKey(request.ClientId) ?? UploadStore.Refuse(request.Files)) is { } invalid) throw Refused(invalid);
        if (!limits.Allows(me, Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString()))
            throw Refused("rate_limited", "You are writing faster than we can read. Please wait a few seconds.");

        // While it is under way, this connection needs nobody to tell it that its conversation began.
        me.Sending = true;
        try
        {
            return await SendAsync(me, request, ct);
        }
        finally
        {
            me.Sending = false;
        }
    });

    private async Task<SendAnswer> SendAsync(VisitorConnection me, SendRequest request, CancellationToken ct)
    {
        // Switched off a moment ago: the line that was open then ends within seconds (ClosedSites).
        if (await sites.FindAsync(me.Key, ct) is not { IsClosed: false }) throw SiteUnknown;
        if (!(me.Admitted && me.Ticket is { } going && rooms.IsLive(going)) && await admission.RefuseAsync(me.Site.Channel, me.Session, ct) is { } needed) throw Refused(needed);
        me.Admitted = true;
        me.Session ??= Accept(await sessions.EnsureAsync(me.Token, me.Locale, me.Page, ct));
        var session = me.Session.Value;
        var placed = Accept(await intake.ReceiveAsync(new Intake.InboundMessage
        {
            Channel = me.Site.Channel,
            Identity = ("visitor", session.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Name = me.Name,
            Locale = me.Locale,
            Session = session,
            Key = request.ClientId!,
            Text = request.Text ?? "",
            Files = request.Files ?? [],
            Ticket = me.Ticket,
        }, ct));
        if (me.Ticket is not { } ticket || ticket < placed.Ticket)
        {
            Move(me, placed);
            if (me.Asked) await admission.AttachAsync(session, placed.Ticket, ct);
        }
        return new SendAnswer(placed.Seq, placed.At, placed.Ticket);
    }

    /// <summary>Up to 1,000 messages after a number, oldest first; ask until empty.</summary>
    public Task<IReadOnlyList<VisitorMessage>> After(int seq) => AnswerAsync(async ct =>
        Reads.Ticket is { } ticket ? await reader.AfterAsync(ticket, Me.FromSeq, seq, MostAfter, ct) : []);

    /// <summary>The 50 messages before a number, oldest first.</summary>
    public Task<IReadOnlyList<VisitorMessage>> Before(int seq) => AnswerAsync(async ct =>
        Reads.Ticket is { } ticket ? await reader.BeforeAsync(ticket, Me.FromSeq, seq, FirstMessages, ct) : []);

    /// <summary>A new address for a file of the conversation, when the one that came with its message is too old.</summary>
    public Task<string> FileLink(long file) => AnswerAsync(async ct =>
        Reads.Ticket is { } ticket && await reader.LinkAsync(ticket, Me.FromSeq, file, ct) is { } link ? link : throw Refused("file_unknown", "There is no such file."));

    /// <summary>The visitor gives a name or an address; neither is verified by that.</summary>
    public Task Identify(IdentifyRequest request) => AnswerAsync(async ct =>
    {
        if (request is null) throw RequestInvalid;
        var me = Me;
        if (!limits.Allows(me, Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString()))
            throw Refused("rate_limited", "Too many changes at once. Please wait a few seconds.");
        if (string.IsNullOrWhiteSpace(request.Name) && string.IsNullOrWhiteSpace(request.Email) && request is { Consent: null, Answers: null }) throw Refused("identity_empty", "Give a name or an e-mail address.");
        me.Session ??= Accept(await sessions.EnsureAsync(me.Token, me.Locale, me.Page, ct));
        var name = string.IsNullOrWhiteSpace(request.Name) ? null : request.Name;
        var email = string.IsNullOrWhiteSpace(request.Email) ? null : request.Email;
        if ((name ?? email) is not null && await sessions.IdentifyAsync(me.Session.Value, me.Ticket, name, email, ct) is { } refusal) throw Refused(refusal);
        me.Name = name?.Trim() ?? me.Name;
        if (request is not { Consent: null, Answers: null }) await AdmitAsync(me, request, ct);
        return true;
    });

    /// <summary>Where the visitor is now: for pages that change their address without loading anew.</summary>
    public Task Page(string? page) => AnswerAsync(async ct =>
    {
        var me = Me;
        if (Clean(page, 2_000) is not { } here || here == me.Page) return false;
        if (!limits.AllowsPage(me)) throw Refused("rate_limited", "Too many pages at once. Please wait a few seconds.");
        me.Page = here;
        // Nothing is kept of a visitor who never wrote.
        return me.Session is { } session && await sessions.MoveAsync(session, me.Ticket, here, ct);
    });

    public Task Typing(bool on)
    {
        if (rooms.Connections.TryGetValue(Context.ConnectionId, out var me) && me is { Ticket: { } ticket, Session: { } session })
        {
            var now = time.GetUtcNow();
            // Said again while it goes on; ended once.
            if (on ? (now - me.TypedAt).Duration() < TypingPause : !me.Types) return Task.CompletedTask;
            (me.Types, me.TypedAt) = (on, on ? now : me.TypedAt);
            bus.Send(new Signal(Signals.Typing, ticket, "visitor", session, me.Name, on));
        }
        return Task.CompletedTask;
    }

    /// <summary>The visitor has read up to a message.</summary>
    public Task Seen(int seq) => AnswerAsync(async ct =>
    {
        if (Reads is not { Ticket: { } ticket, Session: { } session }) return false;
        var now = time.GetUtcNow();
        var news = await sessions.SeenAsync(session, ticket, seq, now, ct);
        if (news) bus.Send(new Signal(Signals.Seen, ticket, "visitor", session, Seq: seq, At: now));
        return news;
    });

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        Leave(rooms.Connections.GetValueOrDefault(Context.ConnectionId));
        return Task.CompletedTask;
    }

    private VisitorConnection Me => rooms.Connections.TryGetValue(Context.ConnectionId, out var me) ? me : throw Refused("not_started", "Call Start first.");

    /// <summary>The connection, where it may ask once more.</summary>
    private VisitorConnection Reads => limits.AllowsRead(Me) ? Me : throw Refused("rate_limited", "Too many calls at once. Please wait a few seconds.");

    private void Move(VisitorConnection me, Placed placed)
    {
        me.FromSeq = 1;
        rooms.Join(me, placed.Ticket, placed.Seq - 1, null, VisitorRooms.Untold);
        presence.Set(Context.ConnectionId, PresenceKind.Visitor, me.Session!.Value, [placed.Ticket]);
        // What was committed before we joined is told now.
        bus.HearTicket(placed.Ticket, 0);
        // Who went meanwhile has left before joining.
        if (Context.ConnectionAborted.IsCancellationRequested) Leave(me);
    }

    private void Leave(VisitorConnection? me)
    {
        if (me is not null) rooms.Leave(me);
        presence.Remove(Context.ConnectionId);
    }

    private async Task LeaveAsync(VisitorConnection before)
    {
        Leave(before);
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, before.Group);
    }

    /// <summary>Whoever answered has read what stands before the answer; an agent who looks at the ticket has read it all.</summary>
    private int? SeenByAgents(VisitorTicket ticket, IReadOnlyList<VisitorMessage> messages) =>
        messages.Count > 0 && presence.Here.Agents.Values.Any(t => t.Contains(ticket.Number)) ? messages[^1].Seq
        : ticket.Answered > 0 ? ticket.Answered : null;

    /// <summary>Runs a call; what goes wrong becomes a coded sentence, and the connection lives on.</summary>
    private async Task<T> AnswerAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        try
        {
            return await call(Context.ConnectionAborted);
        }
        catch (Exception failure) when (Problems.IsOutage(failure))
        {
            log.LogWarning("A visitor's call failed: {Reason}", failure.GetType().Name);
            throw Refused("unavailable", "We cannot save this just now. It will be tried again.");
        }
        finally
        {
            if (Context.ConnectionAborted.IsCancellationRequested) Leave(rooms.Connections.GetValueOrDefault(Context.ConnectionId));
        }
    }

    private static T Accept<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal ? throw Refused(refusal) : outcome.Value;

    private static HubException SiteUnknown => Refused("site_unknown", "There is no site with this key.");

    private static HubException RequestInvalid => Refused("request_invalid", "The call needs its request: an object.");

    private static HubException Refused(Refusal refusal) => Refused(refusal.Code, refusal.Message);

    private static HubException Refused(string code, string sentence) => new($"{code}: {sentence}");

    /// <summary>What the host page says is hostile: kept only where it is plain text of a sensible length.</summary>
    private static string? Clean(string? text, int longest) =>
        string.IsNullOrWhiteSpace(text) || text.Length > longest || !Texts.IsStorable(text) || text.Any(char.IsControl) ? null : text;
}
