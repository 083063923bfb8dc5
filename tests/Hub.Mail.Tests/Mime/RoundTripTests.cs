using FsCheck;
using FsCheck.Fluent;
using Hub.Mail.Mime;

namespace Hub.Mail.Tests.Mime;

/// <summary>What the writer writes, the reader reads, whatever people write.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Bits =
    [
        "a", "B", "7", " ", "  ", ".", ",", ";", ":", "\"", "'", "\\", "/", "(", ")", "<", ">", "@", "=", "?", "_", "=?", "?=", "=?utf-8?Q?x?=", "%20", "*",
        "ä", "ß", "é", "日本", "🎉", "\u0301", "👩‍👩‍👧", "word", "a long word of many characters", new string('x', 90), "-- ", "From ", "\t", "&amp;", "[", "]",
    ];

    private static readonly Gen<string> Texts = Gen.Elements(Bits).ArrayOf().Select(string.Concat);
    private static readonly Gen<string> Paragraphs = Gen.Elements([.. Bits, "\n", "\n", "\n", ".", "\n.", "\n--"]).ArrayOf().Select(string.Concat);

    private static void Check(Gen<string> texts, Func<string, (string Expected, string? Found)> trip) =>
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var (expected, found) = trip(text);
            Assert.Equal(expected, found ?? "");
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    private static ReceivedMail Read(OutgoingMail mail) => Mails.Read(WriterTests.Write(mail));

    private static string Line(string text) => text.Replace('\t', ' ').Trim();

    [Fact]
    public void Subjects_come_back() => Check(Texts, text => (Line(text), Read(WriterTests.Plain with { Subject = text }).Subject));

    [Fact]
    public void Names_come_back_with_single_blanks() => Check(Texts, text =>
    {
        var mail = Read(WriterTests.Plain with { From = new(text, "a@example.org"), To = [new(text, "b@example.org"), new(text, "c@example.org")] });
        Assert.Equal("a@example.org", Assert.Single(mail.From).Address);
        Assert.Equal(["b@example.org", "c@example.org"], mail.To.Select(a => a.Address));
        Assert.Equal(mail.From[0].Name, mail.To[1].Name);
        return (Name(text), mail.From[0].Name);
    });

    /// <summary>Names are for people: blanks are single, and quotes around the whole are not part of them.</summary>
    private static string Name(string text)
    {
        var name = string.Join(' ', text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Trim('"', ' ');
        return name.Length > 1 && name[0] == '\'' && name[^1] == '\'' ? name[1..^1].Trim() : name;
    }

    [Fact]
    public void Texts_come_back() => Check(Paragraphs, text =>
    {
        var mail = Read(WriterTests.Plain with { Text = text, Html = text });
        Assert.Equal(mail.TextBody, mail.HtmlBody);
        return (text.TrimEnd('\n'), Read(WriterTests.Plain with { Text = text }).TextBody == mail.TextBody ? mail.TextBody : null);
    });

    [Fact]
    public void File_names_come_back_without_their_path() => Check(Texts, text =>
    {
        var mail = Read(WriterTests.Plain with { Attachments = [new(text, "application/pdf", new byte[] { 1, 2, 3 })] });
        Assert.Equal([1, 2, 3], Assert.Single(mail.Attachments).Decode());
        return (FileNames.Clean(text) ?? "", mail.Attachments[0].FileName);
    });

    private static readonly Gen<OutgoingAttachment> Files =
        from name in Texts
        from type in Gen.Elements("application/pdf", "image/png", "text/plain; charset=utf-8", "message/rfc822", "multipart/mixed", "junk", "text/html")
        from content in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf()
        from id in Gen.Elements(null, "pic@x", "a b@x", "", "ü")
        select new OutgoingAttachment(name, type, content, id);

    private static readonly Gen<OutgoingMail> Letters =
        from text in Paragraphs
        from html in Gen.Elements(null, "<p>x</p>", "<p>日本</p>")
        from files in Files.ArrayOf()
        from ids in Gen.Elements("a@x", "b.c@example.org", "<d@x>", "\r\nBcc: e@x").ArrayOf()
        select WriterTests.Plain with { Text = text, Html = html, Attachments = files, References = ids, InReplyTo = ids.LastOrDefault() };

    [Fact]
    public void Whole_mails_come_back_with_every_octet_of_their_files() => Prop.ForAll(Letters.ToArbitrary(), letter =>
    {
        var mail = Read(letter);
        Assert.Empty(mail.Defects);
        Assert.Equal((letter.Text.TrimEnd('\n'), letter.Html), (mail.TextBody, mail.HtmlBody));
        var pictures = letter.Html is null ? [] : letter.Attachments.Where(a => a.ContentId is "pic@x" or "a b@x").ToList();
        // Pictures of the HTML come before the other files.
        var expected = pictures.Concat(letter.Attachments.Except(pictures)).ToList();
        Assert.Equal(expected.Count, mail.Attachments.Count);
        Assert.All(expected.Zip(mail.Attachments), pair =>
        {
            Assert.True(pair.First.Content.Span.SequenceEqual(pair.Second.Decode()));
            Assert.Equal(FileNames.Clean(pair.First.Name), pair.Second.FileName);
            Assert.Equal(pictures.Contains(pair.First), pair.Second.Inline);
        });
        Assert.Equal(letter.References.Select(id => MessageIds.Clean(id)), mail.References);
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
}
