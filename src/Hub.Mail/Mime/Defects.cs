namespace Hub.Mail.Mime;

/// <summary>What was wrong with a mail, each said once, in the order met.</summary>
internal sealed class Defects
{
    public const string AddressesCut = "addresses-cut";
    public const string AddressUnreadable = "address-unreadable";
    public const string BoundaryGuessed = "boundary-guessed";
    public const string BoundaryMissing = "boundary-missing";
    public const string BoundaryUnclosed = "boundary-unclosed";
    public const string CharsetUnknown = "charset-unknown";
    public const string DateUnreadable = "date-unreadable";
    public const string DepthExceeded = "depth-exceeded";
    public const string EncodingOnMultipart = "encoding-on-multipart";
    public const string EncodingUnknown = "encoding-unknown";
    public const string HeaderLineTooLong = "header-line-too-long";
    public const string HeaderMalformed = "header-malformed";
    public const string HeadersMissing = "headers-missing";
    public const string HeadersTooLarge = "headers-too-large";
    public const string HeadersTooMany = "headers-too-many";
    public const string MessageIdUnreadable = "message-id-unreadable";
    public const string PartsTooMany = "parts-too-many";
    public const string ReferencesCut = "references-cut";
    public const string TextCut = "text-cut";
    public const string TnefUnreadable = "tnef-unreadable";

    private readonly List<string> words = [];

    public IReadOnlyList<string> Words => words;

    public void Add(string word)
    {
        if (!words.Contains(word)) words.Add(word);
    }
}
