using System.Text.Json;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class LoaderTests(Stage stage) : BrowserTests(stage)
{
    private const string WatchLayout = """
        window.shifts = [];
        new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => entry.value))).observe({ type: "layout-shift", buffered: true });
        """;

    private const string Kept = """
        async () => [document.cookie, Object.keys(localStorage), Object.keys(sessionStorage), (await indexedDB.databases()).map(d => d.name)].flat().filter(Boolean)
        """;

    [Fact]
    public async Task A_page_with_the_chat_makes_one_request_shifts_nothing_and_keeps_nothing()
    {
        await using var shop = await HostSite.OpenAsync(Server, "127.0.0.1");
        await shop.AllowAsync(Server);
        var visitor = new Chat(await ArriveAsync(home: shop.Address));
        await visitor.Page.AddInitScriptAsync(WatchLayout);

        await visitor.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(visitor.Launcher).ToBeVisibleAsync();
        var asked = visitor.Person.Asked.Where(address => address.Port == Server.Address.Port);
        Assert.Equal(["/widget.js"], asked.Select(address => address.AbsolutePath));
        Assert.Empty(visitor.Person.Heard);

        await visitor.OpenAsync();
        await Expect(visitor.Frame.GetByRole(AriaRole.Heading, new() { Name = "Hello. How can we help?" })).ToBeVisibleAsync();
        Assert.Empty(await visitor.Person.Profile.CookiesAsync());
        Assert.Empty(await KeptAsync(visitor.Field));
        Assert.Empty(await KeptAsync(visitor.Page.GetByRole(AriaRole.Main)));

        await visitor.SendAsync("Do you repair lamps?");
        await visitor.Frame.GetByRole(AriaRole.Button, new() { Name = "Close chat" }).ClickAsync();
        await Expect(visitor.Launcher).ToBeFocusedAsync();
        Assert.Equal(0, await visitor.Page.EvaluateAsync<double>("() => window.shifts.reduce((sum, shift) => sum + shift, 0)"));
        Assert.Empty(await visitor.Person.Profile.CookiesAsync());
        // On the page itself, that there is a conversation; nothing of it.
        Assert.Equal(["hub-chat"], await KeptAsync(visitor.Page.GetByRole(AriaRole.Main)));
        // What a reload needs is kept in the frame's own storage, now that there is something to find again.
        Assert.NotEmpty(await KeptAsync(visitor.Field));
    }

    /// <summary>The names of everything the browser keeps for the document of an element.</summary>
    private static async Task<string[]> KeptAsync(ILocator element) => (await element.EvaluateAsync<JsonElement>(Kept)).Deserialize<string[]>()!;
}
