using System.Buffers;

namespace Hub.Mail.Smtp;

/// <summary>Makes octets fit for DATA, however they are cut into pieces: CRLF ends every line and the last one, dots at a line's start are doubled.</summary>
/// <remarks>A bare CR or LF becomes CRLF: some servers take it for a line end and some do not, and a second mail can hide in the difference (CVE-2023-51764).</remarks>
internal struct SmtpContent
{
    private bool afterCr;
    private bool inLine;

    /// <summary>Octets of the mail with CRLF and without doubled dots, which is what SIZE counts (RFC 1870 section 3).</summary>
    public long Size { get; private set; }

    /// <summary>An octet above 127 was among them.</summary>
    public bool IsEightBit { get; private set; }

    public void Write(ReadOnlySpan<byte> octets, IBufferWriter<byte> output)
    {
        IsEightBit |= octets.ContainsAnyInRange((byte)0x80, (byte)0xff);
        while (octets.Length > 0)
        {
            if (afterCr && octets[0] == '\n')
            {
                // The CR has been written as CRLF.
                afterCr = false;
                octets = octets[1..];
                continue;
            }
            afterCr = false;
            var end = octets.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? octets : octets[..end];
            if (!inLine && line.Length > 0 && line[0] == '.') output.Write("."u8);
            output.Write(line);
            Size += line.Length;
            inLine |= line.Length > 0;
            if (end < 0) return;
            EndLine(output);
            afterCr = octets[end] == '\r';
            octets = octets[(end + 1)..];
        }
    }

    /// <summary>Ends the last line if it was left open; the final dot is not written.</summary>
    public void Finish(IBufferWriter<byte> output)
    {
        if (inLine) EndLine(output);
    }

    private void EndLine(IBufferWriter<byte> output)
    {
        output.Write("\r\n"u8);
        Size += 2;
        inLine = false;
    }
}
