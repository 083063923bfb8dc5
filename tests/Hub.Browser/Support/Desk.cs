using System.Text.RegularExpressions;

namespace Hub.Browser.Support;

/// <summary>The desk as an agent finds it: by what things are called.</summary>
public sealed partial class Desk(Person person)
{
    public Person Person => person;

    public IPage Page => person.Page;

    public ILocator Views => Page.GetByRole(AriaRole.Navigation, new() { NameRegex = ViewsName() });

    public ILocator Email => Page.GetByRole(AriaRole.Textbox, new() { NameRegex = EmailName() });

    public ILocator Password => Page.GetByRole(AriaRole.Textbox, new() { NameRegex = PasswordName() });

    public ILocator Timeline => Page.GetByRole(AriaRole.Log);

    public ILocator Answer => Page.GetByRole(AriaRole.Textbox, new() { Name = "Answer", Exact = true });

    public ILocator Note => Page.GetByRole(AriaRole.Textbox, new() { Name = "Note", Exact = true });

    public ILocator Resolve => Page.GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true });

    public async Task SignInAsync(string email)
    {
        await Page.GotoAsync("/");
        await Email.FillAsync(email);
        await Password.FillAsync(HubApp.Password);
        await Password.PressAsync("Enter");
        await Expect(Views).ToBeVisibleAsync();
    }

    public Task ChooseViewAsync(string view) => Views.GetByRole(AriaRole.Link, new() { Name = view }).ClickAsync();

    /// <summary>The row of a ticket in the list. A chat's subject is what the visitor wrote first.</summary>
    public ILocator Row(string subject) => Page.GetByRole(AriaRole.Link, new() { Name = subject });

    public async Task OpenAsync(string subject)
    {
        await Row(subject).ClickAsync();
        await Expect(Said(subject)).ToBeVisibleAsync();
    }

    public async Task AnswerAsync(string text)
    {
        await Answer.FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    public async Task NoteAsync(string text)
    {
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Note", Exact = true }).ClickAsync();
        await Note.FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add note", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Answer", Exact = true }).ClickAsync();
    }

    /// <summary>The message with exactly this text.</summary>
    public ILocator Said(string text) => Timeline.GetByText(text, new() { Exact = true });

    [GeneratedRegex("^(Email|Adresse e-mail)$")]
    private static partial Regex EmailName();

    [GeneratedRegex("^(Password|Mot de passe)$")]
    private static partial Regex PasswordName();

    [GeneratedRegex("^(Views|Vues)$")]
    private static partial Regex ViewsName();
}
