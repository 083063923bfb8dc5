using System.Text;

namespace Hub.Mail.Mime.Tnef;

/// <summary>Compressed RTF, MS-OXRTFCP: a dictionary of 4,096 octets that begins with what every RTF has.</summary>
internal static class RtfCompression
{
    private const uint Compressed = 0x75465A4C;
    private const uint Stored = 0x414C454D;
    private const int Header = 16;
    private const int Dictionary = 4096;

    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes(
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx");

    /// <summary>The RTF, as far as it goes and up to <see cref="MimeLimits.Rtf"/>; none where this is no compressed RTF.</summary>
    public static byte[]? Decompress(MailSource source)
    {
        var octets = new byte[Math.Min(source.Length, MimeLimits.Rtf)];
        var length = source.Read(0, octets);
        if (length < Header) return null;
        var raw = Math.Min(BitConverter.ToUInt32(octets, 4), MimeLimits.Rtf);
        return BitConverter.ToUInt32(octets, 8) switch
        {
            Stored => octets.AsSpan(Header, (int)Math.Min(raw, length - Header)).ToArray(),
            Compressed => Decompress(octets.AsSpan(Header, length - Header), (int)raw),
            _ => null,
        };
    }

    private static byte[] Decompress(ReadOnlySpan<byte> input, int raw)
    {
        var dictionary = new byte[Dictionary];
        Prefix.CopyTo(dictionary, 0);
        var write = Prefix.Length;
        var output = new MemoryStream();
        var at = 0;
        while (at < input.Length && output.Length < raw)
        {
            var control = input[at++];
            for (var bit = 0; bit < 8 && at < input.Length && output.Length < raw; bit++)
            {
                if ((control >> bit & 1) == 0)
                {
                    Put(input[at++]);
                    continue;
                }
                if (at + 1 >= input.Length) return output.ToArray();
                var reference = input[at] << 8 | input[at + 1];
                at += 2;
                var offset = reference >> 4;
                if (offset == write) return output.ToArray(); // the end mark
                for (var i = (reference & 15) + 2; i > 0 && output.Length < raw; i--)
                {
                    Put(dictionary[offset]);
                    offset = (offset + 1) % Dictionary;
                }
            }
        }
        return output.ToArray();

        void Put(byte octet)
        {
            output.WriteByte(octet);
            dictionary[write] = octet;
            write = (write + 1) % Dictionary;
        }
    }
}
