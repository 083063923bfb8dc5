using System.Text;

namespace Hub.Mail.Mime;

/// <summary>A character set of one octet each that .NET has not: ASCII, the controls of ISO 6429, then what a table says.</summary>
internal sealed class TableEncoding : Encoding
{
    private const int First = 0xA0;

    private readonly string table;

    /// <param name="table">The characters of the octets from 160 on.</param>
    private TableEncoding(string table) => this.table = table;

    /// <summary>ISO 8859-16, south-eastern Europe.</summary>
    public static Encoding Latin10 { get; } = new TableEncoding(
        "\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ"
        + "°±ČłŽ”¶·žčș»ŒœŸż"
        + "ÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏ"
        + "ĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚß"
        + "àáâăäćæçèéêëìíîï"
        + "đńòóôőöśűùúûüęțÿ");

    public override bool IsSingleByte => true;

    public override int GetMaxByteCount(int charCount) => charCount;
    public override int GetMaxCharCount(int byteCount) => byteCount;
    public override int GetByteCount(char[] chars, int index, int count) => count;
    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        ArgumentNullException.ThrowIfNull(chars);
        ArgumentNullException.ThrowIfNull(bytes);
        for (var i = 0; i < charCount; i++)
        {
            var c = chars[charIndex + i];
            var place = c < First ? c : table.IndexOf(c, StringComparison.Ordinal) + First;
            bytes[byteIndex + i] = (byte)(place < First && c >= First ? '?' : place);
        }
        return charCount;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(chars);
        for (var i = 0; i < byteCount; i++)
            chars[charIndex + i] = bytes[byteIndex + i] is >= First and var octet ? table[octet - First] : (char)bytes[byteIndex + i];
        return byteCount;
    }
}
