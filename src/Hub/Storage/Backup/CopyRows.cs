using System.Buffers.Binary;

namespace Hub.Storage.Backup;

/// <summary>Counts the rows of a binary COPY stream as it flows past, and knows whether it has ended.</summary>
/// <remarks>PostgreSQL documentation, COPY, "Binary Format": signature, flags, header extension; per row a 16-bit count of fields and each field with a 32-bit length; -1 ends it.</remarks>
internal sealed class CopyRows
{
    private const int HeaderSize = 19;

    private static readonly byte[] signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0];

    private readonly byte[] pending = new byte[HeaderSize];
    private Part part = Part.Header;
    private int have;
    private int fields;
    private long skip;

    private enum Part
    {
        Header,
        FieldCount,
        FieldLength,
        End,
    }

    /// <summary>Rows whose beginning has passed.</summary>
    public long Count { get; private set; }

    /// <summary>True once the end mark has passed.</summary>
    public bool IsWhole => part is Part.End;

    /// <exception cref="InvalidDataException">This is not binary COPY.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (skip > 0)
            {
                var passed = (int)Math.Min(skip, bytes.Length);
                skip -= passed;
                bytes = bytes[passed..];
                continue;
            }
            var need = part switch
            {
                Part.Header => HeaderSize,
                Part.FieldCount => sizeof(short),
                Part.FieldLength => sizeof(int),
                Part.End => throw new InvalidDataException("Bytes follow the end of a table."),
            };
            var taken = Math.Min(need - have, bytes.Length);
            bytes[..taken].CopyTo(pending.AsSpan(have));
            bytes = bytes[taken..];
            have += taken;
            if (have < need) return;
            have = 0;
            Step();
        }
    }

    private void Step()
    {
        switch (part)
        {
            case Part.Header:
                if (!pending.AsSpan(0, signature.Length).SequenceEqual(signature)) throw new InvalidDataException("A table does not begin as binary COPY does.");
                skip = Length(BinaryPrimitives.ReadInt32BigEndian(pending.AsSpan(15)));
                part = Part.FieldCount;
                break;
            case Part.FieldCount:
                fields = BinaryPrimitives.ReadInt16BigEndian(pending);
                if (fields == -1)
                {
                    part = Part.End;
                    break;
                }
                Count++;
                if (Length(fields) > 0) part = Part.FieldLength;
                break;
            case Part.FieldLength:
                var length = BinaryPrimitives.ReadInt32BigEndian(pending);
                // -1 is null.
                if (length != -1) skip = Length(length);
                if (--fields == 0) part = Part.FieldCount;
                break;
            case Part.End:
                break;
        }
    }

    private static int Length(int value) => value >= 0 ? value : throw new InvalidDataException("A table holds a length below zero.");
}
