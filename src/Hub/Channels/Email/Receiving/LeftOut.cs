using Hub.Mail.Mime;

namespace Hub.Channels.Email.Receiving;

/// <summary>What of a mail is not shown though it was there, in words for whoever looks at what became of it. The raw mail has it all.</summary>
internal static class LeftOut
{
    private static readonly (string Defect, string Words)[] known =
    [
        ("text-cut", "its text is longer than is read"),
        ("parts-too-many", "it has more parts than are read, and the last one holds the rest"),
        ("depth-exceeded", "parts lie deeper in one another than is read"),
        ("tnef-unreadable", "its winmail.dat cannot be read"),
        ("headers-too-large", "its header is longer than is read"),
        ("headers-too-many", "its header has more fields than are read"),
        ("header-line-too-long", "a field of its header is longer than is read"),
        ("addresses-cut", "it names more people than are read"),
    ];

    /// <param name="mail">Whose texts were read.</param>
    /// <param name="html">It has HTML that is too large to be shown.</param>
    /// <param name="files">How many of its files are not kept.</param>
    /// <returns>None where nothing is left out.</returns>
    public static string? Of(ReceivedMail mail, bool html, int files)
    {
        var words = known.Where(k => mail.Defects.Contains(k.Defect)).Select(k => k.Words).ToList();
        if (html) words.Add("its HTML is too large to be shown");
        if (files > 0) words.Add($"it has {files} more files than are kept");
        return words.Count == 0 ? null : $"Not all of this mail is shown: {string.Join("; ", words)}.";
    }

    /// <summary>True where words that somebody wrote may be missing.</summary>
    public static bool IsText(ReceivedMail mail) => mail.Defects.Contains("text-cut");
}
