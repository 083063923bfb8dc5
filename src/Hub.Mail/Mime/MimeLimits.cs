namespace Hub.Mail.Mime;

/// <summary>How much of one mail is read; what lies beyond is kept whole, but not taken apart.</summary>
internal static class MimeLimits
{
    /// <summary>Multiparts and messages inside one another; a deeper one stays one opaque attachment.</summary>
    public const int Depth = 32;

    /// <summary>Parts of one mail; the next one takes the rest of the mail.</summary>
    public const int Parts = 1000;

    /// <summary>Octets of one header field, folds included.</summary>
    public const int HeaderLine = 100 * 1024;

    /// <summary>Octets of all header fields of one mail, those of its parts included.</summary>
    public const int HeaderBytes = 1024 * 1024;

    /// <summary>Fields in one header.</summary>
    public const int Headers = 2000;

    /// <summary>Addresses read from one kind of field.</summary>
    public const int Addresses = 1000;

    /// <summary>Texts of a header whose character set is guessed.</summary>
    public const int Guesses = 50;

    /// <summary>Message-IDs read from one kind of field.</summary>
    public const int References = 1000;

    /// <summary>Characters of an address or a Message-ID: a line of RFC 5322 section 2.1.1 holds no more.</summary>
    public const int Identifier = 998;

    /// <summary>Parameters of one field, segments of RFC 2231 counted singly.</summary>
    public const int Parameters = 500;

    /// <summary>How far into a multipart without a boundary parameter one is looked for, in octets.</summary>
    public const int BoundarySearch = 16 * 1024;

    /// <summary>Octets before a field's colon that are looked at.</summary>
    public const int FieldName = 256;

    /// <summary>Octets of plain text, and of HTML, that are read; the raw mail has the rest.</summary>
    public const int Text = 2 * 1024 * 1024;

    /// <summary>Pictures within the HTML itself that become files, each counted as often as it stands there.</summary>
    public const int EmbeddedPictures = 1000;

    /// <summary>Octets decoded out of one mail so that they can be read further.</summary>
    public const long Scratch = 256L * 1024 * 1024;

    /// <summary>Octets of RTF in <c>winmail.dat</c>, compressed or not, that are read.</summary>
    public const int Rtf = 8 * 1024 * 1024;

    /// <summary>Calendars of a mail that are looked at for an event.</summary>
    public const int Calendars = 5;
}
