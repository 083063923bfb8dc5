using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Hub.Platform;
using Hub.Platform.OpenApi;

namespace Hub.Tickets;

public enum TicketSort { Activity, Waiting, Created }

/// <summary>Which tickets, in which order.</summary>
public sealed record TicketFilter
{
    public TicketStatus[]? Statuses { get; init; }
    public Folder Folder { get; init; } = Folder.Inbox;
    public long? Assignee { get; init; }
    public bool Unassigned { get; init; }
    public long? Customer { get; init; }
    public long? Team { get; init; }
    public string? Channel { get; init; }
    public string? Tag { get; init; }
    public string? Text { get; init; }

    /// <summary>Only tickets with an answer that could not be delivered.</summary>
    public bool Failed { get; init; }
    public TicketSort Sort { get; init; } = TicketSort.Activity;
    public Cursor? After { get; init; }
    public int Limit { get; init; } = 50;

    /// <summary>Reads the parameters of the address; an unknown word is refused, not ignored.</summary>
    public static Outcome<TicketFilter> Parse(TicketListQuery query, long me)
    {
        ArgumentNullException.ThrowIfNull(query);
        var statuses = new List<TicketStatus>();
        foreach (var word in (query.Status ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TicketWords.ParseStatus(word) is not { } status) return Unknown("status", "open, pending, onHold, resolved, closed");
            statuses.Add(status);
        }
        var folder = query.Folder is null ? Folder.Inbox : TicketWords.ParseFolder(query.Folder);
        if (folder is null) return Unknown("folder", "inbox, spam, trash");
        if (query.Sort is not (null or "activity" or "waiting" or "created")) return Unknown("sort", "activity, waiting, created");
        if (query.Delivery is not (null or "failed")) return Unknown("delivery", "failed");
        if (query.Limit is < 1 or > 100) return Unknown("limit", "1 to 100");
        foreach (var (field, text) in new[] { ("q", query.Q), ("tag", query.Tag), ("channel", query.Channel) })
            if (text is not null && (text.Length > 200 || !Texts.IsStorable(text))) return Unknown(field, "a text of at most 200 characters");
        long? assignee = null;
        if (query.Assignee is "me") assignee = me;
        else if (query.Assignee is not (null or "none"))
        {
            if (!long.TryParse(query.Assignee, CultureInfo.InvariantCulture, out var id)) return Unknown("assignee", "me, none or an agent's id");
            assignee = id;
        }
        Cursor? after = null;
        if (query.Cursor is not null && (after = Cursor.Parse(query.Cursor)) is null) return Unknown("cursor", "what an answer gave as `next`");
        return new TicketFilter
        {
            Statuses = statuses.Count == 0 ? null : [.. statuses],
            Folder = folder.Value,
            Assignee = assignee,
            Unassigned = query.Assignee is "none",
            Customer = query.Customer,
            Team = query.Team,
            Channel = query.Channel,
            Tag = query.Tag,
            Text = string.IsNullOrWhiteSpace(query.Q) ? null : query.Q.Trim(),
            Failed = query.Delivery is "failed",
            Sort = query.Sort switch { "waiting" => TicketSort.Waiting, "created" => TicketSort.Created, _ => TicketSort.Activity },
            After = after,
            Limit = query.Limit ?? 50,
        };

        static Refusal Unknown(string field, string allowed) => Refusal.Invalid(field, $"{field}_invalid", $"{field} must be {allowed}.");
    }
}

/// <summary>The parameters of <c>GET /tickets</c>.</summary>
public sealed record TicketListQuery(
    [property: Description("Words with commas between: `open,pending`. None: every status.")] string? Status,
    [property: Description("Where they lie; none: the inbox."), Words(typeof(Folder))] string? Folder,
    [property: Description("`me`, `none`, or an agent's id.")] string? Assignee,
    [property: Description("Of this customer.")] long? Customer,
    [property: Description("Of this team.")] long? Team,
    [property: Description("Begun on a channel of this kind: `chat`, `email`.")] string? Channel,
    [property: Description("With this tag.")] string? Tag,
    [property: Description("Words of the subject, of the customer's name, or the number.")] string? Q,
    [property: Description("`activity` and `created`: newest first. `waiting`: who waits longest first. None: activity."), Words(typeof(TicketSort))] string? Sort,
    [property: Description("Those with an answer that could not be delivered."), Words("failed")] string? Delivery,
    [property: Description("How many at the most; none: 50."), Range(1, 100)] int? Limit,
    [property: Description("What an answer gave as `next`.")] string? Cursor);

/// <summary>The place after which a page begins; opaque to clients.</summary>
public sealed record Cursor(DateTimeOffset At, long Number)
{
    public override string ToString() => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{At.UtcTicks}:{Number}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static Cursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new byte[text.Length];
        var base64 = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        if (!Convert.TryFromBase64String(base64, bytes, out var count)) return null;
        var parts = Encoding.ASCII.GetString(bytes, 0, count).Split(':');
        return parts.Length == 2
            && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var ticks) && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var number)
            ? new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), number)
            : null;
    }
}
