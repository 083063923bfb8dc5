using System.Text.Json;

namespace Hub.Tickets;

/// <summary>A row of an inbox.</summary>
public sealed record TicketRow(
    long Number, string Subject, string Status, string Folder, string Priority, CustomerBrief Customer, Person? Assignee, Person? Team,
    string[] Channels, string[] Tags, LastMessage? LastMessage, DateTimeOffset LastAt, DateTimeOffset? WaitingSince, DateTimeOffset? DueAt, long Version);

/// <param name="Id">Customer.</param>
/// <param name="Name">Empty while unknown.</param>
/// <param name="Address">An address of theirs, verified or given.</param>
public sealed record CustomerBrief(long Id, string Name, string? Address);

public sealed record LastMessage(int Seq, string Kind, string? Text, DateTimeOffset At);

/// <summary>A ticket, opened.</summary>
public sealed record TicketView(
    long Number, string Subject, string Status, string Folder, string Priority, CustomerBrief Customer, Person? Assignee, Person? Team,
    string[] Channels, string[] Tags, LastMessage? LastMessage, DateTimeOffset LastAt, DateTimeOffset? WaitingSince, DateTimeOffset? DueAt, long Version,
    string Etag, DateTimeOffset CreatedAt, int LastSeq, DateTimeOffset? FirstResponseAt, DateTimeOffset? ResolvedAt, long? Follows,
    SeenView? Seen, VisitorView? Visitor, IReadOnlyList<ClaimView> Claims, IReadOnlyList<IdentityView> Participants);

/// <summary>How far the customer has read in the chat.</summary>
public sealed record SeenView(int Seq, DateTimeOffset At);

public sealed record VisitorView(bool Online, string? Locale, string? Page);

/// <summary>An address that was given, not verified.</summary>
public sealed record ClaimView(string Kind, string Address, DateTimeOffset At);

public sealed record IdentityView(string Kind, string Address, bool Verified);

/// <summary>A message as agents see it.</summary>
public sealed record MessageView(
    long Id, int Seq, long Version, string Audience, string Kind, ChannelBrief? Channel, AuthorView Author, string? Text, string? Quoted,
    string[] Files, DateTimeOffset At, DeliveryView? Delivery, string? ClientId, EventView? Event);

public sealed record ChannelBrief(long Id, string Kind, string Name);

public sealed record AuthorView(string Kind, long? Id, string? Name);

public sealed record DeliveryView(string State, string? Reason, DateTimeOffset? At);

public sealed record EventView(string Type, JsonElement? From, JsonElement? To);
