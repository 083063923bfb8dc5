namespace Hub.Browser.Support;

/// <summary>The chat on a page, as a visitor finds it: by what it is called.</summary>
/// <param name="person">Who visits.</param>
/// <param name="page">One of that person's tabs; none: the first.</param>
public sealed class Chat(Person person, IPage? page = null)
{
    public Person Person => person;

    public IPage Page => page ?? person.Page;

    public ILocator Launcher => Page.GetByRole(AriaRole.Button, new() { Name = "Open chat" });

    /// <summary>What is in the frame.</summary>
    public IFrameLocator Frame => Page.GetByTitle("Chat", new() { Exact = true }).ContentFrame;

    public ILocator Field => Frame.GetByRole(AriaRole.Textbox, new() { Name = "Your message" });

    public ILocator Conversation => Frame.GetByRole(AriaRole.Log, new() { Name = "Conversation" });

    public ILocator Texts => Conversation.GetByRole(AriaRole.Listitem);

    public async Task OpenAsync()
    {
        await Launcher.ClickAsync();
        await Expect(Field).ToBeFocusedAsync();
    }

    public async Task WriteAsync(string text)
    {
        await Field.FillAsync(text);
        await Field.PressAsync("Enter");
    }

    /// <summary>Writes, and waits until the server has it.</summary>
    public async Task SendAsync(string text)
    {
        await WriteAsync(text);
        await Expect(Said(text)).ToBeVisibleAsync();
        await Expect(Conversation.GetByText("Sending…")).ToHaveCountAsync(0);
    }

    /// <summary>The message with exactly this text.</summary>
    public ILocator Said(string text) => Conversation.GetByText(text, new() { Exact = true });
}
