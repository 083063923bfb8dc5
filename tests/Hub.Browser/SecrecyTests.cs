using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class SecrecyTests(Stage stage) : BrowserTests(stage)
{
    private const string Secret = "zebra-7731";

    [Fact]
    public async Task A_note_reaches_no_visitors_page()
    {
        var desk = await WorkAsync();
        var chat = await VisitAsync();
        var stranger = await VisitAsync();
        foreach (var (visitor, question) in new[] { (chat, "A question of mine"), (stranger, "A question of somebody else") })
        {
            await visitor.OpenAsync();
            await visitor.SendAsync(question);
        }
        await desk.ChooseViewAsync("Unassigned");
        await desk.OpenAsync("A question of mine");
        await desk.NoteAsync($"He always says that: {Secret}");
        await Expect(desk.Said($"He always says that: {Secret}")).ToBeVisibleAsync();
        await desk.AnswerAsync("A public answer");
        await Expect(chat.Said("A public answer")).ToBeVisibleAsync();
        await desk.NoteAsync($"And again: {Secret}");
        await Expect(desk.Said($"And again: {Secret}")).ToBeVisibleAsync();
        // Whatever was on its way is there when a later message is.
        await desk.AnswerAsync("Another answer");
        await Expect(chat.Said("Another answer")).ToBeVisibleAsync();
        await chat.Page.ReloadAsync();
        await chat.OpenAsync();
        await Expect(chat.Said("Another answer")).ToBeVisibleAsync();

        Assert.Contains(desk.Person.Heard, frame => frame.Contains(Secret, StringComparison.Ordinal));
        foreach (var visitor in new[] { chat, stranger })
        {
            Assert.NotEmpty(visitor.Person.Heard);
            Assert.DoesNotContain(visitor.Person.Heard, frame => frame.Contains("zebra", StringComparison.OrdinalIgnoreCase));
            foreach (var frame in visitor.Page.Frames)
                Assert.DoesNotContain("zebra", await frame.ContentAsync() + await frame.EvaluateAsync<string>("() => JSON.stringify(localStorage)"), StringComparison.OrdinalIgnoreCase);
        }
        Assert.DoesNotContain(stranger.Person.Heard, frame => frame.Contains("public answer", StringComparison.Ordinal));
    }
}
