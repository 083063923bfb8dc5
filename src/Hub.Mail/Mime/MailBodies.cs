namespace Hub.Mail.Mime;

/// <summary>Which parts of a mail are its text, and which are attached.</summary>
internal sealed class MailBodies
{
    private readonly List<MimePart> plain = [];
    private readonly List<MimePart> html = [];
    private readonly List<MimePart> attachments = [];

    public MailBodies(MimePart root)
    {
        // A mail that is nothing but named text is text to read, unless it says that it is a file.
        if (root.IsText && root.Disposition is null or { IsInline: true } && Of(root) is { } texts) texts.Add(root);
        else Collect(root);
    }

    public IReadOnlyList<MimePart> Attachments => attachments;

    public string? Text() => Join(plain, part =>
    {
        var text = LineEnds.Unix(part.Text());
        return "flowed".Equals(part.ContentType.Parameter("format"), StringComparison.OrdinalIgnoreCase)
            ? FlowedText.Unflow(text, "yes".Equals(part.ContentType.Parameter("delsp"), StringComparison.OrdinalIgnoreCase)) : text;
    });

    public string? Html() => Join(html, part => LineEnds.Unix(part.Text()));

    private static string? Join(List<MimePart> parts, Func<MimePart, string> read) =>
        parts.Count == 0 ? null : string.Join("\n\n", parts.Select(p => read(p).TrimEnd('\n')));

    private List<MimePart>? Of(MimePart part) => part.ContentType.Subtype switch
    {
        _ when !part.IsText => null,
        "plain" => plain,
        "html" => html,
        _ => null,
    };

    private void Collect(MimePart part)
    {
        if (part.ContentType.IsMultipart && part.Children.Count > 0)
        {
            switch (part.ContentType.Subtype)
            {
                case "alternative": Alternative(part); break;
                case "related": Related(part); break;
                default: foreach (var child in part.Children) Collect(child); break;
            }
        }
        else if (IsShown(part) && Of(part) is { } texts) texts.Add(part);
        else attachments.Add(part);
    }

    private static bool IsShown(MimePart part) => part.FileName is null && part.Disposition is null or { IsInline: true };

    /// <summary>Of each kind of text the first; a second of the same kind is another version of it.</summary>
    private void Alternative(MimePart part)
    {
        var (plainBefore, htmlBefore) = (plain.Count, html.Count);
        foreach (var child in part.Children)
        {
            var (plainHere, htmlHere) = (plain.Count, html.Count);
            Collect(child);
            Keep(plain, plainBefore, plainHere);
            Keep(html, htmlBefore, htmlHere);
        }
    }

    private void Keep(List<MimePart> texts, int before, int here)
    {
        if (here == before || texts.Count == here) return;
        attachments.AddRange(texts[here..]);
        texts.RemoveRange(here, texts.Count - here);
    }

    /// <summary>The root of RFC 2387 is shown; what it shows within is attached.</summary>
    private void Related(MimePart part)
    {
        var start = MessageIds.ReadOne(part.ContentType.Parameter("start"));
        var root = part.Children.FirstOrDefault(c => start is not null && c.ContentId == start) ?? part.Children[0];
        Collect(root);
        foreach (var child in part.Children)
            if (child != root) Leaves(child);
    }

    private void Leaves(MimePart part)
    {
        if (part.Children.Count == 0) attachments.Add(part);
        foreach (var child in part.Children) Leaves(child);
    }
}
