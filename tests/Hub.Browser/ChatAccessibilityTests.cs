using System.Net;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

/// <summary>One visitor goes through everything that the chat can show, and each of it is checked in every look, where it stands.</summary>
public sealed class ChatAccessibilityTests(PostStage stage) : BrowserTests<PostStage>(stage)
{
    private const string Nameless = "element => element.ownerDocument.body.append(document.createElement('button'))";
    // Both languages in both themes, both sizes in each of them.
    private static readonly (string Language, ColorScheme Theme, int Width, int Height)[] looks =
        [("fr", ColorScheme.Light, 390, 844), ("fr", ColorScheme.Dark, 1280, 800), ("en", ColorScheme.Dark, 390, 844), ("en", ColorScheme.Light, 1280, 800)];
    private readonly List<string> faults = [];

    [Fact]
    public async Task Everything_the_chat_shows_is_accessible_in_light_and_dark_English_and_French_large_and_small()
    {
        await using var wire = new Wire(Server.Address);
        using var administrator = await Server.SignInAsync(Role.Administrator);
        var site = new ReceptionDesk(administrator, await Server.ScalarAsync<long>("select channel from sites order by channel limit 1"));
        Assert.StartsWith("250", (await new Postman(Server).DeliverAsync(Postman.Mail("Anna Keller <anna@shop.test>", "My order", "Where is it?"), "support@hub.test"))[0], StringComparison.Ordinal);
        var hasty = await VisitAsync(new(1280, 800));
        await hasty.OpenAsync();
        await hasty.SendAsync("I have to leave soon");
        await LeaveAddressAsync(hasty);
        await site.SetAsync(new { form = ReceptionDesk.Form, consent = ReceptionDesk.Consent });
        var chat = await VisitAsync(new(1280, 800), wire.Address);
        await chat.Person.Profile.GrantPermissionsAsync(["notifications"]);

        await AskAsync(chat);
        await SendFilesAsync(chat);
        using var agent = await Server.SignInAsync(Role.Agent, "Léa Moreau");
        await using (await HubSocket.OpenDeskAsync(Server, agent))
        {
            await Expect(chat.Conversation.GetByText("number 2 in line", new() { Exact = false })).ToBeVisibleAsync();
            await LookAsync(chat, "place in line");
            await RateAsync(chat, agent);
        }
        await ProveAsync(chat);
        await site.SetAsync(new { hours = ReceptionDesk.Over(Server.Time.GetUtcNow()) });
        await chat.Page.ReloadAsync();
        await chat.OpenAsync();
        await Expect(chat.Frame.GetByText("Back on", new() { Exact = false })).ToBeVisibleAsync();
        await LookAsync(chat, "outside the hours");
        wire.Cut();
        await chat.WriteAsync("Written without a line");
        await Expect(chat.Frame.GetByText("Reconnecting…")).ToBeVisibleAsync();
        await LookAsync(chat, "reconnecting");
        await site.SwitchAsync(false);
        wire.Mend();
        await Expect(chat.Frame.GetByText("This chat is not available at the moment.")).ToBeVisibleAsync();
        await LookAsync(chat, "site gone");
        await site.SwitchAsync(true);
        await site.SetAsync(new { });
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task The_demonstration_page_is_accessible()
    {
        var page = (await ArriveAsync()).Page;
        foreach (var language in new[] { "en", "fr" })
        {
            await page.GotoAsync($"/demo?lang={language}");
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = theme });
                await page.ExpectAccessibleAsync($"demo page, {language}, {theme}");
            }
        }
    }

    [Fact]
    public async Task The_check_sees_what_is_wrong_in_a_page_and_in_its_frame()
    {
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await chat.Field.EvaluateAsync(Nameless);
        Assert.Equal(["button-name"], await chat.Page.FaultsAsync());
        Assert.Contains("button-name", Assert.Single(await chat.Page.Frames[1].FaultsAsync("frame")), StringComparison.Ordinal);
        await chat.Page.ReloadAsync();
        await chat.Launcher.EvaluateAsync(Nameless);
        Assert.Equal(["button-name"], await chat.Page.FaultsAsync());
    }

    /// <summary>The questions, what is missing in them, and the chat that follows.</summary>
    private async Task AskAsync(Chat chat)
    {
        await chat.Launcher.ClickAsync();
        var begin = chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Start the chat" });
        await Expect(begin).ToBeVisibleAsync();
        await LookAsync(chat, "questions");
        await begin.ClickAsync();
        await Expect(chat.Frame.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Something is missing here.");
        await LookAsync(chat, "questions, one missing");
        await chat.Frame.GetByRole(AriaRole.Textbox, new() { Name = "Email address" }).FillAsync("nobody");
        await begin.ClickAsync();
        await LookAsync(chat, "questions, address wrong");
        await chat.Frame.GetByRole(AriaRole.Textbox, new() { Name = "Email address" }).FillAsync("");
        await chat.Frame.GetByRole(AriaRole.Combobox).SelectOptionAsync("repair");
        foreach (var box in await chat.Frame.GetByRole(AriaRole.Checkbox).AllAsync()) await box.CheckAsync();
        await begin.ClickAsync();
        await Expect(chat.Field).ToBeFocusedAsync();
        await LookAsync(chat, "greeting, nobody here");
    }

    /// <summary>Files on their way, refused, sent, and a picture alone.</summary>
    private async Task SendFilesAsync(Chat chat)
    {
        var release = new TaskCompletionSource();
        var first = true;
        await chat.Page.RouteAsync("**/api/v1/visitor/files", async route =>
        {
            if (!first) { await route.ContinueAsync(); return; }
            first = false;
            await release.Task;
            await route.FulfillAsync(new() { Status = 415, ContentType = "application/problem+json", Body = """{"type":"urn:hub:problem:file_type_refused"}""" });
        });
        var picture = new FilePayload { Name = "lamp.png", MimeType = "image/png", Buffer = await chat.Page.ScreenshotAsync() };
        var note = new FilePayload { Name = "a very long name of a file that nobody reads to its end.txt", MimeType = "text/plain", Buffer = "12,50"u8.ToArray() };
        await chat.Frame.Locator("input[type=file]").First.SetInputFilesAsync([note, picture]);
        await Expect(chat.Frame.GetByText("Waiting…")).ToBeVisibleAsync();
        await LookAsync(chat, "files on their way");
        release.SetResult();
        await Expect(chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Try a very long" })).ToBeVisibleAsync();
        await LookAsync(chat, "a file refused");
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Try a very long" }).ClickAsync();
        await Expect(chat.Frame.Locator(".chip[aria-busy=true], .chip.bad")).ToHaveCountAsync(0);
        var program = new FilePayload { Name = "setup.exe", MimeType = "application/octet-stream", Buffer = "MZ"u8.ToArray() };
        await chat.Frame.Locator("input[type=file]").First.SetInputFilesAsync(program);
        await LookAsync(chat, "a program refused");
        await chat.SendAsync("Two files, see https://hub.test/lamp");
        await LookAsync(chat, "files sent");
        await chat.Conversation.GetByRole(AriaRole.Button, new() { Name = "Picture lamp.png" }).ClickAsync();
        await Expect(chat.Frame.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await LookAsync(chat, "a picture alone");
        await chat.Page.Keyboard.PressAsync("Escape");
    }

    private async Task LeaveAddressAsync(Chat chat)
    {
        var address = chat.Frame.GetByRole(AriaRole.Textbox, new() { Name = "Email address" });
        await address.PressAsync("Enter");
        await Expect(chat.Frame.GetByText("This does not look like an email address.")).ToBeVisibleAsync();
        await LookAsync(chat, "address card, wrong");
        await address.FillAsync("claire@example.test");
        await address.PressAsync("Enter");
        await Expect(chat.Frame.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true })).ToBeFocusedAsync();
        await LookAsync(chat, "address card, name");
        await chat.Page.Keyboard.PressAsync("Enter");
        await Expect(chat.Frame.GetByText("Thank you. If you have left", new() { Exact = false })).ToBeVisibleAsync();
        await LookAsync(chat, "address left");
    }

    private async Task RateAsync(Chat chat, Tests.Support.Browser agent)
    {
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text like 'Two files%'");
        await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Thank you, they are here.", status = "resolved", clientId = "thanks" }).ExpectAsync(HttpStatusCode.Created);
        await Expect(chat.Frame.GetByRole(AriaRole.Group, new() { Name = "How was this conversation?" })).ToBeVisibleAsync();
        await LookAsync(chat, "rating asked");
        await chat.Frame.GetByText("4 of 5").ClickAsync(new() { Force = true });
        await LookAsync(chat, "rating chosen");
        await chat.Frame.Locator(".rating").GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(chat.Frame.GetByText("You gave 4 of 5", new() { Exact = false })).ToBeVisibleAsync();
        await LookAsync(chat, "rating given");
    }

    /// <summary>The menu, the code, and what it opens.</summary>
    private async Task ProveAsync(Chat chat)
    {
        await ChooseAsync(chat, AriaRole.Menuitemcheckbox, "Sound for answers");
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Expect(chat.Frame.GetByRole(AriaRole.Menuitemcheckbox, new() { Checked = true })).ToBeVisibleAsync();
        await LookAsync(chat, "menu, sound on");
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await ChooseAsync(chat, AriaRole.Menuitem, "Find my earlier conversations");
        var field = chat.Frame.GetByRole(AriaRole.Textbox);
        await Expect(field).ToBeFocusedAsync();
        await LookAsync(chat, "code, asking for the address");
        await field.FillAsync("anna@shop.test");
        await field.PressAsync("Enter");
        await Expect(chat.Frame.GetByText("We have sent a code to anna@shop.test.", new() { Exact = false })).ToBeVisibleAsync();
        await LookAsync(chat, "code, asked");
        var code = await Stage.CodeAsync("anna@shop.test");
        await field.FillAsync($"{code[..5]}{(code[5] == '0' ? '1' : '0')}");
        await Expect(chat.Frame.GetByRole(AriaRole.Alert)).ToHaveTextAsync("That code is not right, or not good any more.");
        await LookAsync(chat, "code, wrong");
        await field.FillAsync(code);
        var earlier = chat.Frame.GetByRole(AriaRole.Button, new() { Name = "My order" });
        await Expect(earlier).ToBeVisibleAsync();
        await LookAsync(chat, "earlier conversations");
        await earlier.ClickAsync();
        await Expect(chat.Frame.GetByText("Where is it?")).ToBeVisibleAsync();
        await LookAsync(chat, "an earlier conversation");
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Back to the conversation" }).ClickAsync();
        await ChooseAsync(chat, AriaRole.Menuitem, "Mail me the conversation");
        await Expect(chat.Frame.GetByText("on its way to", new() { Exact = false })).ToBeVisibleAsync();
        await LookAsync(chat, "transcript");
        await chat.Page.Keyboard.PressAsync("Escape");
    }

    private static async Task ChooseAsync(Chat chat, AriaRole role, string entry)
    {
        await chat.Frame.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await chat.Frame.GetByRole(role, new() { Name = entry }).ClickAsync();
    }

    /// <summary>Notes what is wrong in the chat as it stands, in every look; ends in English, light and large.</summary>
    private async Task LookAsync(Chat chat, string state)
    {
        var frame = chat.Page.Frames[1];
        foreach (var (language, theme, width, height) in looks)
        {
            await chat.Page.SetViewportSizeAsync(width, height);
            await chat.Page.EmulateMediaAsync(new() { ColorScheme = theme });
            await chat.Page.EvaluateAsync("language => hub('setLocale', language)", language);
            await Expect(chat.Frame.Locator($"html[lang={language}]")).ToBeAttachedAsync();
            faults.AddRange(await frame.FaultsAsync($"{state}, {language}, {theme}, {width}"));
        }
    }
}
