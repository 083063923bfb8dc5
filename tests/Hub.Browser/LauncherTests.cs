using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

/// <summary>The launcher on a host's page that makes it hard: a strict policy, altered prototypes, single pages.</summary>
public sealed class LauncherTests(Stage stage) : BrowserTests(stage)
{
    private const string Altered = """
        Object.prototype.extend = function () {}; Array.prototype.remove = function () {}; Array.prototype.toJSON = function () { return "old"; };
        window.JSON = { parse() { throw new Error("ours"); }, stringify() { throw new Error("ours"); } };
        """;

    [Fact]
    public async Task The_line_from_the_desk_works_on_a_page_with_a_strict_policy_and_altered_prototypes_in_the_sites_own_look()
    {
        using var administrator = await Server.SignInAsync(Role.Administrator);
        var site = await administrator.PostAsync("/api/v1/sites", new { name = "Sun", accent = "#f6c945", position = new { side = "left", x = 32, y = 96 }, languages = new[] { "fr", "en" }, locale = "fr", texts = new { en = new { title = "Sun lamps" } } }).ExpectAsync(HttpStatusCode.Created);
        await using var shop = await HostSite.OpenAsync(Server, "127.0.0.1", site.GetProperty("snippet").GetString());
        shop.Policy = $"default-src 'none'; script-src {Server.Address} 'nonce-old'; frame-src {Server.Address}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";
        shop.Script = $"<script nonce=\"old\">{Altered}</script>";
        await administrator.PatchAsync($"/api/v1/sites/{site.GetProperty("id")}", new { allowedOrigins = new[] { shop.Origin } }).ExpectAsync(HttpStatusCode.OK);

        var visitor = new Chat(await ArriveAsync(home: shop.Address));
        await visitor.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(visitor.Launcher).ToHaveCSSAsync("background-color", "rgb(246, 201, 69)");
        var place = (await visitor.Launcher.BoundingBoxAsync())!;
        Assert.Equal((32, 900 - 96 - 56), (place.X, place.Y));
        // All of that in one request.
        Assert.Single(visitor.Person.Asked, address => address.Port == Server.Address.Port);

        await visitor.Page.EvaluateAsync("hub('open', { text: 'About order 4711' })");
        await Expect(visitor.Field).ToHaveValueAsync("About order 4711");
        await Expect(visitor.Frame.GetByRole(AriaRole.Heading, new() { Name = "Sun lamps" })).ToBeVisibleAsync();
        await visitor.Field.PressAsync("Enter");
        await Expect(visitor.Said("About order 4711")).ToBeVisibleAsync();
        await Expect(visitor.Field).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_returning_visitor_sees_an_unread_answer_without_opening_and_the_page_remembers_one_character()
    {
        await using var shop = await HostSite.OpenAsync(Server, "127.0.0.1");
        await shop.AllowAsync(Server);
        var visitor = new Chat(await ArriveAsync(home: shop.Address));
        await visitor.Page.GotoAsync("/");
        await visitor.OpenAsync();
        await visitor.SendAsync("Is it repaired yet?");
        await Expect(visitor.Page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
        Assert.Equal("{\"hub-chat\":\"1\"}", await visitor.Page.EvaluateAsync<string>("JSON.stringify(localStorage)"));
        await visitor.Page.GotoAsync("about:blank");

        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = 'Is it repaired yet?'");
        using var agent = await Server.SignInAsync(Role.Agent, "Léa Moreau");
        await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Since this morning", clientId = "1" }).ExpectAsync(HttpStatusCode.Created);

        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Page.GetByRole(AriaRole.Status).GetByText("1 unread")).ToBeAttachedAsync();
        await Expect(visitor.Page.GetByTitle("Chat", new() { Exact = true })).ToBeHiddenAsync();
        await visitor.OpenAsync();
        await Expect(visitor.Said("Since this morning")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_single_page_hides_shuts_down_and_boots_the_chat_and_the_script_twice_is_one()
    {
        var visitor = await VisitAsync();
        await visitor.Page.EvaluateAsync("() => { const again = document.createElement('script'); const first = document.querySelector('script[data-site]'); again.src = first.src; again.dataset.site = first.dataset.site; document.body.append(again); return new Promise(done => again.onload = done); }");
        await Expect(visitor.Page.Locator("hub-chat")).ToHaveCountAsync(1);

        await visitor.Page.EvaluateAsync("() => { window.heard = []; const note = () => heard.push('open'); hub('on', 'open', () => { throw new Error('theirs'); }); hub('on', 'open', note); hub('toggle'); hub('toggle'); hub('off', 'open', note); hub('toggle'); }");
        Assert.Equal(1, await visitor.Page.EvaluateAsync<int>("heard.length"));
        Assert.All(visitor.Person.TakeTrouble(), trouble => Assert.Contains("theirs", trouble, StringComparison.Ordinal));
        await visitor.SendAsync("Before the page was another");

        await visitor.Page.EvaluateAsync("() => { hub('close'); hub('hide'); history.pushState(null, '', '/demo?step=2'); }");
        await Expect(visitor.Launcher).ToBeHiddenAsync();
        await visitor.Page.EvaluateAsync("hub('shutdown')");
        await Expect(visitor.Page.Locator("hub-chat")).ToHaveCountAsync(0);
        await visitor.Page.EvaluateAsync("() => { hub('open'); hub('boot'); hub('open'); }");
        // Whoever was here before has gone with it.
        await Expect(visitor.Field).ToBeVisibleAsync();
        await Expect(visitor.Said("Before the page was another")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Whoever_shuts_the_chat_down_leaves_nothing_in_the_page_and_what_cannot_be_handed_over_harms_nothing()
    {
        using var administrator = await Server.SignInAsync(Role.Administrator);
        var site = await administrator.PostAsync("/api/v1/sites", new { name = "Kept by the page", remember = "conversation" }).ExpectAsync(HttpStatusCode.Created);
        await using var shop = await HostSite.OpenAsync(Server, "127.0.0.1", site.GetProperty("snippet").GetString());
        await administrator.PatchAsync($"/api/v1/sites/{site.GetProperty("id")}", new { allowedOrigins = new[] { shop.Origin } }).ExpectAsync(HttpStatusCode.OK);
        var visitor = new Chat(await ArriveAsync(home: shop.Address));
        await visitor.Page.GotoAsync("/");
        await visitor.OpenAsync();
        await visitor.Page.EvaluateAsync("() => { hub('identify', { name: 'Ann', greet() {} }); hub('setLocale'); }");
        await visitor.SendAsync("For my eyes alone");
        Assert.All(visitor.Person.TakeTrouble(), trouble => Assert.Contains("could not be cloned", trouble, StringComparison.Ordinal));
        await visitor.Page.WaitForFunctionAsync("() => (localStorage['hub-chat'] ?? '').length > 20");

        await visitor.Page.EvaluateAsync("hub('shutdown')");
        Assert.Equal("{}", await visitor.Page.EvaluateAsync<string>("JSON.stringify(localStorage)"));
        await visitor.Page.ReloadAsync();
        await visitor.OpenAsync();
        await Expect(visitor.Field).ToBeVisibleAsync();
        await Expect(visitor.Said("For my eyes alone")).ToHaveCountAsync(0);
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from visitor_sessions v join session_tickets s on s.session = v.id join messages m on m.ticket = s.ticket where m.text = 'For my eyes alone' and v.revoked_at is not null"));
    }
}
