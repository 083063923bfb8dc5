using Hub.Intake;

namespace Hub.Channels.Email.Receiving;

/// <summary>What a mail names by its recipients, references and subject. Whether its sender may join it is for Intake to judge.</summary>
/// <param name="Tickets">The most convincing first.</param>
/// <param name="Sides">Side conversations.</param>
/// <param name="Notification">The notification to an agent that it answers by token.</param>
public sealed record MailNames(IReadOnlyList<Evidence> Tickets, IReadOnlyList<long> Sides, long? Notification);
