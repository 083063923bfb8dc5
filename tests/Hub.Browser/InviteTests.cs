using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class InviteTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task A_colleague_comes_by_a_link_sees_the_inbox_and_is_signed_out_live_when_disabled()
    {
        await using var visitor = await Visitor.OpenAsync(Server);
        await visitor.SendAsync("Who answers me?");
        var chief = await WorkAsync("Ada Admin", Role.Administrator);
        var page = chief.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Email" }).FillAsync("yann@hub.test");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Invitation link" }).InputValueAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        var yann = new Desk(await ArriveAsync());
        await yann.Page.GotoAsync(link);
        await yann.Page.GetByRole(AriaRole.Textbox, new() { Name = "Your name" }).FillAsync("Yann Le Goff");
        await yann.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync("three words in a row");
        await yann.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await yann.OpenAsync("Who answers me?");
        await yann.AnswerAsync("I do, Yann.");
        await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("text").GetString() == "I do, Yann.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Actions for Yann Le Goff" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Disable the account" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();

        await Expect(yann.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        await Expect(yann.Said("Who answers me?")).ToHaveCountAsync(0);
        await yann.Page.GotoAsync(link);
        await Expect(yann.Page.GetByRole(AriaRole.Heading, new() { Name = "This invitation is no longer valid" })).ToBeVisibleAsync();
    }
}
