using System.Text;

namespace Hub.Mail.Mime;

/// <summary>The header of a mail or a part being read: field by field, with what limits allow.</summary>
internal sealed class HeaderBlock(Window window, HeaderBudget budget, MailContext context)
{
    private readonly List<(string Name, ReadOnlyMemory<byte> Bytes)> fields = [];
    private readonly Defects defects = context.Defects;

    public int Count => fields.Count;

    /// <summary>Takes no more, whatever it is.</summary>
    public bool IsFull => fields.Count >= MimeLimits.Headers || budget.IsSpent;

    /// <summary>Takes a field, unless it is beyond a limit.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="start">Where its value begins in the mail.</param>
    /// <param name="end">Where that ends.</param>
    public void Add(string name, long start, long end)
    {
        var length = (int)Math.Min(end - start, MimeLimits.HeaderLine);
        if (end - start > length) defects.Add(Defects.HeaderLineTooLong);
        if (fields.Count >= MimeLimits.Headers) defects.Add(Defects.HeadersTooMany);
        else if (!budget.Take(name.Length + length)) defects.Add(Defects.HeadersTooLarge);
        else fields.Add((name, window.Take(start, length)));
    }

    /// <summary>Text that is taken for a field would be lost, but text before base64 would spoil that.</summary>
    public bool IsBase64 => fields.Exists(f => f.Name.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        && TransferEncodings.Read(Encoding.Latin1.GetString(f.Bytes.Span)) == "base64");

    /// <summary>Keeps the first so many fields.</summary>
    public void Cut(int count) => fields.RemoveRange(count, fields.Count - count);

    /// <summary>The fields, and what their raw 8-bit octets are read with.</summary>
    public (IReadOnlyList<MailHeader> Fields, HeaderCharset Charset) Done()
    {
        var type = fields.FirstOrDefault(f => f.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Bytes;
        // Raw 8-bit headers are most often in the character set of the text below them.
        var unlabelled = type.IsEmpty || fields.TrueForAll(f => System.Text.Ascii.IsValid(f.Bytes.Span)) ? null
            : Charsets.Find(ContentType.Read(Encoding.Latin1.GetString(type.Span).Replace("\r\n", "", StringComparison.Ordinal), ContentType.Plain).Charset);
        var charset = new HeaderCharset(unlabelled, context.Guesses);
        return (fields.ConvertAll(f => new MailHeader(f.Name, f.Bytes, charset)), charset);
    }
}

/// <summary>Octets of header fields left for one mail.</summary>
internal sealed class HeaderBudget
{
    private int left = MimeLimits.HeaderBytes;

    public bool IsSpent => left == 0;

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
