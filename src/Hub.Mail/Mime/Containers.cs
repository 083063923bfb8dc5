namespace Hub.Mail.Mime;

/// <summary>What was found in a part that is a container of its own format.</summary>
internal sealed record Container
{
    public IReadOnlyList<MimePart> Files { get; init; } = [];

    /// <summary>The same text, in plain and in HTML.</summary>
    public IReadOnlyList<MimePart> Texts { get; init; } = [];

    /// <summary>What it invites to.</summary>
    public MailInvitation? Meeting { get; init; }

    /// <summary>A part in another wrapping, which is read in its place.</summary>
    public MimePart? Mail { get; init; }
}

/// <summary>Parts that hold others without being multiparts.</summary>
internal static class Containers
{
    /// <returns>None where the part is no container, or cannot be opened: then it is a file like others.</returns>
    public static Container? Open(MimePart part, MailContext context)
    {
        if (part.ContentType.MediaType is "application/ms-tnef" or "application/vnd.ms-tnef" || "winmail.dat".Equals(part.FileName, StringComparison.OrdinalIgnoreCase))
            return Tnef.Tnef.Open(part, context);
        if (part.TransferEncoding is "x-uuencode" or "uuencode" or "x-uue" or "uue" && Uuencode.Find(part) is [var block, ..])
            return new() { Mail = new(part, part.ContentType, part.FileName ?? block.Name, block.Lines, isUuencoded: true) };
        if (part.ContentType.MediaType is "application/mac-binhex40" or "application/mac-binhex") return BinHex.Open(part, context);
        // The signature stays a file beside what was signed.
        if (Protection.IsPkcs7(part) && part.ReadSigned() is { } signed) return new() { Mail = signed, Files = [part] };
        return null;
    }
}
