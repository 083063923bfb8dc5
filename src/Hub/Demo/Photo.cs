using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Hub.Demo;

/// <summary>What customers send along: a picture of a cracked shade, a curriculum vitae.</summary>
internal static class Photo
{
    private const int Width = 300;
    private const int Height = 400;

    /// <param name="what"><c>cv</c>; none: a photograph.</param>
    /// <param name="dice">No two are alike.</param>
    public static Attachment Of(string? what, Dice dice) => what is "cv"
        ? new("CV.pdf", "application/pdf", Pdf("Curriculum vitae"))
        : new($"IMG_{2000 + dice.Next(7000)}.png", "image/png", Png(Draw(dice)));

    /// <summary>A lamp's shade before a wall, with a crack: rows of RGB.</summary>
    private static byte[] Draw(Dice dice)
    {
        var rows = new byte[Height * (1 + (Width * 3))];
        var (warm, lean, bright) = (dice.Next(30), (dice.Next() - 0.5) * 0.3, 0.75 + (dice.Next() * 0.3));
        var crack = Crack(dice);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var (dx, dy) = (x - 150 - (lean * (y - 200)), y - 150.0);
                var half = 52 + (0.36 * (y - 60));
                var shade = y is > 60 and < 250 && Math.Abs(dx) < half;
                var stand = y is >= 250 and < 372 && Math.Abs(dx) < 5;
                var foot = y is >= 366 and < 380 && Math.Abs(dx) < 60;
                var glow = Math.Exp(-((dx * dx) + (dy * dy)) / 26_000);
                var light = (shade ? 0.80 + (0.25 * glow) : stand || foot ? 0.22 : 0.42 + (0.35 * glow) - (y > 350 ? 0.12 : 0)) * bright;
                if (shade && Math.Abs(x - crack[y]) < 1.6) light *= 0.35;
                var at = (y * (1 + (Width * 3))) + 1 + (x * 3);
                rows[at] = Level(light * (235 + warm));
                rows[at + 1] = Level(light * (222 + (warm / 2)));
                rows[at + 2] = Level(light * 196);
            }
        return rows;
    }

    private static double[] Crack(Dice dice)
    {
        var crack = new double[Height];
        var (x, drift) = (120.0 + dice.Next(60), 0.0);
        for (var y = 0; y < Height; y++)
        {
            if (dice.Chance(0.15)) drift = (dice.Next() - 0.5) * 4;
            crack[y] = x += drift;
        }
        return crack;
    }

    private static byte Level(double value) => (byte)Math.Clamp(value, 0, 255);

    /// <summary>PNG (ISO 15948), eight bits of red, green and blue.</summary>
    private static byte[] Png(byte[] rows)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (8, 2);
        Chunk(png, "IHDR", header);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(rows);
        Chunk(png, "IDAT", data.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFF_FFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320u : crc >> 1;
        }
        return ~crc;
    }

    /// <summary>A page with a title.</summary>
    private static byte[] Pdf(string title)
    {
        var stream = $"BT /F1 20 Tf 72 760 Td ({title}) Tj ET";
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
            $"<</Length {stream.Length}>>stream\n{stream}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(pdf.Length);
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1} 0 obj{objects[i]}endobj\n");
        }
        var table = pdf.Length;
        pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places) pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }
}
