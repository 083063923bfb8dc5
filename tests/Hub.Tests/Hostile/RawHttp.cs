using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Hub.Tests.Support;

namespace Hub.Tests.Hostile;

/// <summary>An answer as it stood on the wire.</summary>
/// <param name="Status">Of the first line.</param>
/// <param name="MediaType">Without its parameters.</param>
/// <param name="Body">Octets.</param>
/// <param name="Parts">The server closes the connection behind it.</param>
internal sealed record RawAnswer(int Status, string? MediaType, byte[] Body, bool Parts)
{
    /// <summary>Kestrel's own refusal of what is no HTTP: without a body, and it parts.</summary>
    public bool IsNoHttp => Status is 400 or 414 or 431 && Body.Length == 0 && Parts;
}

/// <summary>HTTP/1.1 by hand, so that nothing helpful stands between the hostile octets and the server. Each wait is bounded.</summary>
internal sealed class RawHttp(Uri address) : IAsyncDisposable
{
    private TcpClient? peer;
    private NetworkStream? stream;

    /// <summary>Sends, on the connection that is open or on a new one, and reads the answer.</summary>
    /// <exception cref="TimeoutException">No answer in 30 s.</exception>
    public async Task<RawAnswer> SendAsync(string method, string target, IEnumerable<(string Name, string Value)> headers, byte[]? body)
    {
        var fields = headers.ToList();
        if (!fields.Exists(f => f.Name is "Host")) fields.Insert(0, ("Host", address.Authority));
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        foreach (var (name, value) in fields) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (body is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        // One character, one octet: a header may hold any.
        byte[] request = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body ?? []];
        for (var attempt = 1; ; attempt++)
        {
            var isFresh = stream is null;
            try
            {
                return await ExchangeAsync(request, method is "HEAD").WaitAsync(Wait.Guard);
            }
            // The server may have closed an idle connection; an answer that is cut off on a fresh one is a fault.
            catch (IOException) when (!isFresh && attempt == 1)
            {
                Close();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async Task<RawAnswer> ExchangeAsync(byte[] request, bool isHead)
    {
        if (stream is null)
        {
            peer = new TcpClient { NoDelay = true };
            await peer.ConnectAsync(address.Host, address.Port);
            stream = peer.GetStream();
        }
        var sending = SendAsync(request);
        var head = await ReadHeadAsync();
        var lines = head.Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var fields = lines.Skip(1).Select(l => l.Split(':', 2)).Where(f => f.Length == 2).ToLookup(f => f[0].Trim(), f => f[1].Trim(), StringComparer.OrdinalIgnoreCase);
        byte[] body = isHead || status is 204 or 304 ? []
            : fields["Transfer-Encoding"].Any() ? await ReadChunksAsync()
            : fields["Content-Length"].FirstOrDefault() is { } length ? await ReadAsync(int.Parse(length, CultureInfo.InvariantCulture)) : [];
        await sending;
        var parts = fields["Connection"].Contains("close", StringComparer.OrdinalIgnoreCase);
        if (parts) Close();
        return new RawAnswer(status, fields["Content-Type"].FirstOrDefault()?.Split(';')[0], body, parts);
    }

    private async Task SendAsync(byte[] request)
    {
        try
        {
            await stream!.WriteAsync(request);
        }
        catch (IOException)
        {
            // It answers and closes before it has read all of what it refuses.
        }
    }

    private async Task<string> ReadHeadAsync()
    {
        var head = new List<byte>();
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray())) head.AddRange(await ReadAsync(1));
        return Encoding.Latin1.GetString([.. head]);
    }

    private async Task<byte[]> ReadChunksAsync()
    {
        var body = new MemoryStream();
        while (true)
        {
            var line = new StringBuilder();
            while (line.Length < 2 || line[^1] != '\n') line.Append((char)(await ReadAsync(1))[0]);
            var size = int.Parse(line.ToString().Trim().Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await ReadAsync(size));
            await ReadAsync(2);
            if (size == 0) return body.ToArray();
        }
    }

    private readonly byte[] buffer = new byte[64 * 1024];
    private int from, until;

    private async Task<byte[]> ReadAsync(int count)
    {
        var got = new byte[count];
        for (var at = 0; at < count;)
        {
            if (from == until)
            {
                (from, until) = (0, await stream!.ReadAsync(buffer));
                if (until == 0) throw new IOException("The server closed the connection in the middle of an answer.");
            }
            var part = Math.Min(count - at, until - from);
            buffer.AsSpan(from, part).CopyTo(got.AsSpan(at));
            (at, from) = (at + part, from + part);
        }
        return got;
    }

    private void Close()
    {
        stream?.Dispose();
        peer?.Dispose();
        (stream, peer, from, until) = (null, null, 0, 0);
    }
}
