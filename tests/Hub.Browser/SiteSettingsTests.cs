using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class SiteSettingsTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task The_preview_follows_what_is_typed_and_the_screens_are_accessible()
    {
        var desk = await WorkAsync("Inès Roy", Role.Administrator);
        await desk.Page.GotoAsync("/settings/web-chat#accent");
        var preview = desk.Page.FrameLocator("iframe[title=Preview]");
        var launcher = preview.Locator("hub-chat button");
        await Expect(launcher).ToHaveCSSAsync("background-color", "rgb(11, 96, 115)");
        await desk.Page.ExpectAccessibleAsync("site, appearance");

        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = "Colour", Exact = true }).FillAsync("#f6c945");
        await Expect(launcher).ToHaveCSSAsync("background-color", "rgb(246, 201, 69)");
        await Expect(desk.Page.GetByText("the chat writes in dark ones")).ToBeVisibleAsync();
        await desk.Page.GetByText("Left", new() { Exact = true }).ClickAsync();
        await Expect(launcher).ToHaveCSSAsync("left", "24px");

        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "Languages and texts" }).ClickAsync();
        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = "Greeting", Exact = true }).FillAsync("Ask us about lamps");
        await Expect(preview.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = "Ask us about lamps" })).ToBeVisibleAsync();
        await desk.Page.ExpectAccessibleAsync("site, texts");
        // Nothing of it was saved, and nobody has written.
        Assert.Equal(0L, await Server.ScalarAsync<long>("select count(*) from sites where accent is not null or texts <> '{}'"));

        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(desk.Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "Installation" }).ClickAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Textbox, new() { Name = "Put it on your site" })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^<script src=.*</noscript>$", System.Text.RegularExpressions.RegexOptions.Singleline));
        await desk.Page.ExpectAccessibleAsync("site, installation");
    }
}
