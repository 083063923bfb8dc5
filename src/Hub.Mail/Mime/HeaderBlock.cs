using System.Text;

namespace Hub.Mail.Mime;

/// <summary>The header of a mail or a part being read: field by field, with what limits allow.</summary>
internal sealed class HeaderBlock(HeaderBudget budget, Defects defects)
{
    private readonly List<(string Name, ReadOnlyMemory<byte> Bytes)> fields = [];

    public int Count => fields.Count;

    /// <summary>Takes a field, unless it is beyond a limit.</summary>
    public void Add(string name, ReadOnlyMemory<byte> value)
    {
        if (value.Length > MimeLimits.HeaderLine)
        {
            defects.Add(Defects.HeaderLineTooLong);
            value = value[..MimeLimits.HeaderLine];
        }
        if (fields.Count >= MimeLimits.Headers) defects.Add(Defects.HeadersTooMany);
        else if (!budget.Take(name.Length + value.Length)) defects.Add(Defects.HeadersTooLarge);
        else fields.Add((name, value));
    }

    public IReadOnlyList<MailHeader> Done()
    {
        var type = fields.FirstOrDefault(f => f.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Bytes;
        // Raw 8-bit headers are most often in the character set of the text below them.
        var unlabelled = type.IsEmpty || fields.TrueForAll(f => System.Text.Ascii.IsValid(f.Bytes.Span)) ? null
            : Charsets.Find(ContentType.Read(Encoding.Latin1.GetString(type.Span).Replace("\r\n", "", StringComparison.Ordinal), ContentType.Plain).Charset);
        return fields.ConvertAll(f => new MailHeader(f.Name, f.Bytes, unlabelled));
    }
}

/// <summary>Octets of header fields left for one mail.</summary>
internal sealed class HeaderBudget
{
    private int left = MimeLimits.HeaderBytes;

    public bool Take(int octets)
    {
        if (octets > left)
        {
            left = 0;
            return false;
        }
        left -= octets;
        return true;
    }
}
