using System.Buffers.Binary;

namespace Hub.Mail.Mime.Tnef;

/// <summary>Reads little-endian values of a source one after the other, up to a place.</summary>
internal sealed class TnefCursor(MailSource source, long start, long end)
{
    private readonly long end = Math.Min(end, source.Length);

    public long At { get; private set; } = start;

    public long Left => end - At;

    public MailSource Source => source;

    /// <exception cref="TnefException">There is no more.</exception>
    public ushort Word()
    {
        Span<byte> octets = stackalloc byte[2];
        Fill(octets);
        return BinaryPrimitives.ReadUInt16LittleEndian(octets);
    }

    /// <exception cref="TnefException">There is no more.</exception>
    public uint Long()
    {
        Span<byte> octets = stackalloc byte[4];
        Fill(octets);
        return BinaryPrimitives.ReadUInt32LittleEndian(octets);
    }

    /// <summary>So many octets from here, as a source of their own.</summary>
    /// <exception cref="TnefException">There are not so many.</exception>
    public MailSource Take(long length)
    {
        var from = At;
        Skip(length);
        return source.Slice(from, At);
    }

    /// <exception cref="TnefException">There are not so many.</exception>
    public void Skip(long length)
    {
        if (length > Left) throw new TnefException();
        At += length;
    }

    /// <summary>Values of any length stand in whole groups of four octets.</summary>
    public void Pad(long length) => At = Math.Min(end, At + ((4 - (length & 3)) & 3));

    private void Fill(Span<byte> octets)
    {
        if (Left < octets.Length || source.Read(At, octets) < octets.Length) throw new TnefException();
        At += octets.Length;
    }
}

#pragma warning disable CA1032, CA1064 // Never leaves the reader of TNEF.
/// <summary>This is no TNEF, or it was cut.</summary>
internal sealed class TnefException : Exception;
#pragma warning restore CA1032, CA1064
