using System.Net;
using Hub.Mail.Text;

namespace Hub.Mail.Mime;

internal enum PieceKind
{
    Plain,
    Html,
    Picture,
}

/// <summary>A part that is shown as text, or a picture within it.</summary>
/// <param name="Part">Which.</param>
/// <param name="Kind">As what.</param>
internal sealed record Piece(MimePart Part, PieceKind Kind)
{
    /// <summary>What is left of a text when files were taken out of it; none: all of it.</summary>
    public Func<Stream>? Left { get; init; }

    /// <summary>The text with LF between lines, format=flowed undone.</summary>
    /// <param name="left">Octets that may still be read of all texts.</param>
    /// <param name="defects">Told when that is not all.</param>
    /// <param name="pictures">Takes those that stand in an HTML itself; none: they are left out.</param>
    public string Read(ref int left, Defects defects, EmbeddedPictures? pictures)
    {
        using var content = Kind == PieceKind.Html ? new EmbeddedPictureStream(Part.OpenContent(), (picture, type) => pictures?.Keep(Part, picture, type)) : Left?.Invoke() ?? Part.OpenContent();
        var octets = MimePart.ReadText(content, left, out var isCut);
        left -= octets.Length;
        if (isCut) defects.Add(Defects.TextCut);
        var text = LineEnds.Unix(Charsets.DecodeText(octets.Span, Part));
        if (Part.ContentType.MediaType is "text/enriched" or "text/richtext") return EnrichedText.Plain(text, isRichtext: Part.ContentType.Subtype == "richtext");
        return Kind == PieceKind.Plain && "flowed".Equals(Part.ContentType.Parameter("format"), StringComparison.OrdinalIgnoreCase)
            ? FlowedText.Unflow(text, "yes".Equals(Part.ContentType.Parameter("delsp"), StringComparison.OrdinalIgnoreCase)) : text;
    }
}

/// <summary>What of a part is shown: where text is wanted, and where HTML is. Either may hold pieces of the other kind,
/// where there is nothing else.</summary>
internal sealed record Shown(IReadOnlyList<Piece> Plain, IReadOnlyList<Piece> Html)
{
    public static readonly Shown Nothing = new([], []);

    public bool Has(PieceKind kind) => Plain.Concat(Html).Any(p => p.Kind == kind);
}

/// <summary>Pieces of one kind as the other.</summary>
internal static class Pieces
{
    public static string AsText(string html)
    {
        var (text, quoted) = WrittenText.FromHtml(html);
        return quoted is null ? text : $"{text}\n\n{quoted}";
    }

    public static string AsHtml(string text) => $"<div>{WebUtility.HtmlEncode(text).Replace("\n", "<br>\n", StringComparison.Ordinal)}</div>";

    public static string AsHtml(MimePart picture) => $"<div><img src=\"cid:{WebUtility.HtmlEncode(picture.ContentId)}\" alt=\"{WebUtility.HtmlEncode(picture.FileName ?? "")}\"></div>";

    public static bool HavePictureBetween(IReadOnlyList<Piece> pieces)
    {
        var picture = pieces.Select(p => p.Kind).ToList().IndexOf(PieceKind.Picture);
        return picture > 0 && pieces.Skip(picture).Any(p => p.Kind != PieceKind.Picture);
    }
}
