using System.Globalization;
using System.Text.Json;
using Hub.Browser.Support;
using Xunit.Abstractions;

namespace Hub.Browser;

/// <summary>Figures of one run, written to the test's output. They are read, not asserted: a machine that others use says nothing about 150 ms.</summary>
public sealed class SpeedTests(Stage stage, ITestOutputHelper output) : BrowserTests(stage)
{
    private const string Watch = """
        {
          const now = () => performance.timeOrigin + performance.now();
          window.tasks = [];
          new PerformanceObserver(list => window.tasks.push(...list.getEntries().map(task => Math.round(task.duration)))).observe({ type: "longtask", buffered: true });
          // Twice: when the second frame begins, the first has been painted.
          const painted = then => requestAnimationFrame(() => requestAnimationFrame(then));
          addEventListener("click", () => { window.clicked = now(); }, true);
          addEventListener("focusin", event => { if (event.target.matches("textarea")) painted(() => { window.open = now(); }); }, true);
        }
        """;

    [Fact]
    public async Task What_opening_the_chat_costs_is_told()
    {
        await using var shop = await HostSite.OpenAsync(Server, "127.0.0.1");
        await shop.AllowAsync(Server);
        var chat = new Chat(await ArriveAsync(home: shop.Address));
        await chat.Page.AddInitScriptAsync(Watch);
        await chat.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(chat.Launcher).ToBeVisibleAsync();
        var ofLoader = await TasksAsync(chat.Page.Locator("body"));

        // A touch: nothing is loaded before.
        await chat.Launcher.DispatchEventAsync("click");
        await Expect(chat.Field).ToBeFocusedAsync();
        var first = await OpenedAsync(chat);
        await CloseAsync(chat);
        await chat.OpenAsync();
        var again = await OpenedAsync(chat);
        await CloseAsync(chat);

        // A mouse comes near a while before it clicks, and the chat loads meanwhile.
        await chat.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
        await chat.Launcher.HoverAsync();
        await Expect(chat.Field).ToBeAttachedAsync();
        await chat.OpenAsync();
        var hovered = await OpenedAsync(chat);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Painted after the click: {first:0} ms with nothing loaded, {hovered:0} ms when the pointer was there before, {again:0} ms the second time."));
        output.WriteLine($"Tasks over 50 ms: of the page with the loader [{ofLoader}], of the chat in its frame [{await TasksAsync(chat.Field)}].");
        Assert.All([first, again, hovered], milliseconds => Assert.True(milliseconds > 0));
    }

    private static async Task<double> OpenedAsync(Chat chat)
    {
        await Wait.UntilAsync("the chat is painted", async () => await chat.Field.EvaluateAsync<bool>("() => !!window.open"));
        var opened = await chat.Field.EvaluateAsync<double>("() => { const at = window.open; window.open = 0; return at; }");
        return opened - await chat.Page.EvaluateAsync<double>("() => window.clicked");
    }

    private static async Task CloseAsync(Chat chat)
    {
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Close chat" }).ClickAsync();
        await Expect(chat.Launcher).ToBeFocusedAsync();
    }

    private static async Task<string> TasksAsync(ILocator within) => string.Join(", ", (await within.EvaluateAsync<JsonElement>("() => window.tasks")).EnumerateArray().Select(task => $"{task} ms"));
}
