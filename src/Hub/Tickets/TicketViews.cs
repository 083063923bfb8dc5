using System.Text.Json;
using Hub.Platform.OpenApi;

namespace Hub.Tickets;

/// <summary>A row of an inbox.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="Subject">One line.</param>
/// <param name="Status">Who owes the next step.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Priority">How much it presses.</param>
/// <param name="Customer">Who wrote.</param>
/// <param name="Assignee">Whose it is.</param>
/// <param name="Team">Which team's it is.</param>
/// <param name="Channels">Kinds of all channels that were used, the first one first.</param>
/// <param name="Tags">In the order in which they were given.</param>
/// <param name="LastMessage">The newest that is no event.</param>
/// <param name="LastAt">When anything was last said or done.</param>
/// <param name="WaitingSince">The oldest words of the customer without an answer.</param>
/// <param name="DueAt">When an answer is due; not used yet.</param>
/// <param name="Version">Counts anything changed: higher is newer.</param>
/// <param name="DeliveryFailed">An answer could not be delivered, and nobody dealt with it yet.</param>
public sealed record TicketRow(
    long Number, string Subject, [property: Words(typeof(TicketStatus))] string Status, [property: Words(typeof(Folder))] string Folder, [property: Words(typeof(Priority))] string Priority,
    CustomerBrief Customer, Person? Assignee, Person? Team,
    [property: Words("chat", "email")] string[] Channels, string[] Tags, LastMessage? LastMessage, DateTimeOffset LastAt, DateTimeOffset? WaitingSince, DateTimeOffset? DueAt, long Version, bool DeliveryFailed);

/// <summary>A customer, beside a ticket.</summary>
/// <param name="Id">Customer.</param>
/// <param name="Name">Empty while unknown.</param>
/// <param name="Address">An address of theirs, verified or given.</param>
public sealed record CustomerBrief(long Id, string Name, string? Address);

/// <summary>The newest message, for a row.</summary>
/// <param name="Seq">Its place in the ticket.</param>
/// <param name="Kind">Never an event.</param>
/// <param name="Text">Its first 200 characters.</param>
/// <param name="At">When Hub accepted it.</param>
public sealed record LastMessage(int Seq, [property: Words(typeof(MessageKind))] string Kind, string? Text, DateTimeOffset At);

/// <summary>A ticket, opened.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="Subject">One line.</param>
/// <param name="Status">Who owes the next step.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Priority">How much it presses.</param>
/// <param name="Customer">Who wrote.</param>
/// <param name="Assignee">Whose it is.</param>
/// <param name="Team">Which team's it is.</param>
/// <param name="Channels">Kinds of all channels that were used, the first one first.</param>
/// <param name="Tags">In the order in which they were given.</param>
/// <param name="LastMessage">The newest that is no event.</param>
/// <param name="LastAt">When anything was last said or done.</param>
/// <param name="WaitingSince">The oldest words of the customer without an answer.</param>
/// <param name="DueAt">When an answer is due; not used yet.</param>
/// <param name="Version">Counts anything changed: higher is newer.</param>
/// <param name="DeliveryFailed">An answer could not be delivered, and nobody dealt with it yet.</param>
/// <param name="Etag">Of what two agents may edit at once; a customer's message does not change it.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeq">Number of its newest message.</param>
/// <param name="FirstResponseAt">When a person first answered.</param>
/// <param name="ResolvedAt">When it was resolved, while it is.</param>
/// <param name="Follows">The closed ticket that it continues.</param>
/// <param name="Seen">How far the customer has read in the chat.</param>
/// <param name="Visitor">The browser that chats, where one does.</param>
/// <param name="Claims">Addresses that were left in the chat, not verified.</param>
/// <param name="Participants">Who else is part of the ticket by mail: their answers join it. The customer's own addresses are not among them.</param>
/// <param name="ReplyTo">Where the next answer goes unless somebody chooses otherwise.</param>
/// <param name="ReplyChannels">Every way by which an answer can go.</param>
/// <param name="Recipients">Who gets an answer by mail; none where no address is known.</param>
/// <param name="Answers">What was answered before the chat.</param>
/// <param name="Consents">What was agreed to before the chat.</param>
/// <param name="Rating">What the customer said of the chat.</param>
public sealed record TicketView(
    long Number, string Subject, [property: Words(typeof(TicketStatus))] string Status, [property: Words(typeof(Folder))] string Folder, [property: Words(typeof(Priority))] string Priority,
    CustomerBrief Customer, Person? Assignee, Person? Team,
    [property: Words("chat", "email")] string[] Channels, string[] Tags, LastMessage? LastMessage, DateTimeOffset LastAt, DateTimeOffset? WaitingSince, DateTimeOffset? DueAt, long Version, bool DeliveryFailed,
    string Etag, DateTimeOffset CreatedAt, int LastSeq, DateTimeOffset? FirstResponseAt, DateTimeOffset? ResolvedAt, long? Follows,
    SeenView? Seen, VisitorView? Visitor, IReadOnlyList<ClaimView> Claims, IReadOnlyList<ParticipantView> Participants,
    ReplyRouteView? ReplyTo, IReadOnlyList<ReplyRouteView> ReplyChannels, RecipientsView? Recipients,
    IReadOnlyList<AnswerView> Answers, IReadOnlyList<ConsentView> Consents, RatingView? Rating);

/// <summary>An answer given before the chat, in the words of that moment.</summary>
/// <param name="Label">The question.</param>
/// <param name="Value">The answer; <c>true</c> where a box was ticked.</param>
public sealed record AnswerView(string Label, string Value);

/// <summary>What a visitor agreed to (GDPR art. 7).</summary>
/// <param name="Purpose">For what.</param>
/// <param name="Version">Of the wording.</param>
/// <param name="Text">The wording.</param>
/// <param name="Locale">In which language it was shown.</param>
/// <param name="At">When.</param>
public sealed record ConsentView([property: Words("chat")] string Purpose, int Version, string Text, string Locale, DateTimeOffset At);

/// <summary>What the customer said of the chat.</summary>
/// <param name="Score">1 to 5, the best.</param>
/// <param name="Comment">In their own words.</param>
/// <param name="At">When.</param>
public sealed record RatingView(int Score, string? Comment, DateTimeOffset At);

/// <summary>Somebody who is part of a ticket by mail.</summary>
/// <param name="Kind">What it is an address of.</param>
/// <param name="Address">In lower case.</param>
/// <param name="Name">As their newest mail, or the newest that names them, says.</param>
/// <param name="Verified">They proved that the address is theirs.</param>
/// <param name="Wrote">They wrote in this ticket; else they were on copy.</param>
public sealed record ParticipantView([property: Words("email")] string Kind, string Address, string? Name, bool Verified, bool Wrote);

/// <summary>Who gets an answer by mail; addresses of our own are never there.</summary>
/// <param name="Reply">The customer, and with them a participant who wrote last.</param>
/// <param name="All">The same, and everybody on the newest mail.</param>
public sealed record RecipientsView(AddresseesView Reply, AddresseesView All);

/// <summary>To whom a mail goes.</summary>
/// <param name="To">At least one.</param>
/// <param name="Cc">On copy.</param>
public sealed record AddresseesView(IReadOnlyList<MailPerson> To, IReadOnlyList<MailPerson> Cc);

/// <summary>A way to the customer.</summary>
/// <param name="Channel">Which speaks.</param>
/// <param name="Address">Where it goes; none for a chat.</param>
public sealed record ReplyRouteView(ChannelBrief Channel, string? Address);

/// <summary>How far the customer has read in the chat.</summary>
/// <param name="Seq">Up to this message.</param>
/// <param name="At">When they did.</param>
public sealed record SeenView(int Seq, DateTimeOffset At);

/// <summary>The browser that chats.</summary>
/// <param name="Online">The chat is open somewhere just now.</param>
/// <param name="Locale">The browser's language, a BCP 47 tag as the page gave it.</param>
/// <param name="Page">Address of the page that carries the chat, as the page gave it.</param>
public sealed record VisitorView(bool Online, string? Locale, string? Page);

/// <summary>An address that was given, not verified.</summary>
/// <param name="Kind">What it is an address of.</param>
/// <param name="Address">As it was given.</param>
/// <param name="At">When.</param>
public sealed record ClaimView([property: Words("email", "phone")] string Kind, string Address, DateTimeOffset At);

/// <summary>An address by which a customer is known.</summary>
/// <param name="Kind"><c>email</c>, or <c>visitor</c> for a browser.</param>
/// <param name="Address">Within its kind.</param>
/// <param name="Verified">They proved that it is theirs.</param>
public sealed record IdentityView(string Kind, string Address, bool Verified);

/// <summary>A message as agents see it.</summary>
/// <param name="Id">For ever, wherever the message goes.</param>
/// <param name="Seq">Its place in the ticket, from 1 without gaps.</param>
/// <param name="Version">The ticket's version when it was last changed.</param>
/// <param name="Audience"><c>customer</c>, <c>internal</c>, or <c>side:</c> and the number of a side conversation, which the customer never sees.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Channel">By which it came or goes.</param>
/// <param name="Author">Whose words.</param>
/// <param name="Text">What the person wrote, without what they quoted.</param>
/// <param name="Html">How a mail looks, where it came as HTML: cleaned to known elements and styles, its quotation in <c>details[data-quoted]</c>. It fetches nothing by itself:
/// pictures that came with it have their address in <c>data-src</c>, those that lie elsewhere in <c>data-remote</c> and <c>data-background</c>, fetched by us for whoever asks.</param>
/// <param name="Quoted">The rest of a mail: what it answers.</param>
/// <param name="Files">That came with it.</param>
/// <param name="Marks"><c>auto</c>: sent by a machine; <c>unverified</c>: the sender may be forged (SPF, DKIM or DMARC failed); <c>sameMessageId</c>: an earlier mail with other
/// content has its Message-ID; <c>flood</c>: one of very many within an hour; <c>cut</c>: some of its text, its HTML or its files is more than is kept; <c>apart</c>: by mail only, the chat does not show it; <c>form</c>: came
/// through a form, its person is typed; <c>ownProgram</c>: answered in the agent's own mail program. Why an agent's mail became a note: <c>noToken</c> (answers no notification),
/// <c>noPass</c> (nobody vouches for its sender), <c>otherAddress</c> (somebody else's), <c>notSent</c> (could not be sent).</param>
/// <param name="Mail">Its mail side, where it is a mail.</param>
/// <param name="At">When Hub accepted it.</param>
/// <param name="Delivery">What became of an answer.</param>
/// <param name="ClientId">Its author's own id of it.</param>
/// <param name="Event">The change that it tells, where it is an event.</param>
public sealed record MessageView(
    long Id, int Seq, long Version, string Audience, [property: Words(typeof(MessageKind))] string Kind,
    ChannelBrief? Channel, AuthorView Author, string? Text, string? Html, string? Quoted,
    IReadOnlyList<FileView> Files, [property: Words("auto", "unverified", "sameMessageId", "flood", "cut", "apart", "form", "ownProgram", "noToken", "noPass", "otherAddress", "notSent")] string[] Marks,
    MailView? Mail, DateTimeOffset At, DeliveryView? Delivery, string? ClientId, EventView? Event)
{
    /// <summary>A message that the hot path just appended: what <see cref="MessageReader"/> would read, without reading.</summary>
    internal static MessageView OfAppended(Appending.Append append, Appending.Placed placed, ChannelBrief? channel, AuthorView author) => new(
        placed.Id, placed.Seq, placed.Version, append.Kind is MessageKind.Note ? Audiences.Internal : Audiences.Customer, TicketWords.Of(append.Kind), channel, author, append.Text, null, null,
        [], [], null, placed.At, append.Kind is MessageKind.Reply ? new DeliveryView("sent", null, null, "chat") : null, append.Key, null);
}

/// <summary>A channel, in brief.</summary>
/// <param name="Id">For ever.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">As the administrator called it.</param>
public sealed record ChannelBrief(long Id, [property: Words("chat", "email")] string Kind, string Name);

/// <summary>Whose words.</summary>
/// <param name="Kind">What they are to us.</param>
/// <param name="Id">Of the customer or the agent.</param>
/// <param name="Name">None, or empty, while unknown.</param>
public sealed record AuthorView([property: Words(typeof(AuthorKind))] string Kind, long? Id, string? Name);

/// <summary>A file of a message.</summary>
/// <param name="Id">Fetched from <c>/api/v1/files/{id}</c>.</param>
/// <param name="Name">As its sender called it.</param>
/// <param name="Type">Media type.</param>
/// <param name="Size">Bytes.</param>
public sealed record FileView(long Id, string Name, string Type, long Size);

/// <summary>The mail side of a message.</summary>
/// <param name="From">As the header says; <c>marks</c> say whether it is believed.</param>
/// <param name="To">As the header says.</param>
/// <param name="Cc">As the header says.</param>
/// <param name="Subject">As the header says.</param>
/// <param name="MessageId">Without its angle brackets.</param>
/// <param name="AlsoIn">Further mailboxes of ours that got the same mail.</param>
/// <param name="Protection">How it is signed or encrypted; none where it is neither.</param>
/// <param name="Invitation">What it invites to; none where to nothing.</param>
public sealed record MailView(
    MailPerson From, IReadOnlyList<MailPerson> To, IReadOnlyList<MailPerson> Cc, string Subject, string? MessageId, IReadOnlyList<string> AlsoIn, ProtectionView? Protection, CalendarInvitationView? Invitation);

/// <summary>Somebody in a mail's header.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Address">The address; empty where there was none to read.</param>
public sealed record MailPerson(string? Name, string Address);

/// <summary>What became of an answer.</summary>
/// <param name="State">How far it came.</param>
/// <param name="Reason">The other side's words, or ours.</param>
/// <param name="At">When it came to be so.</param>
/// <param name="Via">By which it goes.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="NotBefore">The next attempt, while it is on its way.</param>
/// <param name="Attempts">So far.</param>
/// <param name="Doubtful">It may have been sent twice.</param>
public sealed record DeliveryView(
    [property: Words("scheduled", "queued", "leased", "sent", "delivered", "read", "failed", "cancelled")] string State, string? Reason, DateTimeOffset? At,
    [property: Words("chat", "email")] string Via, string? Address = null, DateTimeOffset? NotBefore = null, int Attempts = 0, bool Doubtful = false);

/// <summary>A change, as a line of the timeline.</summary>
/// <param name="Type">What changed. <c>suspected</c>: a mail names the ticket <c>to</c>, but its sender is no part of it; <c>address</c>: the owner of <c>from</c> said that it was not them;
/// <c>returned</c>: a mail of ours came round to ourselves; <c>participant</c>: <c>from</c> was taken from the ticket; <c>side</c>: a side conversation with <c>to</c> was begun; <c>rating</c>: the customer gave it <c>to</c> of 5.</param>
/// <param name="From">Before: a word, a person for an assignee or a team, a list for tags; none where there was none.</param>
/// <param name="To">After, in the same way; a number for a ticket.</param>
public sealed record EventView(
    [property: Words("status", "folder", "priority", "subject", "assignee", "team", "tags", "suspected", "address", "returned", "participant", "side", "rating", "unsubscribed")] string Type,
    [property: ReadsAs(typeof(string), typeof(long), typeof(Person), typeof(string[]))] JsonElement? From,
    [property: ReadsAs(typeof(string), typeof(long), typeof(Person), typeof(string[]))] JsonElement? To);
