using System.Net;
using Hub.Browser.Support;
using Hub.Mail.Tests.Text.Safe;

namespace Hub.Browser.Mail;

/// <summary>Mails as HTML on an agent's screen: they look as they were sent, run nothing, and tell nobody that they are read.</summary>
public sealed class HtmlMailTests(Stage stage) : BrowserTests(stage)
{
    private const int InOneMail = 24;

    // Makes its way out of any frame that lets it, and out of the machine.
    private const string Run = "top.document.title=parent.document.title='ran';top.ran=parent.ran=1;top.location='http://{0}/ran';fetch('http://{0}/ran')";

    [Fact]
    public async Task Hostile_mails_run_nothing_and_reach_nobody_cleaned_or_not()
    {
        await using var trap = new Trap();
        var mails = Vectors.All.Chunk(InOneMail).Select((tricks, n) => $"<p>Mail {n}</p>" + Armed(string.Join("\n", tricks), trap, n) + Armed(Tracking, trap, n)).ToList();
        for (var n = 0; n < mails.Count; n++) await DeliverAsync("hostile", n, mails[n]);
        var desk = await WorkAsync();
        await ReadAllAsync(desk, "Mail hostile", mails.Count);
        // Requests to strangers, dialogs and what a policy had to stop are trouble at this point.
        Assert.Empty(desk.Person.TakeTrouble());
        await ExpectNothingHappenedAsync(desk, trap);

        // As if the cleaning had let everything through: the page and its frame alone must do.
        for (var n = 0; n < mails.Count; n++)
        {
            await Server.ExecuteAsync("update messages set html = $1 where id = (select id from messages where html is not null order by id offset $2 limit 1)", global::Hub.Platform.Texts.Storable(mails[n], int.MaxValue), n);
        }
        await desk.Page.ReloadAsync();
        await ReadAllAsync(desk, null, mails.Count);
        await ExpectNothingHappenedAsync(desk, trap);
        Assert.DoesNotContain(desk.Person.TakeTrouble(), trouble => trouble.StartsWith("A dialog", StringComparison.Ordinal));
        await trap.ExpectToWorkAsync();
    }

    [Fact]
    public async Task A_mail_looks_as_it_was_sent_says_where_its_links_lead_and_can_be_read_as_text()
    {
        var site = PictureServer.Start(_ => PictureServer.Ok("<title>Elsewhere</title>"u8.ToArray(), "text/html"));
        await using var elsewhere = site;
        await DeliverAsync("looks", 0, $"<p style='color:#c00000'>Red words</p><a href='http://127.0.0.1:{site.Port}/offer'>www.bank.example</a><table height=1500><tr><td>Tall</table>"
            + "<div class=gmail_quote><div class=gmail_attr>On Tue, May 6, 2025 at 9:14 AM Shop wrote:</div><blockquote class=gmail_quote>Which colour?</blockquote></div>");
        var desk = await WorkAsync();
        await OpenAsync(desk, "Mail looks");
        var frame = desk.Timeline.Locator("iframe[title='Mail from Anna Keller']").First;
        var paper = frame.ContentFrame;
        await Expect(paper.GetByText("Red words")).ToHaveCSSAsync("color", "rgb(192, 0, 0)");
        await Expect(paper.GetByRole(AriaRole.Link)).ToContainTextAsync("[→ 127.0.0.1]");
        await Expect(paper.GetByText("Which colour?")).ToBeHiddenAsync();
        await Wait.UntilAsync("the frame is as high as its mail", async () => (await frame.BoundingBoxAsync())?.Height > 1_500);
        var folded = (await frame.BoundingBoxAsync())!.Height;

        await desk.Timeline.GetByRole(AriaRole.Button, new() { Name = "Show quoted text" }).ClickAsync();
        await Expect(paper.GetByText("Which colour?")).ToBeVisibleAsync();
        await Wait.UntilAsync("the frame makes room for the quotation", async () => (await frame.BoundingBoxAsync())!.Height > folded);

        // By keyboard, into the mail: the link is there to be reached, and opens beside the desk.
        await paper.GetByRole(AriaRole.Link).FocusAsync();
        var opening = desk.Page.Context.WaitForPageAsync();
        await desk.Page.Keyboard.PressAsync("Enter");
        var opened = await opening;
        await Expect(opened).ToHaveTitleAsync("Elsewhere");
        Assert.True(await opened.EvaluateAsync<bool>("opener === null && document.referrer === ''"));
        Assert.DoesNotContain("Referer", Assert.Single(site.Requests, r => r.StartsWith("GET /offer", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);

        await desk.Timeline.GetByRole(AriaRole.Button, new() { Name = "Show as text" }).ClickAsync();
        await Expect(desk.Timeline.Locator("iframe")).ToHaveCountAsync(0);
        await Expect(desk.Timeline.GetByText("Red words")).ToBeVisibleAsync();
        await desk.Timeline.GetByRole(AriaRole.Button, new() { Name = "Show as sent" }).ClickAsync();
        await Expect(paper.GetByText("Red words")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Remote_pictures_are_shown_when_asked_for_and_stay_so()
    {
        await using var trap = new Trap();
        await DeliverAsync("pictures", 0, $"<p>Here</p><img alt=Lamp src='http://{trap.Door(0)}/lamp.png' width=80 height=60>");
        var desk = await WorkAsync();
        await OpenAsync(desk, "Mail pictures");
        var picture = desk.Timeline.Locator("iframe").First.ContentFrame.GetByRole(AriaRole.Img, new() { Name = "Lamp" });
        await Expect(desk.Timeline.GetByText("Remote images are off.")).ToBeVisibleAsync();
        await Expect(picture).Not.ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex(".*"));
        // An address on this machine is none of the network outside: the server refuses to go there.
        await desk.Timeline.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(desk.Timeline.GetByText("1 image cannot be shown.")).ToBeVisibleAsync();
        Assert.Equal(0, trap.Connections);

        await desk.Page.RouteAsync("**/api/v1/pictures/**", route => route.FulfillAsync(new() { ContentType = "image/png", BodyBytes = PictureServer.Png }));
        await desk.Page.ReloadAsync();
        await Expect(picture).ToHaveAttributeAsync("src", $"data:image/png;base64,{Convert.ToBase64String(PictureServer.Png)}");
        await Expect(desk.Timeline.GetByText("Remote images are off.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_ticket_with_such_a_mail_is_accessible()
    {
        await DeliverAsync("axe", 0, "<p>Hello</p><img src='https://shop.test/lamp.png'><blockquote type=cite>Which colour?</blockquote><p>Blue</p><a href='https://shop.test/'>The shop</a>");
        var desk = await WorkAsync(screen: new Screen(Language: "fr-FR", Dark: true));
        await OpenAsync(desk, "Mail axe");
        await Expect(desk.Timeline.Locator("iframe").First.ContentFrame.GetByText("Blue")).ToBeVisibleAsync();
        await desk.Page.ExpectAccessibleAsync("ticket with a mail as HTML");
    }

    [Theory]
    [InlineData("en-GB", false)]
    [InlineData("fr-FR", true)]
    public async Task Every_kind_of_mail_is_accessible(string language, bool dark)
    {
        foreach (var mail in KindsOfMail.All.Values) Assert.StartsWith("250", (await new Postman(Server).DeliverAsync(mail))[0], StringComparison.Ordinal);
        var desk = await WorkAsync(screen: new Screen(Language: language, Dark: dark));
        foreach (var kind in KindsOfMail.All.Keys)
        {
            await OpenAsync(desk, $"Mail {kind}");
            await Expect(desk.Page.GetByRole(AriaRole.Heading, new() { Name = $"Mail {kind}" }).First).ToBeVisibleAsync();
            await Expect(desk.Timeline.GetByText(kind is "newsletter" ? "Anna Keller" : kind is "signed" ? "S/MIME" : kind is "encrypted" ? "OpenPGP" : "12 rue des Ateliers, Lille").First).ToBeVisibleAsync();
            await desk.Page.ExpectAccessibleAsync($"ticket with a mail, {kind}");
        }
    }

    // What opens a connection without anybody's help.
    private const string Tracking =
        "<img src=https://trap.example/1.png><a href=https://trap.example/>trap.example</a><link rel=\"preload prefetch preconnect dns-prefetch stylesheet\" as=style href=https://trap.example/2.css>"
        + "<body background=https://trap.example/3.png><td background=https://trap.example/4.png><div style=\"background-image:url(https://trap.example/5.png)\">x</div>"
        + "<style>@import url(https://trap.example/6.css);p{background:url(https://trap.example/7.png)}</style><iframe src=https://trap.example/8></iframe><video poster=https://trap.example/9 autoplay src=https://trap.example/10></video>"
        + "<meta http-equiv=refresh content=\"0;url=https://trap.example/11\"><object data=https://trap.example/12></object><embed src=https://trap.example/13><svg><image href=https://trap.example/14 /></svg><input type=image src=https://trap.example/15>";

    private static string Armed(string html, Trap trap, int n) =>
        html.Replace("https://trap.example", $"http://{trap.Door(n)}", StringComparison.Ordinal).Replace("RUN", Run.Replace("{0}", trap.Door(n), StringComparison.Ordinal), StringComparison.Ordinal);

    private async Task DeliverAsync(string name, int n, string html)
    {
        var reply = await new Postman(Server).DeliverAsync(Postman.Mail(
            "Anna Keller <anna@shop.test>", $"Mail {name}", html.Replace("\0", "&#0;", StringComparison.Ordinal), ("Content-Type", "text/html; charset=utf-8"),
            ("Message-ID", $"<{name}.{n}@shop.test>"), ("References", n == 0 ? "" : $"<{name}.0@shop.test>")));
        Assert.StartsWith("250", reply[0], StringComparison.Ordinal);
    }

    private static async Task OpenAsync(Desk desk, string subject)
    {
        await desk.Page.GotoAsync("/");
        await desk.Row(subject).First.ClickAsync();
    }

    private static async Task ReadAllAsync(Desk desk, string? subject, int mails)
    {
        if (subject is not null) await OpenAsync(desk, subject);
        await Expect(desk.Timeline.Locator(".paper")).ToHaveCountAsync(mails);
        for (var n = 0; n < mails; n++)
        {
            var paper = desk.Timeline.Locator(".paper").Nth(n);
            await paper.EvaluateAsync("element => element.scrollIntoView()");
            await Expect(paper.Locator("iframe")).ToHaveCountAsync(2);
        }
        await Wait.UntilAsync("every mail has its height", () => desk.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.sheet iframe:not(.twin)')].every(frame => frame.style.height)"));
    }

    private static async Task ExpectNothingHappenedAsync(Desk desk, Trap trap)
    {
        var title = await desk.Page.TitleAsync();
        var address = desk.Page.Url;
        // What a browser does beside drawing, it does when it is idle.
        for (var n = 0; n < 3; n++) await desk.Page.EvaluateAsync("() => new Promise(done => requestIdleCallback(() => setTimeout(done, 250)))");
        Assert.False(await desk.Page.EvaluateAsync<bool>("'ran' in window"));
        Assert.Equal((title, address), (await desk.Page.TitleAsync(), desk.Page.Url));
        Assert.DoesNotContain("ran", title, StringComparison.Ordinal);
        Assert.Equal("/views/open/tickets/", new Uri(address).AbsolutePath.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
        Assert.True(trap.Connections == 0, $"{trap.Connections} connections: {string.Join(", ", trap.Heard)}");
        Assert.Single(desk.Page.Context.Pages);
    }
}
