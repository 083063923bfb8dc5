using Hub.Channels.WebChat.Proving;
using Hub.Notices;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Channels.WebChat;

/// <summary>What a visitor proves, and what opens by it.</summary>
public sealed partial class VisitorHub
{
    /// <summary>Sends a code to an address. The answer is the same whether anybody is known by it.</summary>
    public Task<CodeSent> RequestCode(CodeRequest request) => AnswerAsync(async ct =>
    {
        if (request is null) throw RequestInvalid;
        var me = Me;
        if (!await byMail.IsOnAsync(ct)) throw Refused("mail_off", "No mail can be sent here just now.");
        if (!limits.AllowsCode(Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString())) throw Refused("rate_limited", "Too many codes were asked for. Please try again later.");
        me.Session ??= Accept(await sessions.EnsureAsync(me.Token, me.Locale, me.Page, ct));
        if (await codes.RequestAsync(me.Session.Value, request.Email, ct) is { } refusal) throw Refused(refusal);
        return new CodeSent((int)OneTimeCodes.Lifetime.TotalSeconds, (int)OneTimeCodes.Pause.TotalSeconds);
    });

    /// <summary>Proves an address by the code that went there: what came before opens, under a new token.</summary>
    public Task<CodeAnswer> EnterCode(CodeEntry request) => AnswerAsync(async ct =>
    {
        if (request is null) throw RequestInvalid;
        var me = Me;
        if (!limits.Allows(me, Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString())) throw Refused("rate_limited", "Too many attempts at once. Please wait a few seconds.");
        if (me.Session is not { } session) throw Refused(OneTimeCodes.Wrong);
        var (code, address) = Accept(await codes.CheckAsync(session, request.Email, request.Code, ct));
        var proved = Accept(await proofs.ProveAsync(new Proof(me.Token, me.Site) { Email = address, Locale = me.Locale, Page = me.Page, Code = code, Once = Proof.NonceOf(request.Renewal) is { } nonce ? (nonce, time.GetUtcNow().AddHours(1)) : null }, ct));
        // This connection has the old token: it goes on only by another Start.
        if (proved.Renewed)
        {
            await LeaveAsync(me);
            TellRenewed(proved.Session, proved.Token);
        }
        return new CodeAnswer(proved.Token.Text);
    });

    /// <summary>Whoever was here has gone, and says so: nothing opens by this token again. What is not seen still goes by mail.</summary>
    public Task Leave() => AnswerAsync(async ct =>
    {
        var me = Me;
        await LeaveAsync(me);
        if (me.Session is not { } session) return false;
        await sessions.RevokeAsync(session, ct);
        // Its other tabs, too.
        bus.Send(new Signal(Signals.Renewed, From: "visitor", Id: session, Name: ""));
        return true;
    });

    /// <summary>Connections by the former token have to go, in every process. Ours has left before: it gets the new one as its answer.</summary>
    private void TellRenewed(long session, VisitorToken token) =>
        bus.Send(new Signal(Signals.Renewed, From: "visitor", Id: session, Name: Convert.ToHexStringLower(token.Hash)));

    /// <summary>The visitor's conversations, newest first: those begun in this browser, and those that a proof opened.</summary>
    public Task<IReadOnlyList<VisitorConversation>> Conversations() => AnswerAsync(async ct =>
        Reads.Session is { } session ? await reader.ConversationsAsync(session, ct) : []);

    /// <summary>Messages of one of them.</summary>
    public Task<EarlierAnswer> Earlier(EarlierRequest request) => AnswerAsync(async ct =>
    {
        if (request is null) throw RequestInvalid;
        if (Reads.Session is not { } session || await reader.FromSeqAsync(session, request.Ticket, ct) is not { } from) throw Refused("conversation_unknown", "There is no such conversation here.");
        var messages = await reader.BeforeAsync(request.Ticket, from, request.Before ?? int.MaxValue, FirstMessages, ct);
        return new EarlierAnswer(messages, messages.Count == FirstMessages && messages[0].Prev >= from);
    });

    /// <summary>Mails the conversation to an address that was proved here, and to no other.</summary>
    public Task<TranscriptAnswer> MailTranscript() => AnswerAsync(async ct =>
    {
        if (Me is not { Session: { } session, Ticket: { } ticket }) throw Refused("transcript_empty", "There is nothing to send yet.");
        if (!await byMail.IsOnAsync(ct)) throw Refused("mail_off", "No mail can be sent here just now.");
        return new TranscriptAnswer(Accept(await transcripts.RequestAsync(session, ticket, ct)));
    });
}
