namespace Hub.Mail.Mime;

/// <summary>Which parts of a mail are its text, and which are attached.</summary>
internal sealed class MailBodies
{
    private const int Longest = MimeLimits.Text;

    private readonly List<MimePart> attachments = [];
    private readonly MailContext context;
    private readonly Shown shown;

    /// <summary>What containers such as winmail.dat hold as text, for mails that have no other.</summary>
    private Shown within = Shown.Nothing;
    private readonly EmbeddedPictures embedded;
    private int pictures;

    public MailBodies(MimePart root, MailContext context)
    {
        this.context = context;
        embedded = new(context, attachments);
        // A mail that is nothing but named text is text to read, unless it says that it is a file.
        var text = root.IsText && root.Disposition is null or { IsInline: true } && Kind(root) is { } kind ? Text(root, kind) : Collect(root);
        shown = text.Has(PieceKind.Plain) || text.Has(PieceKind.Html) ? text : new([.. within.Plain, .. text.Plain], [.. within.Html, .. text.Html]);
    }

    public IReadOnlyList<MimePart> Attachments => attachments;

    /// <summary>What a container invites to.</summary>
    public MailInvitation? Meeting { get; private set; }

    /// <summary>Plain text, and what there is in HTML alone as text; none where the mail is HTML alone.</summary>
    public string? PlainText()
    {
        if (!shown.Plain.Any(p => p.Kind == PieceKind.Plain)) return null;
        var left = Longest;
        return string.Join("\n\n", shown.Plain.Select(p => Read(p, ref left)).ToList());

        string Read(Piece piece, ref int left)
        {
            var text = piece.Read(ref left, context.Defects, null);
            return (piece.Kind == PieceKind.Html ? Pieces.AsText(text) : text).TrimEnd('\n');
        }
    }

    /// <summary>HTML, and what there is in plain text or pictures alone as HTML; none where the mail has neither HTML nor
    /// pictures between its texts.</summary>
    public string? Html()
    {
        if (!shown.Html.Any(p => p.Kind == PieceKind.Html) && !Pieces.HavePictureBetween(shown.Html)) return null;
        var left = Longest;
        List<(Piece Piece, string Text)> read = [];
        foreach (var piece in shown.Html) read.Add((piece, piece.Kind == PieceKind.Picture ? "" : piece.Read(ref left, context.Defects, embedded).TrimEnd('\n')));
        if (read is [{ Piece.Kind: PieceKind.Html } only]) return only.Text;
        return string.Join("\n\n", read.Select(p => p.Piece.Kind switch
        {
            PieceKind.Html => p.Text,
            PieceKind.Plain => Pieces.AsHtml(p.Text),
            // Shown where it stands already.
            _ when read.Exists(t => t.Piece.Kind == PieceKind.Html && t.Text.Contains("cid:" + p.Piece.Part.ContentId, StringComparison.OrdinalIgnoreCase)) => "",
            _ => Pieces.AsHtml(p.Piece.Part),
        }).Where(html => html.Length > 0));
    }

    private Shown Collect(MimePart part)
    {
        if (part.ContentType.IsMultipart && part.Children.Count > 0) return part.ContentType.Subtype switch
        {
            "alternative" => Alternative(part),
            "related" => Related(part),
            "appledouble" or "header-set" => AppleDouble(part),
            _ => All(part.Children),
        };
        if (Containers.Open(part, context) is { } container) return Open(container);
        if (IsShown(part) && Kind(part) is { } kind) return Text(part, kind);
        attachments.Add(part);
        return part.ContentType.Type == "image" && part.IsShownInText ? new([], [Picture(part)]) : Shown.Nothing;
    }

    /// <summary>One after the other, texts and pictures as they stand.</summary>
    private Shown All(IEnumerable<MimePart> parts)
    {
        List<Shown> all = [.. parts.Select(Collect)];
        return new([.. all.SelectMany(s => s.Plain)], [.. all.SelectMany(s => s.Html)]);
    }

    private static PieceKind? Kind(MimePart part) => part.ContentType.MediaType switch
    {
        "text/html" or "application/xhtml+xml" => PieceKind.Html,
        // RFC 2046 section 4.1.4: text of a kind that is not known is shown as plain text, as long as it is meant to be read.
        "text/plain" or "text/enriched" or "text/richtext" or "text/markdown" or "text/x-markdown" => PieceKind.Plain,
        _ => null,
    };

    private static bool IsShown(MimePart part) => part.FileName is null && part.Disposition is null or { IsInline: true };

    private Shown Text(MimePart part, PieceKind kind)
    {
        var piece = new Piece(part, kind);
        if (kind == PieceKind.Plain && Uuencode.Find(part) is { Count: > 0 } blocks)
        {
            attachments.AddRange(blocks.Select(b => b.ToPart(part)));
            piece = piece with { Left = Uuencode.Outside(part, blocks) };
        }
        return new([piece], [piece]);
    }

    private Piece Picture(MimePart part)
    {
        // So that the text can name it.
        part.ContentId ??= string.Create(System.Globalization.CultureInfo.InvariantCulture, $"picture-{++pictures}@mail.invalid");
        return new(part, PieceKind.Picture);
    }

    private Shown Open(Container container)
    {
        if (container.Mail is { } mail)
        {
            var signed = Collect(mail);
            attachments.AddRange(container.Files);
            return signed;
        }
        var text = Shown.Nothing;
        Meeting ??= container.Meeting;
        attachments.AddRange(container.Files);
        foreach (var body in container.Texts.Where(t => Kind(t) is not null))
            text = Kind(body) == PieceKind.Html ? text with { Html = [new(body, PieceKind.Html)] } : text with { Plain = [new(body, PieceKind.Plain)] };
        if (text.Plain.Count == 0) text = text with { Plain = text.Html };
        if (text.Html.Count == 0) text = text with { Html = text.Plain };
        if (within.Plain.Count == 0 && within.Html.Count == 0) within = text;
        return Shown.Nothing;
    }

    /// <summary>Of each kind of text the first; a second of the same kind is another version of it.</summary>
    private Shown Alternative(MimePart part)
    {
        Shown? plain = null, html = null;
        foreach (var child in part.Children)
        {
            var text = Collect(child);
            var isNew = false;
            if (plain is null && text.Plain.Any(p => p.Kind == PieceKind.Plain)) (plain, isNew) = (text, true);
            if (html is null && text.Html.Any(p => p.Kind == PieceKind.Html)) (html, isNew) = (text, true);
            if (!isNew) attachments.AddRange(text.Html.Where(p => p.Kind != PieceKind.Picture).Select(p => p.Part));
        }
        return new((plain ?? html)?.Plain ?? [], (html ?? plain)?.Html ?? []);
    }

    /// <summary>The root of RFC 2387 is shown; what it shows within is attached.</summary>
    private Shown Related(MimePart part)
    {
        var start = MessageIds.ReadOne(part.ContentType.Parameter("start"));
        var root = part.Children.FirstOrDefault(c => start is not null && c.ContentId == start)
            // Some programs put the picture first.
            ?? part.Children.FirstOrDefault(c => c.ContentType.IsMultipart || Kind(c) is not null) ?? part.Children[0];
        var text = Collect(root);
        foreach (var child in part.Children)
            if (child != root) Leaves(child);
        return text;
    }

    /// <summary>A file of a Macintosh (RFC 1740): the first part is what only that system reads, the second one the file.</summary>
    private Shown AppleDouble(MimePart part)
    {
        var file = part.Children.Where(c => !c.ContentType.Is("application/applefile")).ToList();
        return All(file.Count == 0 ? part.Children : file);
    }

    private void Leaves(MimePart part)
    {
        if (part.Children.Count == 0) attachments.Add(part);
        foreach (var child in part.Children) Leaves(child);
    }
}
