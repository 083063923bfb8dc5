using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>Mails that are larger than memory should have to be, and made so that a reader would look at them again and again:
/// each is read within a budget of octets read and of memory allocated, neither of which depends on the machine.</summary>
public sealed class BudgetTests
{
    private const long Mega = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A mail as beginning, what is repeated, and end; of so many MB; the allocations that reading it may take, in MB.</summary>
    public static TheoryData<string, string, string, string, int, int> Large => new()
    {
        { "a header line", "Subject: ", "a", "\r\nTo: b@x.org\r\n\r\nthe text", 1024, 4 },
        { "a header name", "", "a", ": x\r\n\r\n", 256, 16 },
        { "a folded field", "Subject: a\r\n", " word\r\n", "\r\nthe text", 16, 4 },
        { "fields", "", "X: y\r\n", "\r\nthe text", 8, 16 },
        { "a line of text", "Subject: a\r\n\r\n", "a", "", 256, 16 },
        { "a text of carriage returns", "Subject: a\r\r", "a\r", "", 64, 40 },
        { "a file in base64", "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n", "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD\r\n", "", 64, 1 },
        { "a file in quoted-printable", "Content-Type: image/png\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", "a=20b =\r\n", "", 64, 1 },
        { "blanks in quoted-printable", "Content-Type: image/png\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", " ", "x", 256, 1 },
        { "base64 of nothing", "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n", "!", "", 64, 1 },
        { "a million boundaries", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n", "--b--", 8, 40 },
        { "a million closing boundaries", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n", "--b--\r\n", "", 8, 4 },
        { "boundaries that are nearly one", "Content-Type: multipart/mixed; boundary=" + new string('b', 60_000) + "\r\n\r\n", "--" + new string('b', 59_000) + "\r\n", "", 64, 16 },
        { "lines that begin like a boundary", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--\r\n", "", 64, 40 },
        { "multiparts in one another", "", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", "", 32, 16 },
        { "multiparts side by side", "Content-Type: multipart/mixed; boundary=o\r\n\r\n", "--o\r\nContent-Type: multipart/mixed\r\n\r\nx\r\n", "", 32, 40 },
        { "mails in one another", "", "Content-Type: message/rfc822\r\n\r\n", "", 32, 4 },
        { "a million addresses", "From: ", "a@x.org,", "\r\n\r\nthe text", 8, 16 },
        { "addresses in a set that nobody knows", "", "From: " + string.Concat(Enumerable.Repeat("=?x?Q?=E9_=E9?=,", 6_300)) + "\r\n", "\r\nthe text", 1, 60 },
        { "file names in a set that nobody knows", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nthe text\r\n", "--b\r\nContent-Type: a/b; name=\"=?x?Q?=E9_=E9?=\"\r\n\r\n", "--b--", 1, 60 },
        { "pictures within the HTML", "Content-Type: text/html\r\n\r\n", "<img src=\"data:image/png;base64," + new string('A', 200) + "\">", "", 16, 40 },
        { "a picture within the HTML", "Content-Type: text/html\r\n\r\n<img src=\"data:image/png;base64,", "AAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAEC\r\n", "\">", 64, 16 },
        { "pictures that are none", "Content-Type: text/html\r\n\r\n", "\"data:image/png;base64,", "", 16, 60 },
        { "a million parameters", "Content-Type: text/plain", ";a=b", "\r\n\r\nthe text", 4, 16 },
        { "a million continued parameters", "Content-Disposition: attachment", "; filename*1*=''%41", "\r\n\r\nthe text", 16, 16 },
        { "encoded words", "Subject: ", "=?utf-8?B?4pml?= ", "\r\n\r\nthe text", 16, 16 },
        { "encoded words that are not", "Subject: ", "=?utf-8?Q?", "\r\n\r\nthe text", 16, 16 },
        { "encoded words of many sets", "Subject: ", "=?a?Q?x?= =?b?Q?x?=", "\r\n\r\nthe text", 16, 16 },
        { "encoded words of sets that nobody knows", "Subject: ", "=?a?Q?=E9=F0?= =?b?Q?=E9=F0?= ", "\r\n\r\nthe text", 16, 16 },
        { "texts in a set that nobody knows", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\n\xE9\xF0\r\n", "--b--", 1, 600 },
        { "comments in a date", "Date: ", "(", "\r\n\r\nthe text", 16, 16 },
        { "ids", "References: ", "<a@x> ", "\r\n\r\nthe text", 16, 32 },
        { "files in a text", "Subject: a\r\n\r\n", "begin 644 a\r\n#0V%T\r\nend\r\n", "", 32, 60 },
        { "files in a text that are not", "Subject: a\r\n\r\n", "begin 644 a\r\n", "", 32, 60 },
        { "a file in a text", "Subject: a\r\n\r\nbegin 644 a\r\n", "#0V%T\r\n", "end\r\n", 16, 60 },
        { "lines of a calendar", "Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\n", "SUMMARY;A=\"B\":x\\n\r\n", "END:VEVENT", 16, 60 },
        { "a line of a calendar", "Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n", " \\n", "\r\nEND:VEVENT", 16, 60 },
        { "multiparts in one another that declare their boundaries wrongly", "", "Content-Type: multipart/mixed; boundary=a\r\n\r\n--b\r\n", "--b--\r\n", 32, 40 },
        { "multiparts side by side that declare their boundaries wrongly", "Content-Type: multipart/mixed; boundary=o\r\n\r\n", "--o\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--b\r\nContent-Type: a/b\r\n\r\n", "--o--", 32, 60 },
        { "lines of a header that may be text", "Subject: a\r\n", "Why: it is so\r\n", "the text of it", 8, 40 },
        { "commands of enriched text", "Content-Type: text/enriched\r\n\r\n", "<param>", "", 16, 60 },
        { "a file in BinHex", "Content-Type: application/mac-binhex40\r\n\r\n:", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!\r\n", ":", 16, 16 },
        { "a winmail.dat", "Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: binary\r\n\r\n\x78\x9F\x3E\x22\x01\x00", "\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00", "", 16, 16 },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public async Task A_large_mail_is_read_within_its_budget(string what, string head, string repeated, string tail, int size, int allocations)
    {
        var (reads, length, allocated) = await Task.Run(() => Use(head, repeated, tail, size)).WaitAsync(Patience);
        Assert.True(reads <= (8 * length) + Mega, $"{what}: {length} octets, {reads} read");
        Assert.True(allocated <= allocations * Mega, $"{what}: {allocated / 1024} kB allocated");
    }

    /// <summary>Everything that is made of a mail when it is received, and how often each octet was looked at.</summary>
    private static (long Reads, long Length, long Allocated) Use(string head, string repeated, string tail, int size)
    {
        using var content = new RepeatedStream(head, repeated, size * Mega / repeated.Length * repeated.Length, tail);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var mail = MailReader.Read(content);
        _ = (mail.Subject, mail.TextBody, mail.HtmlBody, mail.Protection, mail.Invitation, mail.ReturnPath);
        long files = 0;
        foreach (var part in mail.Attachments.Take(200)) files += part.OpenContent().CopyToLength();
        Assert.True(files <= content.Length);
        if (tail.EndsWith("the text", StringComparison.Ordinal)) Assert.Equal("the text", mail.Root.Text());
        return (content.Reads, content.Length, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Every_octet_of_a_mail_of_100_MB_comes_out()
    {
        using var content = new RepeatedStream("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD\r\n", 100 * Mega / 78 * 78, "--b--\r\n");
        using var mail = MailReader.Read(content);
        Assert.Equal(100 * Mega / 78 * 57, Assert.Single(mail.Attachments).OpenContent().CopyToLength());
        Assert.Equal("text", mail.TextBody);
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    public void A_mail_within_a_mail_is_read_from_the_disk(string encoding)
    {
        var inner = "Subject: within\r\n\r\n" + string.Concat(Enumerable.Range(0, 60_000).Select(i => $"line {i}\r\n"));
        var encoded = encoding == "base64" ? Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(inner), Base64FormattingOptions.InsertLineBreaks) : inner;
        using var mail = Mails.Read($"Content-Type: message/rfc822\nContent-Transfer-Encoding: {encoding}\n\n{encoded}");
        using (var within = Assert.Single(mail.Attachments).ReadMessage()!)
        {
            Assert.Equal("within", within.Subject);
            Assert.EndsWith("line 59999", within.TextBody, StringComparison.Ordinal);
        }
        Assert.Equal("within", mail.Attachments[0].ReadMessage()!.Subject);
    }
}
