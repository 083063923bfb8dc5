namespace Hub.Mail.Tests.Mime;

/// <summary>A mail of any size that is nowhere: a beginning, something repeated, an end. Counts what is read of it.</summary>
internal sealed class RepeatedStream : Stream
{
    private readonly byte[] head;
    private readonly byte[] middle;
    private readonly int period;
    private readonly long length;
    private readonly byte[] tail;

    public RepeatedStream(string head, string repeated, long length, string tail)
    {
        (this.head, this.tail, this.length) = (Latin1(head), Latin1(tail), length);
        period = repeated.Length;
        middle = Latin1(string.Concat(Enumerable.Repeat(repeated, 1 + (64 * 1024 / period) + 1)));
    }

    /// <summary>Octets read, those read again too.</summary>
    public long Reads { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => head.Length + length + tail.Length;
    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var at = Position;
        ReadOnlySpan<byte> piece = at < head.Length ? head.AsSpan((int)at)
            : at < head.Length + length ? Middle(at - head.Length)
            : at < Length ? tail.AsSpan((int)(at - head.Length - length)) : [];
        if (piece.Length > buffer.Length) piece = piece[..buffer.Length];
        piece.CopyTo(buffer);
        Position += piece.Length;
        Reads += piece.Length;
        return piece.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ReadOnlySpan<byte> Middle(long at)
    {
        var piece = middle.AsSpan((int)(at % period));
        return piece.Length > length - at ? piece[..(int)(length - at)] : piece;
    }

    private static byte[] Latin1(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
