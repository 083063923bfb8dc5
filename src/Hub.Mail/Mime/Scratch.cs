using System.Buffers;

namespace Hub.Mail.Mime;

/// <summary>What had to be decoded out of a mail to be read further, such as a mail in base64 within it: in memory while it
/// is small, then in one file that goes with this.</summary>
internal sealed class Scratch : IDisposable
{
    private const int InMemory = 256 * 1024;

    private int smallSize;
    private FileStream? file;
    private long fileSize;

    /// <summary>Keeps content.</summary>
    /// <returns>The same to be read from any place; none where it is more than one mail may have here.</returns>
    public MailSource? Keep(Stream content)
    {
        var most = Math.Min(InMemory - smallSize, Window.Size);
        var buffer = ArrayPool<byte>.Shared.Rent(Window.Size + 1);
        try
        {
            var count = content.ReadAtLeast(buffer.AsSpan(0, most + 1), most + 1, throwOnEndOfStream: false);
            if (count > most) return Write(content, buffer, count);
            smallSize += count;
            return new MemorySource(buffer.AsSpan(0, count).ToArray());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private MailSource? Write(Stream content, byte[] buffer, int count)
    {
        file ??= TemporaryFile.Create(Path.GetTempPath());
        var start = fileSize;
        file.Position = start;
        while (count > 0)
        {
            fileSize += count;
            if (fileSize > MimeLimits.Scratch) return null;
            file.Write(buffer, 0, count);
            count = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        file.Flush();
        return MailSource.Of(file).Slice(start, fileSize);
    }

    public void Dispose() => file?.Dispose();
}
