using System.Buffers;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>Base64 of RFC 2045 section 6.8, as tolerant as that section asks: what is no base64 is passed over,
/// missing padding is no harm, and padding ends the data.</summary>
internal sealed class Base64Stream(MailSource encoded) : ContentStream(encoded)
{
    /// <summary>Octets that four digits make.</summary>
    private const int Group = 3;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);
    private static readonly sbyte[] Values = Table();

    private readonly byte[] group = new byte[Group];

    private long at;

    /// <summary>Octets of a group for a reader that asked for fewer than there are in one.</summary>
    private ReadOnlyMemory<byte> spare;

    /// <summary>Digits of six bits that do not make octets yet.</summary>
    private int bits;
    private int digits;
    private bool ended;

    /// <summary>The octets of a short text in base64.</summary>
    public static void Decode(string text, Stream target)
    {
        using var decoded = new Base64Stream(new MemorySource(Encoding.UTF8.GetBytes(text)));
        decoded.CopyTo(target, 4096);
    }

    public override int Read(Span<byte> buffer)
    {
        if (spare.IsEmpty)
        {
            if (buffer.Length >= Group) return Fill(buffer);
            spare = group.AsMemory(0, Fill(group));
        }
        var given = Math.Min(buffer.Length, spare.Length);
        spare.Span[..given].CopyTo(buffer);
        spare = spare[given..];
        return given;
    }

    private int Fill(Span<byte> buffer)
    {
        var filled = 0;
        while (!ended && buffer.Length - filled >= Group)
        {
            var piece = Encoded.Peek(at, 4);
            if (piece.IsEmpty) filled += Finish(buffer[filled..]);
            else at += Read(piece, buffer, ref filled);
        }
        return filled;
    }

    /// <summary>Decodes of a piece what there is room for.</summary>
    /// <returns>How much of the piece was used.</returns>
    private int Read(ReadOnlySpan<byte> piece, Span<byte> buffer, ref int filled)
    {
        var used = 0;
        while (used < piece.Length && buffer.Length - filled >= Group)
        {
            if (digits == 0)
            {
                var run = piece[used..].IndexOfAnyExcept(Alphabet);
                var quads = Math.Min((run < 0 ? piece.Length - used : run) / 4, (buffer.Length - filled) / 3);
                if (quads > 0)
                {
                    System.Buffers.Text.Base64.DecodeFromUtf8(piece.Slice(used, quads * 4), buffer[filled..], out var read, out var written, isFinalBlock: false);
                    used += read;
                    filled += written;
                    if (read > 0) continue;
                }
            }
            var octet = piece[used++];
            // A leading '=' is a stray escape; after data it ends them: what follows is a list's footer, not content.
            if (octet == '=' && digits > 1)
            {
                filled += Finish(buffer[filled..]);
                return used;
            }
            var value = Values[octet];
            if (value < 0) continue;
            bits = bits << 6 | (byte)value;
            if (++digits < 4) continue;
            buffer[filled++] = (byte)(bits >> 16);
            buffer[filled++] = (byte)(bits >> 8);
            buffer[filled++] = (byte)bits;
            (bits, digits) = (0, 0);
        }
        return used;
    }

    /// <summary>The octets of an incomplete last group.</summary>
    private int Finish(Span<byte> buffer)
    {
        ended = true;
        var count = Math.Max(0, digits - 1);
        if (count > 0) buffer[0] = (byte)(bits >> (digits == 2 ? 4 : 10));
        if (count > 1) buffer[1] = (byte)(bits >> 2);
        return count;
    }

    private static sbyte[] Table()
    {
        var table = new sbyte[256];
        Array.Fill(table, (sbyte)-1);
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (var i = 0; i < Digits.Length; i++) table[Digits[i]] = (sbyte)i;
        return table;
    }
}
