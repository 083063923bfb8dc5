using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>Sending files, and small ones to send.</summary>
public static class Uploading
{
    /// <summary>A picture of one colour.</summary>
    public static byte[] Png(int width = 3, int height = 2)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        Chunk(file, "IHDR", head);
        using var points = new MemoryStream();
        using (var packed = new ZLibStream(points, CompressionLevel.Optimal, leaveOpen: true))
            for (var y = 0; y < height; y++) packed.Write(new byte[1 + 3 * width]);
        Chunk(file, "IDAT", points.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Uploads as an agent does.</summary>
    public static Task<HttpResponseMessage> UploadAsync(this Browser browser, string name, byte[] content, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(browser);
        return SendAsync(browser, "/api/v1/files", name, content, key, ("X-XSRF-TOKEN", Uri.UnescapeDataString(browser.Cookies.GetCookies(browser.Http.BaseAddress!)["XSRF-TOKEN"]?.Value ?? "")));
    }

    public static async Task<HttpResponseMessage> SendAsync(Browser browser, string path, string name, byte[] content, string? key, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(browser);
        ArgumentNullException.ThrowIfNull(headers);
        // As browsers write it (WHATWG HTML 4.10.21.8): UTF-8, line ends and quotation marks escaped, and nothing else.
        var quoted = name.Replace("\n", "%0A", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent([.. Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{quoted}\"\r\nContent-Type: text/html\r\n\r\n"), .. content, .. "\r\n--b--\r\n"u8]),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        foreach (var (header, value) in headers) request.Headers.TryAddWithoutValidation(header, value);
        return await browser.Http.SendAsync(request);
    }

    private static void Chunk(Stream file, string type, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        file.Write(length);
        file.Write(body);
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32(body));
        file.Write(sum);
    }

    /// <summary>PNG, annex D.</summary>
    private static uint Crc32(byte[] bytes)
    {
        var sum = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            sum ^= b;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320u;
        }
        return ~sum;
    }
}
