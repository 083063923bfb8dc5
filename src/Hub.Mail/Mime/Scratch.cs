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
        var room = InMemory - smallSize;
        var head = new byte[Math.Min(room, 16 * 1024) + 1];
        var count = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (count < head.Length)
        {
            smallSize += count;
            return new MemorySource(head.AsMemory(0, count));
        }
        file ??= TemporaryFile.Create(Path.GetTempPath());
        var start = fileSize;
        file.Position = start;
        var buffer = head;
        while (count > 0)
        {
            fileSize += count;
            if (fileSize > MimeLimits.Scratch) return null;
            file.Write(buffer, 0, count);
            if (buffer.Length < Window.Size) buffer = new byte[Window.Size];
            count = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        file.Flush();
        return MailSource.Of(file).Slice(start, fileSize);
    }

    public void Dispose() => file?.Dispose();
}
