using Hub.Mail.Mime;
using Xunit.Abstractions;

namespace Hub.Mail.Tests.Mime;

/// <summary>Apache James Mime4j's collection of real and tortured mail, where a copy stands beside the repository: each mail
/// has the structure, the header fields and the octets that its authors state.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const string NoParts = "RFC 2046 section 5.1: a multipart has at least one part; what has none is shown as text, so that nothing is lost";
    private const string Blanks = "RFC 2046 section 5.1.1: a boundary must not end in blanks, and blanks behind one were added on the way";
    private const string Incomplete = "RFC 2045 section 6.8: of a last group that was cut, the octets that are whole count";
    private const string BlankLine = "RFC 5322 section 3.2.2: no line of a folded field is blank; this one was the empty line before the text";
    private const string NoHeader = "RFC 5322 section 2.1: a header ends before what is no field; then all of it is text";

    /// <summary>Mails that are read otherwise than Mime4j's authors state: why, what they state, and what is read.</summary>
    private static readonly Dictionary<string, (string Reason, string Stated, string Read)> Exceptions = new()
    {
        ["badbound"] = (NoParts, "multipart", "4350 octets 1ba0f407"),
        ["missing-boundary"] = (NoParts, "multipart", "5 octets 96e4b67c"),
        ["missing-inner-boundary"] = (NoParts, "multipart", "4 octets 36a4aba0"),
        ["missing-inner-start-boundary"] = (NoParts, "multipart", "4 octets 36a4aba0"),
        ["multipartnopart"] = (NoParts, "multipart", "59 octets 9914fa7a"),
        ["weird-boundary"] = (Blanks, "182 octets 3498d2f1", "9 octets b42cfca9, part, 100 octets ad6ec31d"),
        ["very-long-boundary"] = (Blanks, "812 octets 978b6f24", "9 octets b42cfca9, part, 100 octets ad6ec31d"),
        ["very-very-long-boundary"] = (Blanks, "7112 octets e8a1950f", "9 octets b42cfca9, part, 100 octets ad6ec31d"),
        ["frag"] = (Incomplete, "60894 octets e426bd44", "60896 octets 5c9c556b"),
        ["multi-frag"] = (Incomplete, "399 octets dc5e9223", "401 octets 8953dd02"),
        ["hdr-fakeout"] = (BlankLine, "0 octets e3b0c442", "86 octets 4dee3335"),
        ["basic-plain-with-bad-header-separator"] = (BlankLine, "32 octets e3c0add8", "172 octets 724d49be"),
        ["malformedHeader-noheader"] = (NoHeader, "0 octets e3b0c442", "90 octets 6b7905eb"),
        ["malformedHeaderStartsBody-noheader"] = (NoHeader, "45 octets 8b4d2e52", "90 octets 6b7905eb"),
        ["malformedHeaderStartsBody-nocrlfcrlf"] = ("RFC 5322 section 3.6: fields stand together; a line of junk among them is passed over, or those behind it were lost",
            "37 octets 6f34d040", "AnotherHeader: is this an header or the first part of the body?, 10 octets c6956aa2"),
    };

    [Fact]
    public void The_mime4j_mails_are_read_as_its_authors_state()
    {
        if (Collections.Folder("mime4j") is not { } folder) return;
        List<string> wrong = [];
        var files = Directory.GetFiles(folder, "*.msg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        foreach (var file in files)
        {
            var stated = CorpusXml.Read(Path.ChangeExtension(file, null) + "_decoded.xml");
            using var content = File.OpenRead(file);
            using var mail = MailReader.Read(content);
            _ = (mail.Subject, mail.TextBody, mail.HtmlBody, mail.Attachments);
            var (missing, added) = Difference(stated, CorpusXml.Of(mail.Root));
            var name = Path.GetFileNameWithoutExtension(file);
            var (reason, less, more) = Exceptions.GetValueOrDefault(name, ("", "", ""));
            if ((missing, added) != (less, more)) wrong.Add($"{name}: stated {missing}; read {added}; {string.Join(", ", mail.Defects)}");
            else if (reason.Length > 0) output.WriteLine($"{name}: {reason}");
        }
        Assert.Empty(wrong);
        Assert.Equal(80, files.Count);
    }

    /// <summary>The lines between what is the same at the beginning and at the end.</summary>
    private static (string Missing, string Added) Difference(string stated, string found)
    {
        var (left, right) = (stated.Split('\n'), found.Split('\n'));
        var head = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = left.Skip(head).Reverse().Zip(right.Skip(head).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return (Between(left), Between(right));

        string Between(string[] lines) => string.Join(", ", lines[head..^tail].Select(l => l.Trim()));
    }
}
