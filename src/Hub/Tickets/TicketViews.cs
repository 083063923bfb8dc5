using System.Text.Json;

namespace Hub.Tickets;

/// <summary>A row of an inbox.</summary>
public sealed record TicketRow(
    long Number, string Subject, string Status, string Folder, string Priority, CustomerBrief Customer, Person? Assignee, Person? Team,
    string[] Channels, string[] Tags, LastMessage? LastMessage, DateTimeOffset LastAt, DateTimeOffset? WaitingSince, DateTimeOffset? DueAt, long Version, bool DeliveryFailed);

/// <param name="Id">Customer.</param>
/// <param name="Name">Empty while unknown.</param>
/// <param name="Address">An address of theirs, verified or given.</param>
public sealed record CustomerBrief(long Id, string Name, string? Address);

public sealed record LastMessage(int Seq, string Kind, string? Text, DateTimeOffset At);

/// <summary>A ticket, opened.</summary>
public sealed record TicketView(
    long Number, string Subject, string Status, string Folder, string Priority, CustomerBrief Customer, Person? Assignee, Person? Team,
    string[] Channels, string[] Tags, LastMessage? LastMessage, DateTimeOffset LastAt, DateTimeOffset? WaitingSince, DateTimeOffset? DueAt, long Version, bool DeliveryFailed,
    string Etag, DateTimeOffset CreatedAt, int LastSeq, DateTimeOffset? FirstResponseAt, DateTimeOffset? ResolvedAt, long? Follows,
    SeenView? Seen, VisitorView? Visitor, IReadOnlyList<ClaimView> Claims, IReadOnlyList<IdentityView> Participants,
    ReplyRouteView? ReplyTo, IReadOnlyList<ReplyRouteView> ReplyChannels);

/// <summary>A way to the customer.</summary>
/// <param name="Channel">Which speaks.</param>
/// <param name="Address">Where it goes; none for a chat.</param>
public sealed record ReplyRouteView(ChannelBrief Channel, string? Address);

/// <summary>How far the customer has read in the chat.</summary>
public sealed record SeenView(int Seq, DateTimeOffset At);

public sealed record VisitorView(bool Online, string? Locale, string? Page);

/// <summary>An address that was given, not verified.</summary>
public sealed record ClaimView(string Kind, string Address, DateTimeOffset At);

public sealed record IdentityView(string Kind, string Address, bool Verified);

/// <summary>A message as agents see it.</summary>
public sealed record MessageView(
    long Id, int Seq, long Version, string Audience, string Kind, ChannelBrief? Channel, AuthorView Author, string? Text, string? Quoted,
    IReadOnlyList<FileView> Files, string[] Marks, MailView? Mail, DateTimeOffset At, DeliveryView? Delivery, string? ClientId, EventView? Event)
{
    /// <summary>An answer that was just written and goes by the chat alone: what <see cref="MessageReader"/> would read, without reading.</summary>
    internal static MessageView OfChat(Appending.Placed placed, ChannelBrief chat, AuthorView author, string text, string clientId) => new(
        placed.Id, placed.Seq, placed.Version, "customer", TicketWords.Of(MessageKind.Reply), chat, author, text, null,
        [], [], null, placed.At, new DeliveryView("sent", null, null, chat.Kind), clientId, null);
}

public sealed record ChannelBrief(long Id, string Kind, string Name);

public sealed record AuthorView(string Kind, long? Id, string? Name);

/// <param name="Id">Fetched from <c>/api/v1/files/{id}</c>.</param>
/// <param name="Name">As its sender called it.</param>
/// <param name="Type">Media type.</param>
/// <param name="Size">Bytes.</param>
public sealed record FileView(long Id, string Name, string Type, long Size);

/// <summary>The mail side of a message.</summary>
public sealed record MailView(MailPerson From, IReadOnlyList<MailPerson> To, IReadOnlyList<MailPerson> Cc, string Subject, string? MessageId);

public sealed record MailPerson(string? Name, string Address);

/// <summary>What became of an answer.</summary>
/// <param name="State"><c>scheduled</c>, <c>queued</c>, <c>leased</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Reason">The other side's words, or ours.</param>
/// <param name="At">When it came to be so.</param>
/// <param name="Via"><c>chat</c> or <c>email</c>.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="NotBefore">The next attempt, while it is on its way.</param>
/// <param name="Attempts">So far.</param>
/// <param name="Doubtful">It may have been sent twice.</param>
public sealed record DeliveryView(string State, string? Reason, DateTimeOffset? At, string Via, string? Address = null, DateTimeOffset? NotBefore = null, int Attempts = 0, bool Doubtful = false);

public sealed record EventView(string Type, JsonElement? From, JsonElement? To);
