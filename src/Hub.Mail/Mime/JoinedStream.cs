namespace Hub.Mail.Mime;

/// <summary>Several sources read one after the other.</summary>
internal sealed class JoinedStream(IReadOnlyList<MailSource> sources) : ContentStream(new MemorySource(default))
{
    private int index;
    private long at;

    public override int Read(Span<byte> buffer)
    {
        while (index < sources.Count)
        {
            var count = sources[index].Read(at, buffer);
            at += count;
            if (count > 0 || buffer.IsEmpty) return count;
            (index, at) = (index + 1, 0);
        }
        return 0;
    }
}
