using System.Buffers.Binary;
using System.Text;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>BinHex 4.0 (RFC 1741), as programs of the Macintosh sent files.</summary>
public sealed class BinHexTests
{
    private const string Letters = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";

    [Fact]
    public void A_file_comes_out_with_its_name()
    {
        byte[] data = [.. "A report."u8, 0x90, .. Enumerable.Repeat((byte)7, 300), 0x90, 0x90, 1, 255];
        var file = Assert.Single(Read(File("Grüße.pdf", data)).Attachments);
        Assert.Equal(("Grüße.pdf", "application/pdf"), (file.FileName, file.ContentType.MediaType));
        Assert.Equal(data, file.Decode());
    }

    [Fact]
    public void A_file_beside_a_text_comes_out()
    {
        var mail = Mails.Read($"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\nContent-Type: application/mac-binhex40; name=\"a.txt.hqx\"\n\n{Encode(File("a.txt", "words"u8.ToArray()))}\n--b--\n");
        Assert.Equal("Hello", mail.TextBody);
        Assert.Equal(("a.txt", "words"), (Assert.Single(mail.Attachments).FileName, mail.Attachments[0].Text()));
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "cut", File("a.pdf", new byte[100])[..60] },
        { "longer than it is", [.. File("a.pdf", "x"u8.ToArray())[..^30], 1] },
        { "without a name", File("", "x"u8.ToArray()) },
        { "of no length", File("a.pdf", []) },
        { "of two gigabytes", [.. File("a.pdf", [])[..16], 0x7F, 255, 255, 255, 0, 0, 0, 0, 0, 0, 7, 0x90, 255] },
        { "empty", [] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_one_stays_as_it_came(string what, byte[] file)
    {
        var kept = Assert.Single(Read(file, escape: false).Attachments);
        Assert.True(kept.ContentType.Is("application/mac-binhex40"), what);
        Assert.StartsWith("(This file", kept.Text(), StringComparison.Ordinal);
    }

    private static ReceivedMail Read(byte[] file, bool escape = true) => Mails.Read("Subject: x\nContent-Type: application/mac-binhex40\n\n" + Encode(file, escape));

    /// <summary>Header, data, and a second fork of four octets.</summary>
    private static byte[] File(string name, byte[] data)
    {
        var mac = CodePagesEncodingProvider.Instance.GetEncoding(10000)!.GetBytes(name);
        var lengths = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(lengths, (uint)data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(lengths.AsSpan(4), 4);
        return [(byte)mac.Length, .. mac, 0, .. "TEXTttxt"u8, 0, 0, .. lengths, 1, 2, .. data, 3, 4, 9, 9, 9, 9, 5, 6];
    }

    /// <summary>Runs of more than three written short, then six bits a letter, 64 letters a line.</summary>
    private static string Encode(byte[] file, bool escape = true)
    {
        List<byte> octets = [];
        for (var i = 0; i < file.Length;)
        {
            var run = 1;
            while (escape && i + run < file.Length && run < 255 && file[i + run] == file[i]) run++;
            octets.Add(file[i]);
            if (escape && file[i] == 0x90) octets.Add(0);
            if (run > 3) octets.AddRange([0x90, (byte)run]);
            i += run > 3 ? run : 1;
        }
        var text = new StringBuilder("(This file must be converted with BinHex 4.0)\n\n:");
        for (var bit = 0; bit < octets.Count * 8; bit += 6)
        {
            var pair = octets[bit / 8] << 8 | (bit / 8 + 1 < octets.Count ? octets[(bit / 8) + 1] : 0);
            text.Append(Letters[pair >> (10 - (bit % 8)) & 63]);
            if (bit % 384 == 378) text.Append('\n');
        }
        return text.Append(":\n").ToString();
    }
}
