namespace Hub.Mail.Mime;

/// <summary>What the parts of one mail share, mails within it included.</summary>
/// <param name="Defects">What was wrong with it.</param>
/// <param name="Scratch">Where decoded content lies.</param>
/// <param name="IsWithin">It is a mail within the one that the scratch belongs to.</param>
internal sealed record MailContext(Defects Defects, Scratch Scratch, bool IsWithin);
