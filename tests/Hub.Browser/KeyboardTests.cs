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

    [Fact]
    public async Task A_ticket_is_handed_to_a_team_by_keys_and_found_in_the_teams_list()
    {
        var team = await Server.ScalarAsync<long>("insert into teams (name) values ('Workshop') returning id");
        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("It flickers");
        var desk = await WorkAsync();
        var keys = desk.Page.Keyboard;
        await Expect(desk.Row("It flickers")).ToBeVisibleAsync();
        await keys.PressAsync("j");
        await Expect(desk.Said("It flickers")).ToBeVisibleAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Team: No team" })).ToBeVisibleAsync();
        await keys.PressAsync("t");
        var entry = desk.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Workshop" });
        await Expect(entry).ToBeVisibleAsync();
        await keys.PressAsync("End");
        while (!await entry.EvaluateAsync<bool>("entry => entry === document.activeElement")) await keys.PressAsync("ArrowUp");
        await keys.PressAsync("Enter");
        var link = desk.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Workshop" });
        await Expect(link).ToContainTextAsync("1");
        await desk.Page.GoToAsync(link, "Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(desk.Page.GetByRole(AriaRole.Heading, new() { Name = "Workshop", Level = 1 })).ToBeVisibleAsync();
        await Expect(desk.Row("It flickers")).ToBeVisibleAsync();
        Assert.Equal(team, await Server.ScalarAsync<long>("select team from tickets where subject = 'It flickers'"));
    }

    private static Task<JsonElement> ExpectResolvedAsync(Visitor visitor) =>
        visitor.Line.ExpectAsync("State", a => a[0].TryGetProperty("status", out var status) && status.GetString() == "resolved");
}
