using System.ComponentModel.DataAnnotations;
using Hub.Platform;
using Hub.Tickets;

namespace Hub.Channels.Email.Side;

/// <summary>Begins a side conversation: a mail to third parties that the customer never sees.</summary>
/// <param name="To">1 to 50 mail addresses; none of the customer's.</param>
/// <param name="Cc">Mail addresses on copy.</param>
/// <param name="Subject">One line of 1 to 200 characters; none: <c>Fwd:</c> and the ticket's.</param>
/// <param name="Text">1 to 20,000 characters.</param>
/// <param name="Messages">Ids of messages of the customer's conversation that go along below the text, 50 at most; never notes.</param>
/// <param name="Files">Ids of files of the customer's conversation that go along, 20 at most.</param>
/// <param name="ClientId">The client's id of the message; a repetition gets the first answer.</param>
public sealed record SideRequest(
    [property: Required] string[]? To, string[]? Cc, string? Subject, [property: Required, StringLength(Texts.LongestMessage, MinimumLength = 1)] string? Text, long[]? Messages, long[]? Files,
    [property: Required, StringLength(Texts.LongestKey, MinimumLength = 1)] string? ClientId);

/// <summary>Says more in a side conversation.</summary>
/// <param name="To">Mail addresses; who is new takes part from now on. None: everybody who takes part.</param>
/// <param name="Cc">Mail addresses on copy.</param>
/// <param name="Text">1 to 20,000 characters.</param>
/// <param name="Messages">Ids of messages of the customer's conversation that go along, 50 at most.</param>
/// <param name="Files">Ids of files of the customer's conversation or of this one that go along, 20 at most.</param>
/// <param name="ClientId">The client's id of the message; a repetition gets the first answer.</param>
public sealed record SideMessageRequest(
    string[]? To, string[]? Cc, [property: Required, StringLength(Texts.LongestMessage, MinimumLength = 1)] string? Text, long[]? Messages, long[]? Files,
    [property: Required, StringLength(Texts.LongestKey, MinimumLength = 1)] string? ClientId);

/// <summary>A side conversation.</summary>
/// <param name="Id">Its messages have the audience <c>side:</c> and this number.</param>
/// <param name="Subject">Of its mails.</param>
/// <param name="People">Addresses of those who take part: whom agents wrote to.</param>
/// <param name="StartedBy">The agent.</param>
/// <param name="At">When it began.</param>
public sealed record SideView(long Id, string Subject, string[] People, Person StartedBy, DateTimeOffset At);

/// <summary>A side conversation that was begun.</summary>
/// <param name="Side">The conversation.</param>
/// <param name="Message">Its first message.</param>
public sealed record SideBegunView(SideView Side, MessageView Message);
