using System.Buffers;

namespace Hub.Mail.Mime;

/// <summary>A piece of a source that slides over it, so that whoever reads it from front to back sees spans and holds little.</summary>
internal sealed class Window : IDisposable
{
    /// <summary>Octets that are held.</summary>
    public const int Size = 64 * 1024;

    /// <summary>What stays in front of the place that was asked for: the line end before a boundary is looked at once more.</summary>
    private const int Behind = 16;

    private readonly MailSource source;
    private readonly ReadOnlyMemory<byte>? whole;
    private byte[]? buffer;
    private long start;
    private int count;

    public Window(MailSource source) => (this.source, whole, Length) = (source, source.Memory, source.Length);

    /// <summary>Of the source.</summary>
    public long Length { get; }

    /// <summary>Octets from a place on: as many as asked for, or more; fewer only at the end. Good until the next call.</summary>
    public ReadOnlySpan<byte> Peek(long at, int least)
    {
        if (whole is { } memory) return memory.Span[(int)Math.Min(at, Length)..];
        var held = at - start;
        if (held < 0 || held + Math.Min(least, Length - at) > count) held = Slide(at, least);
        return buffer.AsSpan((int)held, count - (int)held);
    }

    /// <summary>The octet at a place before the end.</summary>
    public byte At(long at) => Peek(at, 1)[0];

    /// <summary>A copy, or where it is in memory anyway the octets themselves.</summary>
    public ReadOnlyMemory<byte> Take(long at, int length)
    {
        if (whole is { } memory) return memory.Slice((int)at, length);
        var copy = new byte[length];
        for (var done = 0; done < length;)
        {
            var piece = Peek(at + done, 1);
            if (piece.IsEmpty) return copy.AsMemory(0, done);
            if (piece.Length > length - done) piece = piece[..(length - done)];
            piece.CopyTo(copy.AsSpan(done));
            done += piece.Length;
        }
        return copy;
    }

    public void Dispose()
    {
        if (buffer is null) return;
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, count) = (null, 0);
    }

    private long Slide(long at, int least)
    {
        var from = Math.Max(0, at - Behind);
        var size = (int)Math.Min(Math.Max(Size, least + Behind), Length - from);
        var old = buffer;
        if (buffer is null || buffer.Length < size) buffer = ArrayPool<byte>.Shared.Rent(size);
        // What is held already need not be read again.
        var kept = old is null || from < start || from >= start + count ? 0 : (int)(start + count - from);
        if (kept > 0) old.AsSpan((int)(from - start), kept).CopyTo(buffer);
        if (old is not null && old != buffer) ArrayPool<byte>.Shared.Return(old);
        size = Math.Max(size, kept);
        count = kept + source.Read(from + kept, buffer.AsSpan(kept, size - kept));
        start = from;
        return at - from;
    }
}
