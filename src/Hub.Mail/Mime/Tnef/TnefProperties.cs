using System.Text;

namespace Hub.Mail.Mime.Tnef;

/// <summary>MAPI properties of a message or an attachment as MS-OXTNEF section 2.1.3.4 lays them out: those of variable length.</summary>
internal sealed class TnefProperties
{
    private const int Most = 2_000;
    private const int MostValues = 10_000;

    private readonly Dictionary<ushort, (ushort Type, MailSource Value)> values = [];
    private readonly Dictionary<(Guid Set, uint Id), ushort> named = [];

    /// <summary>Reads as far as they can be read.</summary>
    public static TnefProperties Read(TnefCursor cursor)
    {
        var properties = new TnefProperties();
        try
        {
            for (var left = Math.Min(cursor.Long(), Most); left > 0; left--) properties.ReadOne(cursor);
        }
        catch (TnefException)
        {
            // Those before it are good.
        }
        return properties;
    }

    public MailSource? Binary(ushort id) => values.GetValueOrDefault(id) is { Type: PropertyType.Binary or PropertyType.Object } found ? found.Value : null;

    /// <summary>A number of 32 bits.</summary>
    public int? Number(ushort id)
    {
        if (values.GetValueOrDefault(id) is not { Type: PropertyType.Integer32, Value: { } value }) return null;
        Span<byte> octets = stackalloc byte[4];
        return value.Read(0, octets) == 4 ? BitConverter.ToInt32(octets) : null;
    }

    /// <summary>The id by which a named property stands here; 0 where it does not.</summary>
    /// <param name="set">Its property set.</param>
    /// <param name="id">Its long id in it (PidLid…).</param>
    public ushort Named(Guid set, uint id) => named.GetValueOrDefault((set, id));

    public bool Flag(ushort id)
    {
        Span<byte> octets = stackalloc byte[2];
        return values.GetValueOrDefault(id) is { Type: PropertyType.Boolean, Value: { } value } && value.Read(0, octets) == 2 && BitConverter.ToUInt16(octets) != 0;
    }

    /// <summary>A time, in UTC.</summary>
    public DateTime? Time(ushort id)
    {
        if (values.GetValueOrDefault(id) is not { Type: PropertyType.Time, Value: { } value }) return null;
        Span<byte> octets = stackalloc byte[8];
        // Tenths of microseconds since 1601; what lies beyond 9000 means "never".
        return value.Read(0, octets) == 8 && BitConverter.ToInt64(octets) is > 0 and < 2_335_000_000_000_000_000 and var time ? DateTime.FromFileTimeUtc(time) : null;
    }

    /// <summary>Text, the first octets of it, without the NUL that ends it.</summary>
    /// <param name="id">Which.</param>
    /// <param name="page">For text that is not in UTF-16.</param>
    /// <param name="most">Octets.</param>
    public string? Text(ushort id, Encoding page, int most = 4_000)
    {
        var (type, value) = values.GetValueOrDefault(id);
        if (value is null || type is not (PropertyType.String8 or PropertyType.Unicode)) return null;
        var octets = new byte[Math.Min(value.Length, most)];
        var text = (type == PropertyType.Unicode ? Encoding.Unicode : page).GetString(octets, 0, value.Read(0, octets));
        return text.TrimEnd('\0');
    }

    private void ReadOne(TnefCursor cursor)
    {
        var (type, id) = (cursor.Word(), cursor.Word());
        if (id >= 0x8000) ReadName(cursor, id);
        var many = (type & PropertyType.Many) != 0;
        type &= PropertyType.Many - 1;
        var size = PropertyType.Size(type);
        var count = many || size == 0 ? cursor.Long() : 1;
        if (count > MostValues) throw new TnefException();
        for (uint i = 0; i < count; i++)
        {
            var length = size == 0 ? cursor.Long() : size;
            var value = cursor.Take(length);
            cursor.Pad(length);
            if (i == 0) values.TryAdd(id, (type, value));
        }
    }

    /// <summary>The name of a property above 0x8000, whose id is another in each mail (MS-OXTNEF section 2.1.3.4).</summary>
    private void ReadName(TnefCursor cursor, ushort id)
    {
        const int SetLength = 16;
        var octets = new byte[SetLength];
        cursor.Take(SetLength).Read(0, octets);
        if (cursor.Long() == 0) named.TryAdd((new(octets), cursor.Long()), id);
        else
        {
            var length = cursor.Long();
            cursor.Skip(length);
            cursor.Pad(length);
        }
    }

    /// <summary>Types of MS-OXCDATA section 2.11.1.</summary>
    private static class PropertyType
    {
        public const ushort Integer32 = 0x0003;
        public const ushort Boolean = 0x000B;
        public const ushort Object = 0x000D;
        public const ushort String8 = 0x001E;
        public const ushort Unicode = 0x001F;
        public const ushort Time = 0x0040;
        public const ushort Binary = 0x0102;
        public const ushort Many = 0x1000;

        /// <summary>Octets of a value; 0 where each says so itself.</summary>
        /// <exception cref="TnefException">There is no such type.</exception>
        public static uint Size(ushort type) => type switch
        {
            0x0002 => 2,
            Integer32 or 0x0004 or 0x000A or Boolean => 4,
            0x0005 or 0x0006 or 0x0007 or 0x0014 or Time => 8,
            0x0048 => 16,
            Object or String8 or Unicode or Binary => 0,
            0x0001 => 4,
            _ => throw new TnefException(),
        };
    }
}
