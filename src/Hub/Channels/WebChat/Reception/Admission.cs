using System.Text.Json;
using Dapper;
using Hub.Platform;
using Hub.Tickets;
using Npgsql;

namespace Hub.Channels.WebChat.Reception;

/// <summary>What a visitor still has to say before a chat begins.</summary>
/// <param name="Form">To be asked; none: nothing (more).</param>
/// <param name="Consent">To be agreed to; none: nothing (more).</param>
/// <param name="Begins">The next message begins a ticket.</param>
public sealed record Needed(ChatForm? Form, ChatConsent? Consent, bool Begins);

/// <summary>Asks before a chat begins, and keeps what was answered and agreed to.</summary>
public sealed class Admission(NpgsqlDataSource database, Receptions receptions, VisitorSessions sessions, TimeProvider time)
{
    /// <summary>What is needed before the next message. The questions belong to a conversation that begins, and so does the newest wording of the consent; one that goes on does so with any wording.</summary>
    public async ValueTask<Needed> NeededAsync(long site, long? session, CancellationToken ct)
    {
        var reception = await receptions.OfAsync(site, ct);
        if (reception is { Form: null, Consent: null }) return new(null, null, session is null);
        if (session is null) return new(reception.Form, reception.Consent, true);
        await using var connection = await database.OpenConnectionAsync(ct);
        var (answered, agreed, status, resolved) = await connection.QuerySingleAsync<(bool, int?, short?, DateTime?)>(new CommandDefinition(
            """
            select exists (select from visitor_forms where session = @session and ticket is null), (select max(version) from consents where session = @session and purpose = 'chat'), t.status, t.resolved_at
            from (select) as one left join lateral (select n.status, n.resolved_at from session_tickets s join tickets n on n.number = s.ticket
                                                    where s.session = @session and n.status <> 5 order by n.number desc limit 1) t on true
            """, new { session }, cancellationToken: ct));
        var begins = status is not { } known || !Ticket.Takes((TicketStatus)known, resolved is { } at ? new DateTimeOffset(at) : null, time.GetUtcNow());
        var agrees = reception.Consent is not { } consent || (begins ? agreed >= consent.Version : agreed is not null);
        return new(answered || !begins ? null : reception.Form, agrees ? null : reception.Consent, begins);
    }

    /// <summary>A refusal where something has to be said before the next message. What is asked only while nobody is there is never insisted on: somebody may just have come or gone.</summary>
    public async ValueTask<Refusal?> RefuseAsync(long site, long? session, CancellationToken ct)
    {
        var needed = await NeededAsync(site, session, ct);
        if (needed.Consent is not null) return Refusal.Conflict("consent_needed", "Please agree to the privacy text first.");
        return needed.Form is { When: "always" } ? Refusal.Conflict("form_needed", "Please answer the questions first.") : null;
    }

    /// <summary>Keeps the answers and the consent of a session; the name and the address go where a visitor's own always go.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="site">Of which site.</param>
    /// <param name="locale">The language in which it was shown.</param>
    /// <param name="page">Where the visitor was.</param>
    /// <param name="answers">By the fields' keys; none: no form was shown.</param>
    /// <param name="agreed">The version of the wording that was shown and agreed to.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>The name that was given; none where there was none.</returns>
    public async Task<Outcome<string?>> TakeAsync(long session, SiteInfo site, string? locale, string? page, IReadOnlyDictionary<string, string?>? answers, int? agreed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(site);
        var reception = await receptions.OfAsync(site.Channel, ct);
        var language = locale is { Length: >= 2 } ? locale[..2].ToLowerInvariant() : site.Locale;
        if (agreed is not null && reception.Consent?.Version != agreed)
            return Refusal.Conflict("consent_changed", "The wording has changed meanwhile. Please read it again.");
        var kept = new List<FormAnswer>();
        string? name = null, email = null;
        if (answers is not null && reception.Form is { } form)
        {
            foreach (var field in form.Fields)
            {
                var answer = field.Accept(answers.GetValueOrDefault(field.Key), language);
                if (answer.Refusal is { } refusal) return refusal;
                if (answer.Value is not { } given) continue;
                if (field.Kind is "name") name = given.Value;
                else if (field.Kind is "email") email = given.Value;
                else kept.Add(given);
            }
            if ((name ?? email) is not null && await sessions.IdentifyAsync(session, null, name, email, ct) is { } refused) return refused;
        }
        var shown = reception.Consent?.In(language) ?? default;
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into visitor_forms (session, answers, at) select @session, @kept::jsonb, @now where @answered
                and not exists (select from visitor_forms where session = @session and ticket is null);
            insert into consents (session, purpose, version, text, locale, privacy_url, page, at)
            select @session, 'chat', @agreed, @Text, @Language, @PrivacyUrl, @page, @now where @agreed is not null on conflict do nothing;
            """,
            new
            {
                session,
                agreed,
                shown.Language,
                shown.Text,
                site.PrivacyUrl,
                page,
                now = time.GetUtcNow(),
                answered = answers is not null && reception.Form is not null,
                kept = JsonSerializer.Serialize(kept, Json.Options),
            }, cancellationToken: ct));
        return name;
    }

    /// <summary>What was answered before the chat belongs to the ticket that it began.</summary>
    public async Task AttachAsync(long session, long ticket, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update visitor_forms set ticket = @ticket where session = @session and ticket is null", new { session, ticket }, cancellationToken: ct));
    }
}
