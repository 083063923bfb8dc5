using System.Text.RegularExpressions;

namespace Hub.Browser.Support;

/// <summary>The chat on a page, as a visitor finds it: by what it is called, in English or in French.</summary>
/// <param name="person">Who visits.</param>
/// <param name="page">One of that person's tabs; none: the first.</param>
public sealed partial class Chat(Person person, IPage? page = null)
{
    public Person Person => person;

    public IPage Page => page ?? person.Page;

    public ILocator Launcher => Page.GetByRole(AriaRole.Button, new() { NameRegex = LauncherName() });

    /// <summary>What is in the frame.</summary>
    public IFrameLocator Frame => Page.GetByTitle("Chat", new() { Exact = true }).ContentFrame;

    public ILocator Field => Frame.GetByRole(AriaRole.Textbox, new() { NameRegex = FieldName() });

    public ILocator Conversation => Frame.GetByRole(AriaRole.Log, new() { Name = "Conversation" });

    public ILocator Texts => Conversation.GetByRole(AriaRole.Listitem);

    /// <summary>The message with exactly this text.</summary>
    public ILocator Said(string text) => Conversation.GetByText(text, new() { Exact = true });

    /// <summary>"Sending…", for each text that the server is not known to have.</summary>
    public ILocator Unsent => Conversation.GetByText(Sending());

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
        await Expect(Unsent).ToHaveCountAsync(0);
    }

    [GeneratedRegex("^(Open chat|Ouvrir le chat)$")]
    private static partial Regex LauncherName();

    [GeneratedRegex("^(Your message|Votre message)$")]
    private static partial Regex FieldName();

    [GeneratedRegex("^(Sending|Envoi)…$")]
    private static partial Regex Sending();
}
