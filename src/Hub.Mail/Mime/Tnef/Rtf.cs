using System.Globalization;
using System.Net;
using System.Text;

namespace Hub.Mail.Mime.Tnef;

/// <summary>The HTML that an RTF encapsulates (MS-OXRTFEX), or its text.</summary>
internal sealed class Rtf
{
    private const int Deepest = 200;

    private static readonly HashSet<string> Hidden = ["fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "mhtmltag", "fldinst", "themedata", "datastore", "filetbl", "listtable", "generator"];

    private readonly byte[] rtf;
    private readonly StringBuilder text = new();
    private readonly List<byte> pending = [];
    private readonly Stack<State> outer = new();
    private readonly Dictionary<int, Encoding> fonts = [];
    private Encoding page = Charsets.Western;
    private State state = new() { Fallbacks = 1 };
    private bool isHtml;
    private int at;
    private int skip;
    private int unclosed;

    /// <summary>What a group inherits from the one around it.</summary>
    private record struct State
    {
        /// <summary>Characters behind <c>\u</c> for readers that do not know it.</summary>
        public int Fallbacks;
        public bool IsHidden;
        public bool IsFonts;

        /// <summary>Between <c>\htmlrtf</c> and <c>\htmlrtf0</c>: RTF that the HTML has already.</summary>
        public bool IsRtfOnly;

        /// <summary>In <c>\*\htmltag</c>: HTML as it was.</summary>
        public bool IsTag;
        public int Font;
    }

    private Rtf(byte[] rtf) => this.rtf = rtf;

    /// <summary>Reads it in one pass.</summary>
    public static (string Text, bool IsHtml) Read(byte[] rtf)
    {
        var reader = new Rtf(rtf);
        reader.Run();
        return (reader.text.ToString(), reader.isHtml);
    }

    private void Run()
    {
        while (at < rtf.Length && text.Length < MimeLimits.Text)
        {
            var octet = rtf[at++];
            switch (octet)
            {
                case (byte)'{': Open(); break;
                case (byte)'}': Close(); break;
                case (byte)'\\': Control(); break;
                case (byte)'\r' or (byte)'\n' or 0: break;
                default: Octet(octet); break;
            }
        }
        Flush();
    }

    private void Open()
    {
        Flush();
        skip = 0;
        if (outer.Count < Deepest) outer.Push(state);
        else unclosed++;
    }

    private void Close()
    {
        Flush();
        skip = 0;
        if (unclosed > 0) unclosed--;
        else if (outer.Count > 0) state = outer.Pop();
    }

    private void Control()
    {
        if (at >= rtf.Length) return;
        var octet = rtf[at];
        if (char.IsAsciiLetter((char)octet))
        {
            Word();
            return;
        }
        at++;
        switch (octet)
        {
            case (byte)'\'':
                if (at + 1 >= rtf.Length) break;
                var (high, low) = (QuotedPrintable.Hex(rtf[at]), QuotedPrintable.Hex(rtf[at + 1]));
                at += 2;
                if (high >= 0 && low >= 0) Octet((byte)(high << 4 | low));
                break;
            case (byte)'*': Destination(); break;
            case (byte)'\\' or (byte)'{' or (byte)'}': Octet(octet); break;
            case (byte)'~': Put('\u00A0'); break;
            case (byte)'_': Put('\u2011'); break;
            case (byte)'\r' or (byte)'\n': Put('\n'); break;
        }
    }

    /// <summary>A group that readers may leave out: all but those of HTML are.</summary>
    private void Destination()
    {
        while (at < rtf.Length && rtf[at] is (byte)' ' or (byte)'\r' or (byte)'\n') at++;
        if (at < rtf.Length && rtf[at] == '\\' && rtf.AsSpan(at + 1).StartsWith("htmltag"u8))
        {
            at++;
            Word();
        }
        else state.IsHidden = true;
    }

    private void Word()
    {
        var start = at;
        while (at < rtf.Length && char.IsAsciiLetter((char)rtf[at]) && at - start < 32) at++;
        var word = Encoding.ASCII.GetString(rtf, start, at - start);
        start = at;
        if (at < rtf.Length && rtf[at] == '-') at++;
        while (at < rtf.Length && char.IsAsciiDigit((char)rtf[at]) && at - start < 11) at++;
        int? number = int.TryParse(rtf.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
        if (at < rtf.Length && rtf[at] == ' ') at++;
        if (word == "u" && number is { } code) Unicode(code);
        else if (word == "bin" && number is > 0 and var length) at = (int)Math.Min(rtf.Length, at + (long)length);
        else Word(word, number);
    }

    private void Word(string word, int? number)
    {
        Flush();
        switch (word)
        {
            case "fromhtml": isHtml = true; break;
            case "htmlrtf": state.IsRtfOnly = number != 0; break;
            case "htmltag": state.IsTag = true; break;
            case "ansicpg": page = Charsets.OfPage(number ?? 0) ?? page; break;
            case "uc": state.Fallbacks = Math.Clamp(number ?? 1, 0, 10); break;
            case "fonttbl": (state.IsFonts, state.IsHidden) = (true, true); break;
            case "f": state.Font = number ?? 0; break;
            case "fcharset" when state.IsFonts && Charsets.OfPage(PageOf(number ?? 0)) is { } encoding: fonts[state.Font] = encoding; break;
            case "par" or "line" or "row" or "sect" or "page": Put('\n'); break;
            case "tab" or "cell": Put('\t'); break;
            case "emdash": Put('—'); break;
            case "endash": Put('–'); break;
            case "bullet": Put('•'); break;
            case "lquote": Put('‘'); break;
            case "rquote": Put('’'); break;
            case "ldblquote": Put('“'); break;
            case "rdblquote": Put('”'); break;
            default: state.IsHidden |= Hidden.Contains(word); break;
        }
    }

    private void Unicode(int code)
    {
        Flush();
        Put((char)(ushort)code);
        skip = state.Fallbacks;
    }

    private void Octet(byte octet)
    {
        if (skip > 0)
        {
            skip--;
            return;
        }
        if (IsShown) pending.Add(octet);
    }

    private bool IsShown => !state.IsHidden && !(isHtml && state.IsRtfOnly);

    private void Put(char character)
    {
        Flush();
        if (IsShown) text.Append(character);
    }

    /// <summary>Octets are text only together: a character may have two of them.</summary>
    private void Flush()
    {
        if (pending.Count == 0) return;
        var read = fonts.GetValueOrDefault(state.Font, page).GetString([.. pending]);
        pending.Clear();
        text.Append(isHtml && !state.IsTag ? WebUtility.HtmlEncode(read) : read);
    }

    /// <summary>Code pages of the character sets of fonts.</summary>
    private static int PageOf(int charset) => charset switch
    {
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => 0,
    };
}
