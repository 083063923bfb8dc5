using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>Mail that was never meant to be read: it is read all the same, and in time that grows no faster than it does.</summary>
public sealed class HostileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Template = """
        Return-Path: <bounce@example.org>
        From: "Doe, J." <j@example.org>, =?utf-8?Q?J=C3=B6rg?= <k@example.org> (a (b) c)
        To: Group: a@example.org, "b c"@example.org;
        Date: Fri, 21 Nov 1997 09:55:06 -0600 (CST)
        Subject: =?utf-8?B?5pel5pys?= =?iso-2022-jp?B?GyRCRnxLXDhsGyhC?= x
        Message-ID: <a@example.org>
        References: <a@x> <b@x>, <c@x>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="o"; x*0*=utf-8''a%20; x*1=b

        --o
        Content-Type: multipart/alternative; boundary=i

        --i
        Content-Type: text/plain; charset=hz-gb-2312; format=flowed; delsp=yes
        Content-Transfer-Encoding: quoted-printable

        > caf=E9 =
        more
        -- 
        --i
        Content-Type: text/html; charset=iso-2022-kr
        Content-Transfer-Encoding: base64

        PGI+aGk8L2I+
        --i--
        --o
        Content-Type: message/rfc822

        Subject: within

        text
        --o
        Content-Type: application/pdf; name="=?utf-8?Q?a?=.pdf"
        Content-Disposition: attachment; filename*0*=utf-8''%41; filename*1="/b"

        x
        --o--
        """;

    /// <summary>Everything that a reader of the mail might ask of it.</summary>
    private static void Use(byte[] raw)
    {
        var mail = MailReader.Read(raw);
        _ = (mail.TextBody, mail.HtmlBody, mail.Subject, mail.AutoSubmitted, mail.Precedence, mail.ReturnPath, mail.ReportType, mail.AutoResponseSuppress, mail.HasListHeaders);
        foreach (var header in mail.Headers) Assert.DoesNotContain(header.Value, c => c is '\r' or '\n' or '\0');
        foreach (var part in mail.Attachments)
        {
            part.WriteContentTo(Stream.Null);
            Assert.DoesNotContain(part.FileName ?? "", c => c is '/' or '\\' || char.IsControl(c));
            Assert.DoesNotContain('\0', part.Text());
            _ = part.ReadMessage()?.TextBody;
        }
        Assert.DoesNotContain('\0', mail.TextBody + mail.HtmlBody);
        foreach (var address in mail.From.Concat(mail.To)) Assert.DoesNotContain(address.Name + address.Address, char.IsControl);
        Assert.NotNull(mail.Root);
    }

    private static void Check(Gen<byte[]> mails, int count) => Prop.ForAll(mails.ToArbitrary(), raw =>
    {
        Use(raw);
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    [Fact]
    public void Random_octets_are_read() => Check(Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(), 2000);

    [Fact]
    public void Random_octets_that_mean_something_to_mail_are_read() => Check(Gen.Elements(
        "\r\n", "\n", "\r", " ", "\t", ":", ";", "=", "\"", "\\", "<", ">", "(", ")", "@", ",", "--", "b", "--b\r\n", "\r\n--b--\r\n", "=?", "?=", "?Q?", "?B?",
        "=?utf-8?Q?=C3?=", "From: ", "To:", "Date: 1 Jan 2", "Content-Type: ", "multipart/mixed;boundary=b", "text/html", "name*0*=", "''", "%C3", "\0", "\xFF", "\xC3",
        "Content-Transfer-Encoding: base64", "message/rfc822", "References:", "charset=utf-16", "\uFFFDx", "Content-Disposition:", "filename*1=")
        .ArrayOf().Select(words => Encoding.Latin1.GetBytes(string.Concat(words))), 4000);

    [Fact]
    public void Mutated_mails_are_read()
    {
        var raw = Encoding.UTF8.GetBytes(Template.ReplaceLineEndings("\r\n"));
        var edit = from at in Gen.Choose(0, raw.Length - 1)
                   from length in Gen.Frequency((5, Gen.Constant(1)), (1, Gen.Choose(0, 200)))
                   from kind in Gen.Choose(0, 2)
                   from value in Gen.Choose(0, 255)
                   select (at, length, kind, value);
        Check(edit.ArrayOf().Select(edits => edits.Aggregate(raw, (mail, e) =>
        {
            var at = Math.Min(e.at, mail.Length);
            var end = Math.Min(at + e.length, mail.Length);
            return e.kind switch
            {
                0 => [.. mail[..at], (byte)e.value, .. mail[end..]],
                1 => [.. mail[..at], .. mail[end..]],
                _ => [.. mail[..end], .. mail[at..]],
            };
        })), 3000);
    }

    [Fact]
    public void Every_character_set_reads_random_octets()
    {
        var charsets = CodePagesEncodingProvider.Instance.GetEncodings().Select(e => e.Name).Concat(["utf-8", "utf-16", "utf-16be", "utf-32", "utf-7", "us-ascii", "x"]);
        var random = new Random(17);
        foreach (var charset in charsets)
            for (var i = 0; i < 20; i++)
            {
                var octets = new byte[random.Next(200)];
                random.NextBytes(octets);
                Use([.. Encoding.ASCII.GetBytes($"Subject: =?{charset}?B?{Convert.ToBase64String(octets)}?=\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"), .. octets]);
            }
    }

    public static TheoryData<string, string, string> Worst => new()
    {
        { "boundaries that are nearly one", "Content-Type: multipart/mixed; boundary=" + new string('b', 60_000) + "\r\n\r\n", "--" + new string('b', 50) + "\r\n" },
        { "short lines that begin like a boundary", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--\r\n" },
        { "parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n" },
        { "multiparts in one another", "", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" },
        { "multiparts without boundary", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\nContent-Type: multipart/mixed\r\n\r\n--\r\n" },
        { "mails in one another", "", "Content-Type: message/rfc822\r\n\r\n" },
        { "folds", "Subject: a\r\n", " \t\r\n" },
        { "fields", "", "A: b\r\n" },
        { "lines that are no field", "Subject: a\r\n", "junk\r\nA: b\r\n" },
        { "carriage returns", "Subject: a\r\n\r\n", "\r" },
        { "carriage returns before a line end", "", "\r\r\r\r\r\r\n" },
        { "comments opened", "From: ", "(" },
        { "comments", "From: ", "(a)" },
        { "quotes", "From: ", "\"" },
        { "angles", "From: ", "<" },
        { "angles with a quote", "From: ", "<\"" },
        { "addresses", "From: ", "a@b," },
        { "names", "From: ", "a," },
        { "words before one address", "From: ", "a a@b " },
        { "colons after an address", "From: " + new string('a', 50_000) + "@", ":" },
        { "encoded words opened", "Subject: ", "=?a?q?" },
        { "encoded words of unknown sets", "Subject: ", "=?x-unknown-1?q?a?= " },
        { "question marks", "Subject: ", "=?" },
        { "ids", "References: ", "<a" },
        { "parameters", "Content-Type: a/b", ";a=b" },
        { "continuations", "Content-Type: a/b", "; a*0*=''%" },
        { "quoted parameters", "Content-Type: a/b; ", "a=\"\\" },
        { "colons in a date", "Date: ", "1:" },
        { "soft breaks", "Content-Transfer-Encoding: quoted-printable\r\n\r\n", "= " },
        { "blanks", "Content-Transfer-Encoding: quoted-printable\r\n\r\n", " " },
        { "quote marks", "Content-Type: text/plain; format=flowed\r\n\r\n", ">" },
        { "flowed lines", "Content-Type: text/plain; format=flowed\r\n\r\n", "> \r\n" },
    };

    [Theory]
    [MemberData(nameof(Worst))]
    public async Task A_megabyte_of_the_worst_is_read_in_time(string what, string start, string repeated)
    {
        var field = start.Contains("\r\n", StringComparison.Ordinal) || start.Length == 0;
        // Within one field the limit of a line comes first: it is written as often as fields go into a megabyte.
        var raw = field ? start + Repeat(repeated, 1_000_000) : string.Concat(Enumerable.Repeat(start + Repeat(repeated, 95_000) + "\r\n", 10));
        await Task.Run(() => Use(Encoding.Latin1.GetBytes(raw))).WaitAsync(Patience);
        Assert.True(raw.Length >= 900_000, what);
    }

    private static string Repeat(string text, int length) => new StringBuilder().Insert(0, text, length / text.Length).ToString();
}
