using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text;

/// <summary>Mails made to cost time, memory or the stack. Each takes well under a second; quadratic time would take minutes.</summary>
public sealed class HostileMailTests
{
    private const int Million = 1_000_000;

    private static readonly TimeSpan guard = TimeSpan.FromSeconds(30);

    public static TheoryData<string, string> Plain => new()
    {
        { "marks", new string('>', Million) },
        { "lines of marks", Repeat(">\n", Million / 2) },
        { "openings", Repeat("On \n", 100_000) },
        { "openings with words", Repeat("On 6 May 2025 at 09:14, Le\n", 40_000) },
        { "closings", Repeat("wrote:\n", 100_000) },
        { "attributions", Repeat("On 6 May, X wrote:\n> a\nb\n", 40_000) },
        { "fields", Repeat("From: a@b.example\nTo: x\n", 40_000) },
        { "half header blocks", Repeat("To: x\na\nb\nc\nd\n", 40_000) },
        { "blank lines", new string('\n', Million) },
        { "one line", new string('a', Million) },
        { "spaces", new string(' ', Million) },
        { "rules", Repeat("__________\n", 90_000) },
        { "invisible characters", new string('\u200B', Million) },
        { "signatures", Repeat("-- \nSent from my iPhone\n> a\n", 30_000) },
    };

    public static TheoryData<string, string> Html => new()
    {
        { "nested blocks", Repeat("<div>", Million / 5) },
        { "nested quotations", Repeat("<blockquote type=cite>a", Million / 23) + Repeat("<br>b", 100_000) },
        { "nested lists", Repeat("<ul><li>a", Million / 9) },
        { "nested tables", Repeat("<table><tr><td>a<td>b", Million / 21) },
        { "nested links", Repeat("<a href=http://a.example>a", Million / 26) },
        { "nested bold lines above", Repeat("<div style='border-top:solid'><b>x:</b>", 30_000) + Repeat("<b>y</b>", 50_000) },
        { "nested lines above a wide bold", Repeat("<div style='border-top:solid'>", 400) + "<b>" + Repeat("<i></i>", 200_000) },
        { "formatting copied into each paragraph", string.Concat(Enumerable.Range(0, 5_000).Select(i => $"<b id=b{i}>")) + Repeat("<p>x", 100_000) },
        { "end tags", Repeat("<div><b></i></p>", 60_000) },
        { "attributes", "<div " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=x ")) + ">x</div>" },
        { "a long style", $"<div style=\"{Repeat("a:b;", Million / 4)}\">x</div>" },
        { "entities", Repeat("&amp", Million / 4) },
        { "comments", Repeat("<!--", Million / 4) },
        { "open angles", new string('<', Million) },
        { "frames", Repeat("<div class=gmail_quote>a<blockquote>b</blockquote>", 20_000) },
        { "cells", "<table><tr>" + Repeat("<td><p>a</p></td>", 100_000) },
        { "words", Repeat("word ", 800_000) },
        { "empty lines kept", $"<blockquote><pre>{Repeat("a\n\n", Million)}</pre></blockquote>" },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task A_hostile_plain_mail_is_parted_in_linear_time(string kind, string mail)
    {
        var (text, quoted) = await Task.Run(() => WrittenText.Split(mail)).WaitAsync(guard);
        Assert.True(text.Length + (quoted?.Length ?? 0) <= mail.Length + 2, kind);
    }

    [Theory]
    [MemberData(nameof(Html))]
    public async Task A_hostile_HTML_mail_is_read_in_linear_time(string kind, string mail)
    {
        var (text, quoted) = await Task.Run(() => WrittenText.FromHtml(mail)).WaitAsync(guard);
        Assert.True(text.Length + (quoted?.Length ?? 0) <= 1_100_000, kind);
    }

    [Fact]
    public void Text_nested_deeper_than_any_program_nests_it_is_still_read() =>
        Assert.Equal(("deep after", null), WrittenText.FromHtml(Repeat("<span>", 20_000) + "deep" + Repeat("</span>", 20_000) + " after"));

    [Fact]
    public void The_deepest_nesting_fits_a_small_stack()
    {
        (string Text, string? Quoted)? read = null;
        var reader = new Thread(() => read = WrittenText.FromHtml(Repeat("<blockquote style='border:none'><table><tr><td><a href=x>", 10_000) + "deep"), 512 * 1024);
        reader.Start();
        Assert.True(reader.Join(guard));
        Assert.Equal(("deep", null), read);
    }

    [Fact]
    public void A_text_longer_than_a_million_characters_is_cut_and_says_so()
    {
        var text = WrittenText.FromHtml(Repeat("<p>word</p>", 400_000)).Text;
        Assert.EndsWith("\n[…]", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 900_000, 1_000_010);
    }

    private static string Repeat(string part, int times) => string.Concat(Enumerable.Repeat(part, times));
}
