using System.Buffers;

namespace Hub.Mail.Mime;

/// <summary>Quoted-printable of RFC 2045 section 6.7 being decoded; an escape that is none stays as it was written
/// (section 6.7, note 1).</summary>
internal sealed class QuotedPrintableStream(MailSource encoded) : ContentStream(encoded)
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("= \t"u8);

    private long at;

    /// <summary>Up to here everything is taken as it stands.</summary>
    private long plainUntil;

    public override int Read(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var piece = Encoded.Peek(at, 3);
            if (piece.IsEmpty) break;
            var plain = at < plainUntil ? (int)Math.Min(piece.Length, plainUntil - at) : piece.IndexOfAny(Special);
            if (plain < 0) plain = piece.Length;
            if (plain > 0)
            {
                plain = Math.Min(plain, buffer.Length - filled);
                piece[..plain].CopyTo(buffer[filled..]);
                filled += plain;
                at += plain;
            }
            else if (piece[0] == '=') Escape(piece, buffer, ref filled);
            else Blanks();
        }
        return filled;
    }

    private void Escape(ReadOnlySpan<byte> piece, Span<byte> buffer, ref int filled)
    {
        if (piece.Length > 2 && QuotedPrintable.Hex(piece[1]) is var high and >= 0 && QuotedPrintable.Hex(piece[2]) is var low and >= 0)
        {
            buffer[filled++] = (byte)(high << 4 | low);
            at += 3;
            return;
        }
        var end = BehindBlanks(at + 1);
        var next = Encoded.Peek(end, 2);
        if (next.IsEmpty) at = end;
        else if (next[0] == '\n') at = end + 1;
        else if (next[0] == '\r') at = end + (next.Length > 1 && next[1] == '\n' ? 2 : 1);
        else
        {
            buffer[filled++] = (byte)'=';
            at++;
        }
    }

    /// <summary>Blanks at the end of a line were added on the way (rule 3).</summary>
    private void Blanks()
    {
        var end = BehindBlanks(at);
        if (Encoded.Peek(end, 1) is [not ((byte)'\r' or (byte)'\n'), ..]) plainUntil = end;
        else at = end;
    }

    private long BehindBlanks(long from)
    {
        while (true)
        {
            var piece = Encoded.Peek(from, 1);
            if (piece.IsEmpty) return from;
            var end = piece.IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (end >= 0) return from + end;
            from += piece.Length;
        }
    }
}
