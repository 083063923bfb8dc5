using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class FileTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task Files_go_both_ways_with_pictures_as_previews()
    {
        var desk = await WorkAsync("Léa Moreau");
        await desk.ChooseViewAsync("Unassigned");
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await PastePictureAsync(chat, 2400, 1200);
        await ChooseAsync(chat.Page, chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Attach files" }), "../../facture.txt", "Total: 12,50 €");
        await DropAsync(chat, "plan.txt", "Left of the door");
        await Expect(chat.Frame.GetByRole(AriaRole.List, new() { Name = "Files" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);
        await chat.SendAsync("Here they are");

        await desk.OpenAsync("Here they are");
        var preview = desk.Timeline.GetByRole(AriaRole.Link, new() { Name = "Open the picture image.png" }).Locator("img");
        // Made smaller on its way, not cut.
        await Expect(preview).ToHaveJSPropertyAsync("naturalWidth", 2000);
        await Expect(preview).ToHaveJSPropertyAsync("naturalHeight", 1000);
        await Expect(desk.Timeline.GetByText("facture.txt")).ToBeVisibleAsync();
        await Expect(desk.Timeline.GetByText("plan.txt")).ToBeVisibleAsync();

        await ChooseAsync(desk.Page, desk.Page.GetByRole(AriaRole.Button, new() { Name = "Attach files" }), "avoir.txt", "We give it back");
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove avoir.txt" })).ToBeVisibleAsync();
        await desk.AnswerAsync("Here you are");
        await Expect(chat.Said("Here you are")).ToBeVisibleAsync();
        var saving = chat.Page.WaitForDownloadAsync();
        await chat.Conversation.GetByRole(AriaRole.Link, new() { Name = "Save avoir.txt", Exact = false }).ClickAsync();
        var saved = await saving;
        Assert.Equal("avoir.txt", saved.SuggestedFilename);
        Assert.Equal("We give it back", await File.ReadAllTextAsync(await saved.PathAsync()));

        // The picture alone; Escape closes it and not the chat.
        await chat.Conversation.GetByRole(AriaRole.Button, new() { Name = "Picture image.png, open" }).PressAsync("Enter");
        var alone = chat.Frame.GetByRole(AriaRole.Dialog, new() { Name = "image.png" });
        await Expect(alone.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
        await chat.Page.ExpectAccessibleAsync("a picture alone in the chat");
        await chat.Page.Keyboard.PressAsync("Escape");
        await Expect(alone).ToHaveCountAsync(0);
        await Expect(chat.Field).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_in_words_before_it_is_sent()
    {
        var chat = await VisitAsync();
        await chat.OpenAsync();
        await ChooseAsync(chat.Page, chat.Frame.GetByRole(AriaRole.Button, new() { Name = "Attach files" }), "setup.exe", "MZ");
        await Expect(chat.Frame.GetByRole(AriaRole.Alert)).ToHaveTextAsync("setup.exe cannot be sent: programs are not accepted here. ");
        Assert.Equal(0L, await Server.ScalarAsync<long>("select count(*) from files where name = 'setup.exe'"));
    }

    private static async Task ChooseAsync(IPage page, ILocator button, string name, string content)
    {
        var choosing = page.WaitForFileChooserAsync();
        await button.ClickAsync();
        await (await choosing).SetFilesAsync(new FilePayload { Name = Path.GetFileName(name), MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });
    }

    /// <summary>As a file comes that is dragged over the conversation and let go.</summary>
    private static async Task DropAsync(Chat chat, string name, string content) => await chat.Field.EvaluateAsync(
        """
        (place, [name, content]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([content], name, { type: "text/plain" }));
          for (const type of ["dragover", "drop"]) place.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }
        """, new[] { name, content });

    /// <summary>As a screenshot comes out of the clipboard.</summary>
    private static async Task PastePictureAsync(Chat chat, int width, int height) => await chat.Field.EvaluateAsync(
        """
        async (field, [width, height]) => {
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [width, height];
          canvas.getContext("2d").fillRect(0, 0, width / 2, height);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([blob], "image.png", { type: "image/png" }));
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }
        """, new[] { width, height });
}
