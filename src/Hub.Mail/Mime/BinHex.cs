using System.Buffers.Binary;

namespace Hub.Mail.Mime;

/// <summary>BinHex 4.0 (RFC 1741): a file of a Macintosh with its name, written in letters. What only that system reads of it is left out.</summary>
internal static class BinHex
{
    /// <summary>Behind the name: version, type, creator, flags, both lengths, checksum.</summary>
    private const int Header = 1 + 4 + 4 + 2 + 4 + 4 + 2;
    private const int LongestName = 63;

    /// <summary>Octets of a file; runs of one octet make it up to a hundred times as long as it was sent.</summary>
    private const int Most = 64 * 1024 * 1024;

    /// <returns>The file; none where it cannot be read whole: then it stays as it came.</returns>
    public static Container? Open(MimePart part, MailContext context)
    {
        if (part.Decoded() is not { } encoded) return null;
        using var content = new BinHexStream(encoded);
        Span<byte> head = stackalloc byte[LongestName + Header];
        if (content.ReadAtLeast(head[..1], 1, throwOnEndOfStream: false) == 0 || head[0] is 0 or > LongestName) return null;
        head = head[..(head[0] + Header)];
        if (content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || head[^Header] != 0) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(head[^10..]);
        if (length is 0 or > Most) return null;
        content.Left = (int)length;
        if (context.Scratch.Keep(content) is not { } file || file.Length < length) return null;
        var name = Charsets.Decode(head[..^Header], "macintosh", mayGuess: false);
        return new() { Files = [new(part, MediaTypes.OfName(name), name, file)] };
    }
}

/// <summary>What stands between the two colons of BinHex 4.0, decoded, its runs written out.</summary>
internal sealed class BinHexStream(MailSource encoded) : ContentStream(encoded)
{
    private const byte Run = 0x90;

    private static readonly byte[] Values = Table("!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"u8);

    private long at = Start(encoded);
    private int bits, held, repeat;
    private byte last;

    /// <summary>Octets still to be read.</summary>
    public int Left { get; set; } = int.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        for (; count < buffer.Length && Left > 0 && Next() is >= 0 and var octet; count++, Left--) buffer[count] = (byte)octet;
        return count;
    }

    private int Next()
    {
        while (repeat == 0)
        {
            var octet = Octet();
            if (octet != Run) return octet < 0 ? -1 : last = (byte)octet;
            var times = Octet();
            if (times <= 0) return times < 0 ? -1 : last = Run; // the mark itself
            repeat = times - 1;
        }
        repeat--;
        return last;
    }

    /// <summary>Eight bits of six each; -1 at the end.</summary>
    private int Octet()
    {
        while (held < 8)
        {
            if (at >= Encoded.Length || Encoded.At(at++) is var letter && letter == ':') return End();
            if (Values[letter] is < 64 and var value) (bits, held) = (bits << 6 | value, held + 6);
            else if (letter > ' ') return End();
        }
        held -= 8;
        return bits >> held & 0xFF;
    }

    private int End()
    {
        at = Encoded.Length;
        return -1;
    }

    /// <summary>Behind the first colon that begins a line; the end where there is none.</summary>
    private static long Start(MailSource encoded)
    {
        const int Preamble = 8192;
        using var window = new Window(encoded);
        var isLine = true;
        for (long i = 0; i < Math.Min(window.Length, Preamble); i++)
        {
            var octet = window.At(i);
            if (octet == ':' && isLine) return i + 1;
            isLine = octet is (byte)'\n' or (byte)'\r';
        }
        return window.Length;
    }

    private static byte[] Table(ReadOnlySpan<byte> letters)
    {
        var values = new byte[256];
        values.AsSpan().Fill(byte.MaxValue);
        for (byte i = 0; i < letters.Length; i++) values[letters[i]] = i;
        return values;
    }
}
