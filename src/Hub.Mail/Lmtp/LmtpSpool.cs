namespace Hub.Mail.Lmtp;

/// <summary>Where a mail lies while it comes in: in memory while it is small, then in a file that nobody else may read and that goes with it.</summary>
internal sealed class LmtpSpool(string folder, long limit) : IAsyncDisposable
{
    private const int InMemory = 64 * 1024;
    private Stream? kept = new MemoryStream();

    /// <summary>Octets that came, kept or not.</summary>
    public long Size { get; private set; }

    /// <summary>More came than may be; none is kept.</summary>
    public bool IsOver => Size > limit;

    /// <summary>Why nothing could be kept: the disk is full, the folder is gone.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The whole mail from its first octet.</summary>
    public Stream Content
    {
        get
        {
            var content = kept ?? throw new InvalidOperationException("Nothing was kept of this mail.");
            content.Position = 0;
            return content;
        }
    }

    /// <summary>Keeps a piece. Never fails: the peer's octets must be read to their end before it can be told anything.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> piece, CancellationToken ct)
    {
        Size += piece.Length;
        if (kept is null) return;
        if (IsOver)
        {
            await ForgetAsync();
            return;
        }
        try
        {
            if (kept is MemoryStream memory && Size > InMemory)
            {
                var file = TemporaryFile.Create(folder);
                kept = file;
                await file.WriteAsync(memory.GetBuffer().AsMemory(0, (int)memory.Length), ct);
            }
            await kept.WriteAsync(piece, ct);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure = failure;
            await ForgetAsync();
        }
    }

    /// <summary>What a file buffers is written, so that a full disk shows itself here and not under the receiver's hands.</summary>
    public async ValueTask FinishAsync(CancellationToken ct)
    {
        try
        {
            if (kept is not null) await kept.FlushAsync(ct);
        }
        catch (IOException failure)
        {
            Failure = failure;
            await ForgetAsync();
        }
    }

    public ValueTask DisposeAsync() => ForgetAsync();

    private async ValueTask ForgetAsync()
    {
        var old = kept;
        kept = null;
        try
        {
            if (old is not null) await old.DisposeAsync();
        }
        catch (IOException failure)
        {
            // Its buffer did not fit on the disk any more.
            Failure ??= failure;
        }
    }
}
