using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hub.Mail.Lmtp;
using Hub.Mail.Smtp;

namespace Hub.Mail.Tests.Lmtp;

public sealed class LmtpSmugglingTests
{
    private const string Forged = "MAIL FROM:<ceo@hub.test>\r\nRCPT TO:<a@hub.test>\r\nDATA\r\nforged\r\n";

    [Theory]
    [InlineData("\n.\n", "\n.\n")]
    [InlineData("\n.\r\n", "\n.\r\n")]
    [InlineData("\r.\r", "\r.\r")]
    [InlineData("\r.\r\n", "\r.\r\n")]
    [InlineData("\r\n.\n", "\r\n\n")]
    [InlineData("\r\n.\r", "\r\n\r")]
    [InlineData("\r\n.\r\r\n", "\r\n\r\r\n")]
    [InlineData("\n\n.\r\n", "\n\n.\r\n")]
    [InlineData("\r\r\n.\n\n", "\r\r\n\n\n")]
    [InlineData("\r\n.\0\r\n", "\r\n\0\r\n")]
    [InlineData("\r\n.\n\r\n", "\r\n\n\r\n")]
    public async Task Only_CRLF_dot_CRLF_ends_a_mail(string end, string kept)
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        await peer.SendAsync($"first{end}{Forged}\r\n.\r\n");
        await peer.ExpectAsync("250 2.1.5");
        await peer.ExpectAsync("NOOP", "250 2.0.0");
        Assert.Equal($"first{kept}{Forged}\r\n", host.Mailroom.OnlyMail().Text);
    }

    [Fact]
    public async Task An_end_cut_into_single_octets_is_an_end()
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.BeginMailAsync("a@hub.test");
        foreach (var octet in "a\r\n..b\r\n.\r\n")
        {
            await peer.SendAsync(octet.ToString());
            await Task.Delay(2);
        }
        await peer.ExpectAsync("250 2.1.5");
        Assert.Equal("a\r\n.b\r\n", host.Mailroom.OnlyMail().Text);
    }

    [Theory]
    [InlineData("NOOP\nMAIL FROM:<s@example.org>")]
    [InlineData("NOOP\rMAIL FROM:<s@example.org>")]
    [InlineData("NOOP\0")]
    [InlineData("NOOP \xff\xfe")]
    public async Task A_command_line_holds_no_other_line(string line)
    {
        await using var host = await LmtpHost.StartAsync();
        await using var peer = await host.GreetAsync();
        await peer.ExpectAsync(line, "500 5.5.2");
        await peer.ExpectAsync("NOOP", "250 2.0.0");
    }

    [Fact]
    public void What_our_client_writes_our_server_reads_however_it_is_cut()
    {
        var octet = Gen.Elements<byte>((byte)'.', (byte)'\r', (byte)'\n', (byte)'a', 0xe9);
        var cut = Gen.Choose(1, 7);
        Prop.ForAll(octet.ArrayOf().ToArbitrary(), cut.ToArbitrary(), (mail, size) =>
        {
            var sent = new ArrayBufferWriter<byte>();
            var writer = new SmtpContent();
            foreach (var piece in mail.Chunk(size)) writer.Write(piece, sent);
            writer.Finish(sent);
            sent.Write(".\r\nNOOP\r\n"u8);
            var (read, rest) = Unstuff(sent.WrittenSpan.ToArray(), size);
            return read == Normalised(mail) && rest == "NOOP\r\n" && writer.Size == read.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bare_line_ends_of_a_stuffed_mail_are_kept_octet_by_octet()
    {
        var octet = Gen.Elements<byte>((byte)'.', (byte)'\r', (byte)'\n', (byte)'a');
        Prop.ForAll(octet.ArrayOf().ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), (mail, size) =>
        {
            var text = RawPeer.Text(mail);
            // RFC 5321 section 4.5.2, read literally.
            var stuffed = text.StartsWith('.') ? "." + text : text;
            stuffed = stuffed.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
            if (!text.EndsWith("\r\n", StringComparison.Ordinal)) (text, stuffed) = (text + "\r\n", stuffed + "\r\n");
            return Unstuff(Encoding.Latin1.GetBytes(stuffed + ".\r\nQUIT\r\n"), size) == (text, "QUIT\r\n");
        }).QuickCheckThrowOnFailure();
    }

    private static (string Mail, string Behind) Unstuff(byte[] octets, int size)
    {
        var dots = new DotUnstuffer();
        var mail = new StringBuilder();
        var at = 0;
        while (at < octets.Length && !dots.Ended)
        {
            var piece = octets.AsSpan(at, Math.Min(size, octets.Length - at));
            var content = new byte[piece.Length + 1];
            at += dots.Read(piece, content, out var written);
            mail.Append(RawPeer.Text(content.AsSpan(0, written)));
        }
        return dots.Ended ? (mail.ToString(), RawPeer.Text(octets.AsSpan(at))) : ("not ended", "");
    }

    private static string Normalised(byte[] mail)
    {
        var text = RawPeer.Text(mail).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (text.Length > 0 && !text.EndsWith('\n')) text += "\n";
        return text.Replace("\n", "\r\n", StringComparison.Ordinal);
    }
}
