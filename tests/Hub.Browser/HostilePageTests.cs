using System.Net;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class HostilePageTests(Stage stage) : BrowserTests(stage)
{
    // Every rule a page could have, but for hiding the page itself; and something that lies on top of everything.
    private const string Styles = """
        <style>
          html > *, body *, hub-chat, iframe, button { all: unset !important; display: none !important; visibility: hidden !important; opacity: 0 !important; pointer-events: none !important; clip-path: inset(50%) !important; transform: scale(0) !important }
          body { display: block !important; visibility: visible !important; transform: none !important; opacity: 1 !important; clip-path: none !important }
          body::before { content: ""; position: fixed !important; inset: 0; z-index: 999999999; background: #fff }
        </style>
        """;

    // What prototype.js, MooTools and their like did to a page, and what breaks those who rely on it.
    private const string Scripts = """
        <script>
          (function () {
            function each(list, iterate) { for (var i = 0; i < list.length; i++) iterate(list[i], i); return list; }
            Object.prototype.extend = function () { return this; };
            Array.prototype.each = function (iterate) { return each(this, iterate); };
            Array.prototype.toJSON = Object.prototype.toJSON = String.prototype.toJSON = function () { return "[broken]"; };
            Array.prototype.map = Array.prototype.filter = Array.prototype.reduce = Array.prototype.find = Array.prototype.forEach = function () { return each(this, function () {}); };
            Array.prototype.push = function () { return 0; };
            Array.from = function (list) { return list ? [] : list; };
            Function.prototype.bind = function () { return this; };
            String.prototype.split = String.prototype.startsWith = undefined;
            Object.assign = Object.keys = Object.entries = undefined;
            window.JSON = { parse: function () { throw new Error("old"); }, stringify: function () { return "old"; } };
            window.Event = window.Element = window.Promise = window.Map = window.Set = function () {};
            window.$ = window.$$ = function () { return null; };
            document.getElementById = document.getElementsByClassName = function () { return null; };
          })();
        </script>
        """;

    // As browsers do it where a visitor, or a rule for frames of others, blocks cookies.
    private const string Forbidden = """
        {
          const no = () => { throw new DOMException("Access is denied for this document.", "SecurityError"); };
          for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, { get: no });
          Object.defineProperty(Document.prototype, "cookie", { get: no, set: no });
        }
        """;

    private const string Clock = """
        {
          const real = Date;
          globalThis.Date = class extends real {
            constructor(...args) { args.length ? super(...args) : super(real.now() + OFFSET); }
            static now() { return real.now() + OFFSET; }
          };
        }
        """;

    [Theory]
    [InlineData("styles")]
    [InlineData("scripts")]
    public async Task The_chat_works_on_a_page_with_hostile(string what)
    {
        var head = what == "styles" ? Styles : Scripts;
        await using var shop = await HostSite.OpenAsync(Server, "127.0.0.1", head: head);
        await shop.AllowAsync(Server);
        var chat = new Chat(await ArriveAsync(home: shop.Address));
        await chat.Page.GotoAsync("/");
        await chat.OpenAsync();
        await chat.SendAsync($"Written among {what}");
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Close chat" }).ClickAsync();
        await Expect(chat.Launcher).ToBeFocusedAsync();
        await AnswerAsync($"Written among {what}", $"Read among {what}");
        await Expect(chat.Page.Locator("hub-chat").GetByRole(AriaRole.Status)).ToContainTextAsync("1");
        await chat.OpenAsync();
        await Expect(chat.Said($"Read among {what}")).ToBeVisibleAsync();
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from messages where text = $1", $"Written among {what}"));
    }

    [Fact]
    public async Task A_visitor_whose_storage_is_full_talks_all_the_same()
    {
        var chat = await VisitAsync();
        await chat.Page.EvaluateAsync("() => { for (let size = 1 << 22; size > 0; size >>= 1) try { for (;;) localStorage.setItem(`full${size}:${localStorage.length}`, 'x'.repeat(size)); } catch {} }");
        await chat.OpenAsync();
        await chat.SendAsync("My storage is full");
        await AnswerAsync("My storage is full", "Ours is not");
        await Expect(chat.Said("Ours is not")).ToBeVisibleAsync();

        // Nothing was kept, so whoever reloads begins again, as somebody new.
        await chat.Page.ReloadAsync();
        await chat.OpenAsync();
        await chat.SendAsync("And it still is");
        await Expect(chat.Said("My storage is full")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_visitor_whose_browser_forbids_storage_and_cookies_talks_all_the_same()
    {
        await using var shop = await HostSite.OpenAsync(Server, "127.0.0.1");
        await shop.AllowAsync(Server);
        var person = await ArriveAsync(home: shop.Address);
        await person.Profile.AddInitScriptAsync(Forbidden);
        var chat = new Chat(person);
        await chat.Page.GotoAsync("/");
        await chat.OpenAsync();
        await chat.SendAsync("My storage is forbidden");
        await AnswerAsync("My storage is forbidden", "Ours is not");
        await Expect(chat.Said("Ours is not")).ToBeVisibleAsync();
        await chat.Page.EvaluateAsync("() => { hub('close'); hub('identify', null); }");
        await chat.OpenAsync();
        await Expect(chat.Said("Ours is not")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_visitor_whose_clock_is_wrong_by_a_day_loses_and_doubles_nothing(int days)
    {
        await using var wire = new Wire(Server.Address);
        var person = await ArriveAsync(home: wire.Address);
        await person.Profile.AddInitScriptAsync(Clock.Replace("OFFSET", $"{days * 86_400_000}", StringComparison.Ordinal));
        var chat = new Chat(person);
        await chat.Page.GotoAsync("/demo");
        await chat.OpenAsync();
        string[] said = [$"First on day {days}", $"Answer on day {days}", $"Second on day {days}", $"Third on day {days}"];
        await chat.SendAsync(said[0]);
        await AnswerAsync(said[0], said[1]);
        await Expect(chat.Said(said[1])).ToBeVisibleAsync();
        await chat.SendAsync(said[2]);
        wire.Cut();
        await chat.WriteAsync(said[3]);
        await Expect(chat.Unsent).ToHaveCountAsync(1);
        wire.Mend();
        await Expect(chat.Unsent).ToHaveCountAsync(0);

        await chat.Page.ReloadAsync();
        await chat.OpenAsync();
        var bubbles = chat.Texts.Filter(new() { HasText = $"on day {days}" });
        await Expect(bubbles).ToContainTextAsync(said);
        await Expect(bubbles).ToHaveCountAsync(4);
        await Expect(chat.Unsent).ToHaveCountAsync(0);
        Assert.Equal(3L, await Server.ScalarAsync<long>("select count(*) from messages where kind = 1 and text like $1", $"% on day {days}"));
    }

    [Fact]
    public async Task Two_tabs_that_both_lost_the_line_send_what_was_written_in_them_once()
    {
        await using var wire = new Wire(Server.Address);
        var first = await VisitAsync(home: wire.Address);
        await first.OpenAsync();
        await first.SendAsync("One visitor");
        var second = new Chat(first.Person, await first.Person.OpenTabAsync());
        await second.Page.GotoAsync("/demo");
        await second.OpenAsync();
        await Expect(second.Said("One visitor")).ToBeVisibleAsync();

        wire.Cut();
        await second.WriteAsync("From the second tab");
        await first.Page.BringToFrontAsync();
        await first.WriteAsync("From the first tab");
        await Expect(first.Unsent).ToHaveCountAsync(1);
        await Expect(second.Unsent).ToHaveCountAsync(1);
        wire.Mend();
        foreach (var tab in new[] { first, second })
        {
            await Expect(tab.Unsent).ToHaveCountAsync(0);
            foreach (var text in new[] { "One visitor", "From the first tab", "From the second tab" }) await Expect(tab.Said(text)).ToHaveCountAsync(1);
        }
        Assert.Equal(2L, await Server.ScalarAsync<long>("select count(*) from messages where text like 'From the % tab'"));
    }

    [Fact]
    public async Task A_page_without_https_lacks_what_browsers_keep_for_those_with_and_the_chat_works()
    {
        var person = await ArriveAsync();
        await person.Profile.AddInitScriptAsync("delete Crypto.prototype.randomUUID; delete Navigator.prototype.clipboard; delete Navigator.prototype.serviceWorker;");
        var chat = new Chat(person);
        await chat.Page.GotoAsync("/demo");
        await chat.OpenAsync();
        await chat.SendAsync("No lock in the address bar");
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from messages where text = 'No lock in the address bar'"));
    }

    private async Task AnswerAsync(string question, string answer)
    {
        using var agent = await Server.SignInAsync();
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = $1", question);
        await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = answer, clientId = answer }).ExpectAsync(HttpStatusCode.Created);
    }
}
