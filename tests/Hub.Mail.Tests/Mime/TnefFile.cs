using System.Text;

namespace Hub.Mail.Tests.Mime;

/// <summary>Writes <c>winmail.dat</c> as MS-OXTNEF lays it out.</summary>
internal sealed class TnefFile
{
    private readonly List<byte> octets = [];

    public TnefFile() => Write(0x223E9F78u).Write((ushort)1);

    public TnefFile Attribute(byte level, uint id, byte[] value)
    {
        octets.Add(level);
        Write(id).Write((uint)value.Length);
        octets.AddRange(value);
        return Write((ushort)value.Sum(b => b));
    }

    /// <summary>Properties of the message.</summary>
    public TnefFile Message(params byte[][] properties) => Attribute(1, 0x00069003, Properties(properties));

    public TnefFile File(string title, byte[]? data, params byte[][] properties)
    {
        Attribute(2, 0x00069002, new byte[14]).Attribute(2, 0x00018010, Encoding.Latin1.GetBytes(title + "\0"));
        if (data is not null) Attribute(2, 0x0006800F, data);
        return properties.Length == 0 ? this : Attribute(2, 0x00069005, Properties(properties));
    }

    public byte[] ToArray() => [.. octets];

    public static byte[] Number(ushort id, int value) => [3, 0, (byte)id, (byte)(id >> 8), .. BitConverter.GetBytes(value)];

    /// <summary>A property of a set, whose own id is any above 0x8000.</summary>
    public static byte[] Named(ushort id, Guid set, int name, ushort type, byte[] value) =>
        [(byte)type, (byte)(type >> 8), (byte)id, (byte)(id >> 8), .. set.ToByteArray(), 0, 0, 0, 0, .. BitConverter.GetBytes(name),
            .. type == 0x1F ? [1, 0, 0, 0, .. BitConverter.GetBytes(value.Length)] : (byte[])[], .. value, .. new byte[(4 - (value.Length & 3)) & 3]];

    public static byte[] Unicode(ushort id, string text) => Value(0x1F, id, Encoding.Unicode.GetBytes(text + "\0"));

    public static byte[] Ansi(ushort id, byte[] text) => Value(0x1E, id, [.. text, 0]);

    public static byte[] Binary(ushort id, byte[] value) => Value(0x102, id, value);

    public static byte[] Object(ushort id, byte[] value) => Value(0x0D, id, value);

    /// <summary>A property under a name, one with many values, and some of fixed length: what stands between those that are read.</summary>
    public static byte[][] Others =>
    [
        [0x1F, 0, 0, 0x80, .. new byte[16], 1, 0, 0, 0, 6, 0, 0, 0, (byte)'a', 0, (byte)'b', 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, (byte)'x', 0, 0, 0],
        [3, 0, 1, 0x80, .. new byte[16], 0, 0, 0, 0, 1, 2, 3, 4, 9, 9, 9, 9],
        [3, 0x10, 1, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0],
        [2, 0, 2, 0, 7, 0, 0, 0],
        [0x40, 0, 3, 0, .. new byte[8]],
        [0x48, 0, 4, 0, .. new byte[16]],
    ];

    /// <summary>Compressed as MS-OXRTFCP asks, without any repetition found.</summary>
    public static byte[] Rtf(string rtf)
    {
        var raw = Encoding.ASCII.GetBytes(rtf);
        var data = new MemoryStream();
        foreach (var run in raw.Chunk(8))
        {
            data.WriteByte(0);
            data.Write(run);
        }
        return [.. BitConverter.GetBytes((uint)data.Length + 12), .. BitConverter.GetBytes((uint)raw.Length), .. BitConverter.GetBytes(0x75465A4Cu), 0, 0, 0, 0, .. data.ToArray()];
    }

    private static byte[] Properties(byte[][] properties) => [.. BitConverter.GetBytes(properties.Length), .. properties.SelectMany(p => p)];

    private static byte[] Value(int type, ushort id, byte[] value) =>
        [(byte)type, (byte)(type >> 8), (byte)id, (byte)(id >> 8), 1, 0, 0, 0, .. BitConverter.GetBytes(value.Length), .. value, .. new byte[(4 - (value.Length & 3)) & 3]];

    private TnefFile Write(uint value)
    {
        octets.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    private TnefFile Write(ushort value)
    {
        octets.Add((byte)value);
        octets.Add((byte)(value >> 8));
        return this;
    }
}
