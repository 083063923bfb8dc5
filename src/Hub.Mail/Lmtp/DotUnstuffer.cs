namespace Hub.Mail.Lmtp;

/// <summary>Undoes dot-stuffing (RFC 5321 section 4.5.2) and finds the end of a mail's octets, however they are cut into pieces.</summary>
/// <remarks>
/// Only CRLF makes a line and only CRLF.CRLF the end. A server that takes <c>LF.LF</c> or <c>LF.CRLF</c> for an end, behind one that does not,
/// lets a mail carry a second, forged one ("SMTP smuggling", CVE-2023-51764). Bare CR and LF are octets like others.
/// </remarks>
internal struct DotUnstuffer
{
    private enum Place : byte
    {
        LineStart,
        Dot,
        DotCr,
        Text,
        Cr,
    }

    private Place place;

    /// <summary>CRLF.CRLF has been read; what follows are commands.</summary>
    public bool Ended { get; private set; }

    /// <summary>Reads a piece, up to the end of the mail if that is in it.</summary>
    /// <param name="octets">The next octets of the connection.</param>
    /// <param name="content">Takes the mail's octets; must have room for one more than are read.</param>
    /// <param name="written">How many were put there.</param>
    /// <returns>How many octets were read: all, unless <see cref="Ended"/>.</returns>
    public int Read(ReadOnlySpan<byte> octets, Span<byte> content, out int written)
    {
        written = 0;
        var at = 0;
        while (at < octets.Length)
        {
            switch (place, octets[at])
            {
                case (Place.LineStart, (byte)'.'):
                    place = Place.Dot;
                    at++;
                    break;
                case (Place.Dot, (byte)'\r'):
                    place = Place.DotCr;
                    at++;
                    break;
                case (Place.DotCr, (byte)'\n'):
                    Ended = true;
                    return at + 1;
                case (Place.DotCr, _):
                    content[written++] = (byte)'\r';
                    place = Place.Cr;
                    break;
                case (Place.Cr, (byte)'\n'):
                    content[written++] = (byte)'\n';
                    place = Place.LineStart;
                    at++;
                    break;
                default:
                    var rest = octets[at..];
                    var cr = rest.IndexOf((byte)'\r');
                    if (cr >= 0) rest = rest[..(cr + 1)];
                    rest.CopyTo(content[written..]);
                    written += rest.Length;
                    at += rest.Length;
                    place = cr >= 0 ? Place.Cr : Place.Text;
                    break;
            }
        }
        return at;
    }
}
