using System.ComponentModel;
using Hub.Platform;
using Hub.Platform.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Channels.WebChat.Reception;

/// <summary>Opening hours as they are written down.</summary>
/// <param name="Zone">IANA time zone, such as <c>Europe/Paris</c>.</param>
/// <param name="Week">Seven lists, Monday first, of spans such as <c>09:00-12:30</c>; the end may be <c>24:00</c>.</param>
/// <param name="Closed">Dates without any hours, 100 at most.</param>
public sealed record HoursView(string Zone, IReadOnlyList<IReadOnlyList<string>> Week, IReadOnlyList<DateOnly>? Closed)
{
    private const int MostSpans = 5;
    private const int MostClosed = 100;

    internal Outcome<OpeningHours> Parse()
    {
        if (Zone is not { Length: > 0 and <= 60 } || !TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _)) return Invalid("zone must be a time zone such as Europe/Paris.");
        if (Week is not { Count: 7 } || Week.Any(d => d is not { Count: <= MostSpans })) return Invalid($"week needs seven lists, Monday first, of {MostSpans} spans at most.");
        if (Closed is { Count: > MostClosed }) return Invalid($"closed may have {MostClosed} dates at most.");
        var week = Week.Select(d => d.Select(OpeningSpan.Parse).ToList()).ToList();
        if (week.Any(d => d.Contains(null))) return Invalid("A span is written 09:00-12:30, and ends after it begins.");
        if (week.Any(Overlaps)) return Invalid("Two spans of one day overlap.");
        return new OpeningHours(Zone, week.ConvertAll(IReadOnlyList<OpeningSpan> (d) => d.ConvertAll(s => s!)), Closed ?? []);
    }

    internal static HoursView Of(OpeningHours hours) => new(hours.Zone, [.. hours.Week.Select(d => (IReadOnlyList<string>)[.. d.Select(s => s.ToString())])], hours.Closed);

    private static bool Overlaps(List<OpeningSpan?> day)
    {
        var sorted = day.OrderBy(s => s!.From).ToList();
        return sorted.Zip(sorted.Skip(1)).Any(p => p.Second!.From < p.First!.To);
    }

    private static Refusal Invalid(string sentence) => Refusal.Invalid("hours", "hours_invalid", sentence);
}

/// <summary>How a site receives its visitors.</summary>
/// <param name="Form">Asked before the chat; none: nothing.</param>
/// <param name="Consent">Agreed to before the chat; none: nothing.</param>
/// <param name="Hours">When somebody answers at once; none: whenever somebody is there.</param>
/// <param name="Rates">A chat that is over may be rated.</param>
public sealed record ReceptionView(ChatForm? Form, ChatConsent? Consent, HoursView? Hours, bool Rates);

/// <summary>All of it anew.</summary>
/// <param name="Form">None: nothing is asked.</param>
/// <param name="Consent">The wording by language; none: nothing is agreed to. Other words than before make a new version.</param>
/// <param name="Hours">None: whenever somebody is there.</param>
/// <param name="Rates">A chat that is over may be rated.</param>
public sealed record ReceptionInput(ChatForm? Form, IReadOnlyDictionary<string, string>? Consent, HoursView? Hours, bool Rates = true);

internal static class ReceptionEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var reception = app.MapGroup("/api/v1/sites/{id:long}/reception").RequireAuthorization(Policies.Administrator).WithTags("Sites");
        reception.MapGet("/", Read).Refuses(404, "site_unknown").WithName("getReception").WithSummary("How a site receives its visitors");
        reception.MapPut("/", Write).Refuses(400, "form_invalid", "consent_invalid", "hours_invalid").Refuses(404, "site_unknown")
            .WithName("setReception").WithSummary("Set how a site receives its visitors");
    }

    private static async Task<Results<Ok<ReceptionView>, ProblemHttpResult>> Read([Description("The site.")] long id, Receptions all, CancellationToken ct) =>
        await all.FindAsync(id, ct) is { } found ? TypedResults.Ok(new ReceptionView(found.Form, found.Consent, found.Hours is { } hours ? HoursView.Of(hours) : null, found.Rates)) : Unknown(id);

    private static async Task<Results<Ok<ReceptionView>, ProblemHttpResult>> Write([Description("The site.")] long id, ReceptionInput input, Receptions all, CancellationToken ct)
    {
        if ((input.Form?.Refuse() ?? (input.Consent is { } texts ? ChatConsent.Refuse(texts) : null) ?? input.Hours?.Parse().Refusal) is { } refusal) return refusal.ToProblem();
        return await all.SaveAsync(id, input.Form, input.Consent, input.Hours, input.Rates, ct) ? await Read(id, all, ct) : Unknown(id);
    }

    private static ProblemHttpResult Unknown(long id) => Refusal.NotFound("site_unknown", $"There is no site {id}.").ToProblem();
}
