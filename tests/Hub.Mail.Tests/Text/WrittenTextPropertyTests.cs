using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using Hub.Mail.Tests.Text.Languages;
using Hub.Mail.Text;
using Hub.Mail.Text.Html;
using Hub.Mail.Text.Quotations;
using Hub.Mail.Text.Safe;

namespace Hub.Mail.Tests.Text;

/// <summary>What holds for any text, tried on mails put together at random from the parts that matter.</summary>
public sealed class WrittenTextPropertyTests
{
    private const int Mails = 3_000;
    private const int LooksALine = 60;

    private static readonly string[] plain =
    [
        "Hello", "the lamp is broken", "Bonjour,", "merci d'avance", "12 euros", "", "  ", "Claire", "* one", "call 01 02 03", "\u00A0", "\uD83D\uDE00", "à : b", "On it", "Le 3 mai",
    ];

    private static readonly string[] parts =
    [
        .. plain, "> quoted", ">", ">> deeper", " > indented", "On 6 May 2025, at 09:14, Shop <help@shop.example> wrote:", "On 6 May 2025, at 09:14, Shop", "wrote:",
        "Le 6 mai 2025 à 09:14, Boutique a écrit :", "-----Original Message-----", "________________________________", "From: Shop <help@shop.example>", "Sent: Tuesday 6 May",
        "To: Claire", "Subject: Order", "De : Boutique", "Envoyé : mardi", "À : Claire", "Objet : x", "---------- Forwarded message ---------", "Sent from my iPhone", "-- ",
        "##- Please type your reply above this line -##", "06.05.2025 09:14 Shop <help@shop.example>:", "\uFEFF", "\uD800", "\0", "\u2028", "<div class=gmail_quote>", "</div>", "<blockquote>",
        "</blockquote>", "<br>", "<table><tr><td>", "</td>", "<p>", "<!--", "-->", "<a href=http://a.example>", "&nbsp;", "&#x110000;", "<div id=divRplyFwdMsg>", "<li>", "<pre>", "<style>",
    ];

    [Fact]
    public void No_word_of_a_plain_mail_is_lost()
    {
        foreach (var mail in Sample(parts))
        {
            var (text, quoted) = WrittenText.Split(mail);
            Assert.Equal(Words(mail), Words($"{text}\n{quoted}"));
        }
    }

    [Fact]
    public void Where_something_is_quoted_something_is_written()
    {
        foreach (var mail in Sample(parts))
        {
            var (text, quoted) = WrittenText.Split(mail);
            if (quoted is null) Assert.Equal(mail, text);
            else Assert.True(text.Trim().Length > 0 && quoted.Trim().Length > 0, mail);
        }
    }

    [Fact]
    public void A_mail_without_marks_comes_back_as_it_is()
    {
        foreach (var mail in Sample(plain)) Assert.Equal((mail, null), WrittenText.Split(mail));
    }

    [Fact]
    public void Any_characters_are_taken()
    {
        foreach (var mail in ArbMap.Default.GeneratorFor<string>().Sample(Mails, 100).Where(m => m is not null))
        {
            var (text, quoted) = WrittenText.Split(mail);
            Assert.Equal(Words(mail), Words($"{text}\n{quoted}"));
            Assert.NotNull(WrittenText.FromHtml(mail).Text);
        }
    }

    [Fact]
    public void HTML_in_any_disorder_is_taken_and_leaves_no_markup()
    {
        foreach (var mail in Sample(parts))
        {
            var (text, quoted) = WrittenText.FromHtml(mail);
            Assert.DoesNotContain("<td>", text + quoted, StringComparison.Ordinal);
            Assert.DoesNotContain("gmail_quote", text + quoted, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_mail_with_its_HTML_folded_has_every_word_it_had_and_shows_what_the_text_says()
    {
        // A link that begins above the fold and ends below it is two links then, each with its address; half a character is none in HTML.
        foreach (var mail in Sample([.. parts.Where(p => !p.StartsWith("<a ", StringComparison.Ordinal) && p is not "\uD800")]).Take(Mails / 3))
        {
            var whole = SafeHtml.Again(mail)!;
            var (text, quoted, html) = WrittenMail.Of(null, mail);
            var body = new HtmlParser().ParseDocument(html ?? "").Body!;
            foreach (var summary in body.QuerySelectorAll("summary")) summary.Remove();
            Assert.Equal(Words(Rendered(whole).Replace('>', ' ')), Words(Rendered(body.InnerHtml).Replace('>', ' ')));
            foreach (var folded in body.QuerySelectorAll("details[data-quoted]")) folded.Remove();
            Assert.True(Words(text.Replace('>', ' ')).SequenceEqual(Words(Rendered(body.InnerHtml).Replace('>', ' '))), $"{mail}\n=== text\n{text}\n=== shown\n{Rendered(body.InnerHtml)}");
            Assert.True(quoted is not null || !(html ?? "").Contains("<details", StringComparison.Ordinal), mail);
        }
    }

    [Fact]
    public void Replies_cut_doubled_and_mixed_at_random_are_parted_in_few_steps_a_line()
    {
        string[] replies = [.. Replies().SelectMany(r => r.Split('\n'))];
        var lines = Gen.OneOf(Gen.Elements(replies), Gen.Elements(parts), Cut(replies));
        foreach (var written in Gen.ListOf(lines, 60).Sample(Mails / 6, 60))
        {
            var mail = new MailLines(string.Join('\n', written));
            var (text, quoted) = Splitter.Split(mail).Read();
            Assert.Equal(Words(mail.Text), Words($"{text}\n{quoted}"));
            Assert.InRange(mail.Looks, 0, LooksALine * mail.Count);
        }
    }

    [Fact]
    public void Many_lines_of_each_kind_take_no_more_steps_a_line_than_few()
    {
        foreach (var line in Replies().SelectMany(r => r.Split('\n')).Concat(parts).Distinct())
        {
            var mail = new MailLines(string.Join('\n', Enumerable.Repeat(line, 500)));
            Splitter.Split(mail);
            Assert.True(mail.Looks <= LooksALine * mail.Count, $"{line}: {mail.Looks}");
        }
    }

    private static Gen<string> Cut(string[] lines) =>
        from line in Gen.Elements(lines)
        from start in Gen.Choose(0, line.Length)
        from end in Gen.Choose(start, line.Length)
        select line[start..end];

    private static IEnumerable<string> Replies() => LanguageTests.Replies.Select(reply => (string)reply[1]);

    private static string Rendered(string html)
    {
        var (root, isCut) = HtmlTree.Parse(html);
        return TextRenderer.Render(root, isCut).Lines.Text;
    }

    private static IEnumerable<string> Sample(string[] lines) =>
        from mail in Gen.ListOf(Gen.Elements(lines), 14).Sample(Mails, 14)
        from ending in new[] { "\n", "\r\n" }
        select string.Join(ending, mail);

    private static List<string> Words(string text) => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
