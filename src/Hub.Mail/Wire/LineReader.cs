using System.Buffers;
using System.IO.Pipelines;

namespace Hub.Mail.Wire;

/// <summary>How a read of one line ended.</summary>
internal enum LineState
{
    /// <summary>A line is there.</summary>
    Whole,

    /// <summary>A line was longer than the limit and has been thrown away up to its end.</summary>
    TooLong,

    /// <summary>A line went on and on; where the next one begins was not looked for.</summary>
    Endless,

    /// <summary>The peer has closed its side; what it left unfinished is no line.</summary>
    Closed,
}

/// <summary>One line without its CRLF; empty unless it is whole.</summary>
internal readonly record struct WireLine(LineState State, byte[] Octets);

/// <summary>Reads lines of RFC 5321 section 2.3.8: only CRLF ends one; a bare CR or LF is part of it.</summary>
/// <param name="input">Nothing of it is kept here: after a line its next octet is the first unread one.</param>
/// <param name="limit">Octets of the longest line, with its CRLF.</param>
internal sealed class LineReader(PipeReader input, int limit)
{
    /// <summary>Octets of an overlong line that are thrown away in the hope of its end.</summary>
    private const int Patience = 64 * 1024;

    private int thrown;

    /// <summary>The next line if it is here already.</summary>
    public bool TryRead(out WireLine line)
    {
        line = default;
        return input.TryRead(out var result) && Take(result, out line);
    }

    public async ValueTask<WireLine> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (Take(await input.ReadAsync(ct), out var line)) return line;
        }
    }

    private bool Take(ReadResult result, out WireLine line)
    {
        var buffer = result.Buffer;
        var within = thrown > 0 ? buffer : buffer.Slice(0, Math.Min(buffer.Length, limit));
        var reader = new SequenceReader<byte>(within);
        if (reader.TryReadTo(out ReadOnlySequence<byte> found, "\r\n"u8))
        {
            line = thrown > 0 ? new(LineState.TooLong, []) : new(LineState.Whole, found.ToArray());
            thrown = 0;
            input.AdvanceTo(reader.Position);
            return true;
        }
        line = new(LineState.Closed, []);
        if (thrown > 0 || buffer.Length >= limit)
        {
            // The CR may belong to a CRLF.
            var end = within.Length > 0 && within.Slice(within.Length - 1).FirstSpan[0] == '\r' ? within.Length - 1 : within.Length;
            thrown += (int)Math.Min(end, Patience);
            input.AdvanceTo(within.GetPosition(end), within.End);
            if (thrown >= Patience) line = new(LineState.Endless, []);
            return thrown >= Patience || (result.IsCompleted && within.Length == buffer.Length);
        }
        input.AdvanceTo(buffer.Start, buffer.End);
        return result.IsCompleted;
    }
}
