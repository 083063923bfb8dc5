using System.Buffers.Binary;
using System.Text;

namespace Hub.Tests.Operations;

/// <summary>A protobuf message read by field numbers (protobuf.dev/programming-guides/encoding), as far as OTLP needs it.</summary>
public sealed class Protobuf
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> fields = [];

    public Protobuf(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(((int)(tag >> 3), Varint(ref message), default));
                    break;
                case 1:
                    fields.Add(((int)(tag >> 3), BinaryPrimitives.ReadUInt64LittleEndian(message.Span), default));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add(((int)(tag >> 3), 0, message[..length]));
                    message = message[length..];
                    break;
                case 5:
                    fields.Add(((int)(tag >> 3), BinaryPrimitives.ReadUInt32LittleEndian(message.Span), default));
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7}");
            }
        }
    }

    public bool Has(int field) => fields.Any(f => f.Field == field);

    public IEnumerable<Protobuf> All(int field) => fields.Where(f => f.Field == field).Select(f => new Protobuf(f.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(fields.FirstOrDefault(f => f.Field == field).Bytes.Span);

    public long Whole(int field) => (long)fields.FirstOrDefault(f => f.Field == field).Number;

    public double Real(int field) => BitConverter.UInt64BitsToDouble(fields.FirstOrDefault(f => f.Field == field).Number);

    /// <summary>Attributes: <c>KeyValue { key = 1, AnyValue value = 2 { string = 1, bool = 2, int = 3, double = 4 } }</c>, as <c>key=value</c>.</summary>
    public string[] Attributes(int field) => [.. All(field).Select(pair =>
    {
        var value = pair.All(2).Single();
        return $"{pair.Text(1)}={(value.Has(1) ? value.Text(1) : value.Has(4) ? value.Real(4) : value.Whole(value.Has(3) ? 3 : 2))}";
    })];

    private static ulong Varint(ref ReadOnlyMemory<byte> from)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = from.Span[0];
            from = from[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
