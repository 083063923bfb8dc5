using System.Text.Json;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class KeyboardTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task An_agent_signs_in_answers_and_resolves_without_a_mouse()
    {
        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("Can I pay by transfer?");
        var (_, email) = await Server.AddAgentAsync();
        var desk = new Desk(await ArriveAsync());
        var keys = desk.Page.Keyboard;
        await desk.Page.GotoAsync("/");

        await desk.Page.GoToAsync(desk.Email);
        await keys.TypeAsync(email);
        await desk.Page.GoToAsync(desk.Password);
        await keys.TypeAsync(HubApp.Password);
        await keys.PressAsync("Enter");

        await desk.Page.GoToAsync(desk.Row("Can I pay by transfer?"));
        await keys.PressAsync("Enter");
        await Expect(desk.Said("Can I pay by transfer?")).ToBeVisibleAsync();
        await keys.PressAsync("r");
        await Expect(desk.Answer).ToBeFocusedAsync();
        await keys.TypeAsync("Yes, of course.");
        await keys.PressAsync("Control+Enter");
        await Expect(desk.Said("Yes, of course.")).ToBeVisibleAsync();
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "Yes, of course.");

        await desk.Page.GoToAsync(desk.Resolve, "Shift+Tab");
        await keys.PressAsync("Enter");
        await ExpectResolvedAsync(visitor);
        await Expect(desk.Resolve).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Single_keys_go_through_the_inbox_and_never_into_what_one_writes()
    {
        await using var first = await Visitor.OpenAsync(Server);
        await using var second = await Visitor.OpenAsync(Server);
        await first.SendAsync("The older question");
        await second.SendAsync("The newer question");
        var desk = await WorkAsync();
        var keys = desk.Page.Keyboard;
        await Expect(desk.Row("The older question")).ToBeVisibleAsync();

        await keys.PressAsync("j");
        await Expect(desk.Said("The newer question")).ToBeVisibleAsync();
        await keys.PressAsync("j");
        await Expect(desk.Said("The older question")).ToBeVisibleAsync();
        await keys.PressAsync("n");
        await Expect(desk.Note).ToBeFocusedAsync();
        await keys.TypeAsync("je ne sais pas");
        await Expect(desk.Note).ToHaveValueAsync("je ne sais pas");
        await Expect(desk.Said("The older question")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("k");
        await Expect(desk.Said("The newer question")).ToBeVisibleAsync();
        await keys.PressAsync("e");
        await ExpectResolvedAsync(second);
        Assert.Equal(0L, await Server.ScalarAsync<long>("select count(*) from messages where text like 'je ne%'"));
    }

    private static Task<JsonElement> ExpectResolvedAsync(Visitor visitor) =>
        visitor.Line.ExpectAsync("State", a => a[0].TryGetProperty("status", out var status) && status.GetString() == "resolved");
}
