namespace Hub.Tickets.Appending;

/// <summary>What one commit of the hot path did to a ticket: these messages at its end, and nothing else.</summary>
/// <remarks>Whoever has told everything up to the version before this one can tell these without reading them.</remarks>
/// <param name="Version">The ticket's since then.</param>
/// <param name="Status">The ticket's since then.</param>
/// <param name="Messages">In order, as agents see them; notes among them.</param>
public sealed record Appended(long Version, TicketStatus Status, IReadOnlyList<MessageView> Messages);
