using System.Buffers;
using System.Text;

namespace Hub.Mail.Mime;

/// <summary>An HTML while it is read, each picture that stands in it as <c>data:image/…;base64,…</c> (RFC 2397) taken out: its address is <c>cid:</c> then.
/// So pictures count in no limit of a text, however large they are.</summary>
/// <param name="html">Its octets, in any character set that has ASCII in it; disposed of with this.</param>
/// <param name="take">Given a picture in base64, to be read to its end, and its type, such as <c>png</c>; gives its Content-ID, or none.</param>
internal sealed class EmbeddedPictureStream(Stream html, Func<Stream, string, string?> take) : ForwardStream
{
    /// <summary>Octets of an address up to its comma, and so many digits of base64 as no prose has in one word.</summary>
    private const int Lookahead = 256;
    private const int Digits = 40;
    private const int LongestHead = Lookahead - Digits - 20;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);
    private static readonly SearchValues<byte> Broken = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"u8);

    private readonly byte[] window = ArrayPool<byte>.Shared.Rent(Window.Size);
    private int start;
    private int end;
    private bool isAtEnd;
    private bool isReturned;

    /// <summary>What stood before <see cref="start"/>.</summary>
    private byte before;

    /// <summary>What stands for a picture.</summary>
    private ReadOnlyMemory<byte> spare;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (spare.IsEmpty)
        {
            Fill();
            if (start == end) return 0;
            var plain = ToAddress(out var head);
            if (head > 0)
            {
                Take(head);
                continue;
            }
            var count = Math.Min(plain, buffer.Length);
            window.AsSpan(start, count).CopyTo(buffer);
            before = window[start + count - 1];
            start += count;
            return count;
        }
        var given = Math.Min(buffer.Length, spare.Length);
        spare.Span[..given].CopyTo(buffer);
        spare = spare[given..];
        return given;
    }

    /// <summary>Octets up to where a picture may begin; at one, the length of what stands before its base64.</summary>
    private int ToAddress(out int head)
    {
        head = 0;
        var ahead = window.AsSpan(start, end - start);
        for (var at = 0; at < ahead.Length;)
        {
            var colon = ahead[at..].IndexOf((byte)':');
            if (colon < 0) return isAtEnd ? ahead.Length : Math.Max(1, ahead.Length - 4);
            var address = at + colon - 4;
            at += colon + 1;
            if (address < 0 || !Ascii.EqualsIgnoreCase(ahead[address..(address + 4)], "data"u8)) continue;
            if ((address == 0 ? before : ahead[address - 1]) is not ((byte)'"' or (byte)'\'' or (byte)'=' or (byte)'(' or (byte)';')) continue;
            // Not without enough to tell.
            if (address > 0 && !isAtEnd && ahead.Length - address < Lookahead) return address;
            var found = Head(ahead[address..]);
            if (found == 0) continue;
            if (address > 0) return address;
            head = found;
            return 0;
        }
        return ahead.Length;
    }

    /// <summary>The length of "data:image/png;base64," before digits; 0 where it is something else.</summary>
    private static int Head(ReadOnlySpan<byte> address)
    {
        address = address[..Math.Min(address.Length, Lookahead)];
        if (address.Length < Digits || !Ascii.EqualsIgnoreCase(address[..11], "data:image/"u8)) return 0;
        var comma = address.IndexOf((byte)',');
        if (comma is < 0 or > LongestHead || comma < 19 || !Ascii.EqualsIgnoreCase(address[(comma - 7)..comma], ";base64"u8)) return 0;
        var head = comma + 1;
        while (head < address.Length && address[head] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') head++;
        return address.Length - head >= Digits && !address.Slice(head, Digits).ContainsAnyExcept(Alphabet) && Type(address).Length > 0 ? head : 0;
    }

    private static string Type(ReadOnlySpan<byte> address)
    {
        var rest = address[11..];
        var type = Encoding.Latin1.GetString(rest[..Math.Max(0, rest.IndexOfAny((byte)';', (byte)','))]).ToLowerInvariant();
        return ContentType.IsToken(type) ? type : "";
    }

    private void Take(int head)
    {
        var type = Type(window.AsSpan(start, end - start));
        var isQuoted = before is (byte)'"' or (byte)'\'';
        start += head;
        using var run = new Run(this, isQuoted ? Broken : Alphabet);
        var id = take(run, type);
        // What nobody wanted is passed over.
        Span<byte> rest = stackalloc byte[4096];
        while (run.Read(rest) > 0) { }
        spare = Encoding.ASCII.GetBytes("cid:" + id);
        before = (byte)':';
    }

    private void Fill()
    {
        if (isAtEnd || end - start >= Lookahead) return;
        window.AsSpan(start, end - start).CopyTo(window);
        (start, end) = (0, end - start);
        while (!isAtEnd && end < Lookahead)
        {
            var count = html.Read(window.AsSpan(end));
            isAtEnd = count == 0;
            end += count;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isReturned)
        {
            isReturned = true;
            html.Dispose();
            ArrayPool<byte>.Shared.Return(window);
        }
        base.Dispose(disposing);
    }

    /// <summary>The digits of one picture.</summary>
    private sealed class Run(EmbeddedPictureStream html, SearchValues<byte> digits) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            html.Fill();
            var ahead = html.window.AsSpan(html.start, html.end - html.start);
            var count = ahead.IndexOfAnyExcept(digits);
            count = Math.Min(count < 0 ? ahead.Length : count, buffer.Length);
            ahead[..count].CopyTo(buffer);
            html.start += count;
            return count;
        }
    }
}
