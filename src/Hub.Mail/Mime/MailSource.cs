using System.Buffers;

namespace Hub.Mail.Mime;

/// <summary>Octets that can be read from any place, again and again: a mail, or something decoded out of one.</summary>
internal abstract class MailSource
{
    public abstract long Length { get; }

    /// <summary>Reads from a place, as far as there is room and something to read.</summary>
    public abstract int Read(long at, Span<byte> target);

    /// <summary>All of it, where it is in memory anyway.</summary>
    public virtual ReadOnlyMemory<byte>? Memory => null;

    /// <summary>What a stream holds from its first octet; it must stay open and be used by nobody else meanwhile.</summary>
    public static MailSource Of(Stream content)
    {
        if (content is MemoryStream memory && memory.TryGetBuffer(out var buffer)) return new MemorySource(buffer);
        if (!content.CanSeek) throw new ArgumentException("A mail is read from a stream in which one can seek.", nameof(content));
        return new StreamSource(content);
    }

    /// <summary>A part of it.</summary>
    public MailSource Slice(long start, long end) => Memory is { } memory ? new MemorySource(memory[(int)start..(int)end]) : new SliceSource(this, start, end);

    /// <summary>Whether an octet is anywhere in it.</summary>
    public bool Contains(byte octet)
    {
        if (Memory is { } memory) return memory.Span.Contains(octet);
        var buffer = ArrayPool<byte>.Shared.Rent(Window.Size);
        try
        {
            for (long at = 0; Read(at, buffer.AsSpan(0, Window.Size)) is > 0 and var count; at += count)
                if (buffer.AsSpan(0, count).Contains(octet)) return true;
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class StreamSource(Stream content) : MailSource
    {
        public override long Length { get; } = content.Length;

        public override int Read(long at, Span<byte> target)
        {
            if (at >= Length) return 0;
            if (content.Position != at) content.Position = at;
            return content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
    }

    private sealed class SliceSource(MailSource whole, long start, long end) : MailSource
    {
        public override long Length => end - start;

        public override int Read(long at, Span<byte> target) =>
            at >= Length ? 0 : whole.Read(start + at, target[..(int)Math.Min(target.Length, Length - at)]);
    }
}

/// <summary>Octets in memory.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> octets) : MailSource
{
    public override long Length => octets.Length;

    public override ReadOnlyMemory<byte>? Memory => octets;

    public override int Read(long at, Span<byte> target)
    {
        if (at >= octets.Length) return 0;
        var piece = octets.Span[(int)at..];
        if (piece.Length > target.Length) piece = piece[..target.Length];
        piece.CopyTo(target);
        return piece.Length;
    }
}
