using AngleSharp.Html.Parser;
using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text;

/// <summary>Mails with plain text and HTML: both are cut at one place, and what one of them shows the other does not fold.</summary>
public sealed class TwoPartsTests
{
    private const string Attribution = "On Tue, May 6, 2025 at 9:14 AM Shop <help@shop.example> wrote:";
    private const string Gmail = """<div class="gmail_quote"><div class="gmail_attr">On Tue, May 6, 2025 at 9:14 AM Shop &lt;<a href="mailto:help@shop.example">help@shop.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="border-left:1px solid">Which colour?<div>Paul</div></blockquote></div>""";

    [Fact]
    public void Both_are_cut_where_both_say_so() =>
        Same("Blue please.", $"Blue please.\n\n{Attribution}\n\n> Which colour?\n> Paul\n", $"<div>Blue please.</div>{Gmail}");

    [Fact]
    public void Links_and_pictures_that_only_one_of_them_writes_out_make_no_difference() =>
        Same("Blue https://a.example/x please [image: blue]", $"Blue https://a.example/x please [image: blue]\n\n{Attribution}\n\n> Which colour? https://shop.example\n> Paul\n",
            $"""<div>Blue <a href="https://a.example/x">a.example/x</a> please <img src="cid:1" alt="blue.png"></div>{Gmail}""", "Blue a.example/x please");

    [Fact]
    public void Words_that_the_HTML_alone_folds_are_shown() =>
        Same("Blue please. Small too.", $"Blue please.\n\nSmall too.\n\n{Attribution}\n> Which colour?\n> Paul",
            $"""<div>Blue please.</div><div class="yahoo_quoted"><div>Small too.</div>{Gmail}</div>""");

    [Fact]
    public void Words_that_the_text_alone_folds_are_shown() =>
        Same("Blue please. -- Small too.", $"Blue please.\n\n-- \nSmall too.\n\n{Attribution}\n> Which colour?\n> Paul", $"<div>Blue please.</div><div>--</div><div>Small too, and do not forget to put the green one into the box as well.</div>{Gmail}",
            "Blue please. -- Small too, and do not forget to put the green one into the box as well.");

    [Fact]
    public void An_answer_below_that_only_the_text_shows_is_shown_in_the_HTML_too() =>
        Same($"{Attribution} > Which colour? > Paul Blue please.", $"{Attribution}\n> Which colour?\n> Paul\n\nBlue please.",
            """<div class="yahoo_quoted">On Tue, May 6, 2025 at 9:14 AM Shop &lt;help@shop.example&gt; wrote:<div>Which colour?<br>Paul</div><div>Blue please.</div></div>""",
            $"{Attribution} Which colour? Paul Blue please.", anyFold: true);

    [Fact]
    public void An_answer_between_that_only_the_text_shows_is_shown_in_the_HTML_too() =>
        Same($"Yes. {Attribution} > Which colour? Blue.", $"Yes.\n\n{Attribution}\n> Which colour?\nBlue.\n> Paul",
            """<div>Yes.</div><div class="yahoo_quoted">On Tue, May 6, 2025 at 9:14 AM Shop &lt;help@shop.example&gt; wrote:<div>Which colour?</div><div>Blue.</div><div>Paul</div></div>""",
            $"Yes. {Attribution} Which colour? Blue.");

    [Theory]
    [InlineData("Czech", "Dne út 6. 5. 2025 v 9:14 odesílatel Shop <help@shop.example> napsal:\n\n> Which colour?\n> Paul",
        """<div class="gmail_quote"><div class="gmail_attr">Dne út 6. 5. 2025 v&nbsp;9:14 odesílatel Shop &lt;help@shop.example&gt; napsal:<br></div><blockquote class="gmail_quote">Which colour?<br>Paul</blockquote></div>""")]
    [InlineData("Japanese", "2025年5月6日(火) 9:14 Shop <help@shop.example>:\n\n> Which colour?\n> Paul",
        """<div class="gmail_quote"><div class="gmail_attr">2025年5月6日(火) 9:14 Shop &lt;<a href="mailto:help@shop.example">help@shop.example</a>&gt;:<br></div><blockquote class="gmail_quote">Which colour?<br>Paul</blockquote></div>""")]
    [InlineData("Turkish, Outlook", "Kimden: Shop <help@shop.example>\nGönderilme: Salı 6 Mayıs 2025 09:14\nKime: Anna\nKonu: Order\n\nWhich colour?\nPaul",
        """<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>Kimden:</b> Shop &lt;help@shop.example&gt;<br><b>Gönderilme:</b> Salı 6 Mayıs 2025 09:14<br><b>Kime:</b> Anna<br><b>Konu:</b> Order</p></div><p>Which colour?</p><p>Paul</p>""")]
    public void A_language_that_only_the_marks_of_the_program_tell_is_cut_in_both(string language, string plain, string html)
    {
        var mail = WrittenMail.Of($"Blue please.\n\nAnna\n\n{plain}\n", $"<div>Blue please.</div><div><br></div><div>Anna</div>{html}");
        Assert.Equal((language, "Blue please. Anna"), (language, Words(mail.Text)));
        Assert.Equal((language, "Blue please. Anna"), (language, Shown(mail.Html)));
    }

    [Fact]
    public void Marks_of_the_text_cut_HTML_that_has_none() =>
        Same("Blue please.", "Blue please.\n\nOn 06/05/2025 09:14, Shop wrote:\n> Which colour?\n> Paul", """<p>Blue please.</p><p>On 06/05/2025 09:14, Shop wrote:</p><div style="padding-left:1em">Which colour?<br>Paul</div>""");

    [Theory]
    [InlineData("Blue please.\nAnd one thing more.", """<p>Blue please.</p><blockquote type="cite">And one thing more.</blockquote>""")]
    [InlineData("Blue please.\nAnd one thing more.", """<p>Blue please.</p><div class="gmail_quote">And one thing more.</div>""")]
    [InlineData("Blue please.\n\nAnna\nThe box is open.", """<p>Blue please.</p><div id="Signature">Anna<br>The box is open.</div>""")]
    public void Marks_without_anything_that_a_quotation_has_hide_nothing(string plain, string html) => Same(string.Join(' ', plain.Split('\n', StringSplitOptions.RemoveEmptyEntries)), plain, html);

    [Fact]
    public void What_stands_in_one_of_them_alone_is_not_folded()
    {
        var mail = WrittenMail.Of("Blue please.\n\nDne út 6. 5. 2025 v 9:14 Shop <help@shop.example> napsal:\n> Which colour?\n\nThis is only in the text.", "<div>Blue please.</div>" + Gmail);
        Assert.Contains("This is only in the text.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_two_parts_agree_on_what_is_shown()
    {
        string[] pieces = ["Blue.", "Small.", "Green.", "The lamp is broken.", "Anna"];
        string[] quotes = ["", "-- ", Attribution, "-----Original Message-----", "From: Shop <help@shop.example>", "Sent: Tuesday 6 May 2025 09:14", "To: Anna", "Subject: x", "> Which colour?", "> Paul", "Sent from my iPhone"];
        string[] opened = ["""<div class="gmail_quote">""", """<blockquote type="cite">""", """<div class="yahoo_quoted">""", """<div id="appendonsend"></div>""", """<div id="Signature">""", "</div>", "</blockquote>", "<hr>"];
        var random = new Random(2026);
        for (var n = 0; n < 2_000; n++)
        {
            string[] lines = [.. Enumerable.Range(0, 8).Select(_ => random.Next(2) == 0 ? pieces[random.Next(pieces.Length)] : quotes[random.Next(quotes.Length)])];
            var plain = string.Join('\n', lines);
            var html = string.Concat(lines.Select(l => (random.Next(3) == 0 ? opened[random.Next(opened.Length)] : "") + $"<p>{System.Net.WebUtility.HtmlEncode(l.TrimStart('>', ' '))}</p>"));
            var (text, quoted, clean) = WrittenMail.Of(plain, html);
            Assert.True(Sorted(text + " " + quoted).SequenceEqual(Sorted(plain)), plain);
            // Which of two equal words is shown nobody can see.
            Assert.True(Sorted(text).SequenceEqual(Sorted(Shown(clean))), $"{plain}\n=== html\n{html}\n=== text\n{text}\n=== shown\n{Shown(clean)}\n=== clean\n{clean}");
        }
    }

    [Theory]
    [InlineData(200_000, 0)]
    [InlineData(0, 40_000)]
    [InlineData(100_000, 20_000)]
    public async Task Long_parts_that_disagree_are_brought_together_in_linear_time(int plain, int html)
    {
        var text = "Blue.\n" + string.Concat(Enumerable.Range(0, plain).Select(i => $"word{i} x\n")) + Attribution + "\n> Which colour?";
        var markup = "<p>Blue.</p><div class=yahoo_quoted>" + string.Concat(Enumerable.Range(0, html).Select(i => $"word{i}<br>")) + "</div>" + Gmail;
        var mail = await Task.Run(() => WrittenMail.Of(text, markup)).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith("Blue.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void HTML_that_is_too_large_leaves_the_text() =>
        Assert.Equal(new WrittenMail("Blue please.", $"{Attribution}\n> Which colour?", null) { IsCut = true }, WrittenMail.Of($"Blue please.\n\n{Attribution}\n> Which colour?", string.Concat(Enumerable.Repeat("<i></i>", 60_000))));

    [Fact]
    public void Text_of_blanks_is_made_of_the_HTML() => Assert.Equal("Blue please.", WrittenMail.Of(" \r\n ", $"<div>Blue please.</div>{Gmail}").Text);

    private static void Same(string expected, string plain, string html, string? inHtml = null, bool anyFold = false)
    {
        var (text, quoted, clean) = WrittenMail.Of(plain, html);
        Assert.Equal(expected, Words(text));
        Assert.Equal(inHtml ?? expected, Shown(clean));
        if (!anyFold) Assert.Equal(quoted is not null, clean!.Contains("<details", StringComparison.Ordinal));
    }

    private static string Shown(string? html)
    {
        var body = new HtmlParser().ParseDocument((html ?? "").Replace("<br>", " ", StringComparison.Ordinal).Replace("<p>", " <p>", StringComparison.Ordinal).Replace("<div", " <div", StringComparison.Ordinal).Replace("<blockquote", " <blockquote", StringComparison.Ordinal)).Body!;
        foreach (var folded in body.QuerySelectorAll("details[data-quoted]")) folded.Remove();
        return Words(body.TextContent);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Sorted(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('>', '-', '<')).Where(w => w.Length > 0 && !w.Contains('@', StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
