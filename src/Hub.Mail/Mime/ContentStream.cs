namespace Hub.Mail.Mime;

/// <summary>Content being decoded while it is read, from front to back.</summary>
internal abstract class ContentStream : ForwardStream
{
    protected ContentStream(MailSource encoded) => Encoded = new(encoded);

    /// <summary>What is decoded.</summary>
    protected Window Encoded { get; }

    /// <summary>The decoded content of a part.</summary>
    /// <param name="encoding">As <see cref="TransferEncodings.Read"/> gives it; an unknown one leaves the octets as they came.</param>
    /// <param name="encoded">As it was transferred.</param>
    public static ContentStream Open(string encoding, MailSource encoded) => encoding switch
    {
        "base64" => new Base64Stream(encoded),
        "quoted-printable" => new QuotedPrintableStream(encoded),
        _ => new PlainStream(encoded),
    };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing) Encoded.Dispose();
        base.Dispose(disposing);
    }

    private sealed class PlainStream(MailSource content) : ContentStream(content)
    {
        private readonly MailSource content = content;
        private long at;

        public override int Read(Span<byte> buffer)
        {
            var count = content.Read(at, buffer);
            at += count;
            return count;
        }
    }
}
