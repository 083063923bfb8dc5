using System.Security.Cryptography;
using System.Text;
using Hub.Platform;

namespace Hub.Tickets;

/// <summary>The words of the public contract for the enums of a ticket, both ways.</summary>
public static class TicketWords
{
    public static string Of(TicketStatus status) => status switch
    {
        TicketStatus.Open => "open",
        TicketStatus.Pending => "pending",
        TicketStatus.OnHold => "onHold",
        TicketStatus.Resolved => "resolved",
        TicketStatus.Closed => "closed",
    };

    public static string Of(Folder folder) => folder switch { Folder.Inbox => "inbox", Folder.Spam => "spam", Folder.Trash => "trash" };

    public static string Of(Priority priority) => priority switch
    {
        Priority.Low => "low",
        Priority.Normal => "normal",
        Priority.High => "high",
        Priority.Urgent => "urgent",
    };

    public static string Of(MessageKind kind) => kind switch
    {
        MessageKind.Inbound => "inbound",
        MessageKind.Reply => "reply",
        MessageKind.Note => "note",
        MessageKind.Event => "event",
    };

    public static string Of(AuthorKind kind) => kind switch
    {
        AuthorKind.Customer => "customer",
        AuthorKind.Agent => "agent",
        AuthorKind.System => "system",
    };

    public static TicketStatus? ParseStatus(string? word) => Find<TicketStatus>(word, Of);

    public static Folder? ParseFolder(string? word) => Find<Folder>(word, Of);

    public static Priority? ParsePriority(string? word) => Find<Priority>(word, Of);

    /// <summary>The tag of what two agents may edit at once, and of nothing else: a customer's message must not refuse an agent's change.</summary>
    public static string ETag(TicketStatus status, Folder folder, long? assignee, long? team, Priority priority, string subject, string[] tags)
    {
        var parts = string.Join('\u001f', [.. new object?[] { (int)status, (int)folder, assignee, team, (int)priority, subject }, .. tags]);
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)).AsSpan(0, 8))}\"";
    }

    private static T? Find<T>(string? word, Func<T, string> of) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (of(value) == word)
                return value;
        return null;
    }
}

/// <summary>The refusals that tickets share.</summary>
public static class TicketRefusals
{
    public static Refusal Closed(long number) => Refusal.Conflict("ticket_closed", $"Ticket {number} is closed for good. A new message of the customer opens a follow-up.");

    public static Refusal Unknown(long number) => Refusal.NotFound("ticket_unknown", $"There is no ticket {number}.");

    public static Refusal Stale(long number) =>
        new("ticket_changed", StatusCodes.Status412PreconditionFailed, $"Somebody changed ticket {number} since you opened it. Look at it again, then decide.");
}
