using System.Net;
using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser.Mail;

/// <summary>An answer to several by mail, and what is told of every mail that came.</summary>
public sealed class ReplyAllTests(MailStage stage) : MailTests(stage)
{
    [Fact]
    public async Task An_agent_answers_everybody_by_key_takes_somebody_out_and_sees_who_takes_part()
    {
        await World.SendMailAsync("anna@home.test", MailWorld.Support,
            "From: Anna Keller <anna@home.test>\nTo: support@shop.test\nCc: Bob <bob@home.test>, carol@home.test\nSubject: A broken lamp\nMessage-ID: <all@home.test>\n\nThe lamp is broken.\n");
        await KeptAsync("The lamp is broken.");
        var desk = await WorkAsync();
        await desk.Row("A broken lamp").ClickAsync();
        await Expect(desk.Said("The lamp is broken.")).ToBeVisibleAsync();
        var to = desk.Page.GetByRole(AriaRole.Textbox, new() { Name = "To", Exact = true });
        await Expect(to).ToBeVisibleAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove bob@home.test" })).ToHaveCountAsync(0);
        await desk.Timeline.FocusAsync();
        await desk.Page.Keyboard.PressAsync("Shift+R");
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove bob@home.test" })).ToBeVisibleAsync();
        await desk.Page.ExpectAccessibleAsync("reply all");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove carol@home.test" }).ClickAsync();
        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = "Cc", Exact = true }).FillAsync("dave@home.test");
        await desk.AnswerAsync("A new one is on its way.");
        var mail = await World.ExpectMailAsync("dave@home.test", "A new one is on its way.");
        Assert.Contains("anna@home.test", mail.Header("To"), StringComparison.Ordinal);
        Assert.Equal("Bob <bob@home.test>, dave@home.test", mail.Header("Cc"));
        await World.ExpectMailAsync("anna@home.test", "A new one is on its way.");
        await World.ExpectMailAsync("bob@home.test", "A new one is on its way.");
        Assert.Empty(await World.ReadMailAsync("carol@home.test"));

        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Take carol@home.test from the ticket" }).ClickAsync();
        await Expect(desk.Timeline.GetByText("Léa Moreau took carol@home.test from the ticket")).ToBeVisibleAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Take carol@home.test from the ticket" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_became_of_each_mail_is_told_in_french_and_found_on_a_phone()
    {
        var raw = "From: rene@home.test\nTo: support@shop.test\nSubject: Deux fois\nDate: Sun, 22 Nov 2026 10:00:00 +0000\nMessage-ID: <twice@home.test>\n\nDeux fois le meme.\n";
        await World.SendMailAsync("rene@home.test", MailWorld.Support, raw);
        await KeptAsync("Deux fois le meme.");
        await World.SendMailAsync("rene@home.test", MailWorld.Support, raw);
        await Wait.UntilAsync("the mail to be known again", async () => await Server.ScalarAsync<int>("select count(*)::int from received_mails where sender = 'rene@home.test' and code = 'again'") == 1);
        var (_, email) = await Server.AddAgentAsync(Role.Supervisor);
        await Server.ExecuteAsync("update agents set language = 'fr' where email = $1", email);
        var person = await ArriveAsync(Screen.Phone);
        var desk = new Desk(person);
        await desk.SignInAsync(email);
        await person.Page.GotoAsync("/settings/received?from=rene@home.test");
        await Expect(person.Page.GetByText("Le même courriel est revenu.")).ToBeVisibleAsync();
        await Expect(person.Page.GetByText("Il ne cite aucun ticket et en a ouvert un.")).ToBeVisibleAsync();
        await person.Page.GetByRole(AriaRole.Combobox, new() { Name = "Ce qu’il est devenu" }).SelectOptionAsync("duplicate");
        await Expect(person.Page.GetByText("Il ne cite aucun ticket et en a ouvert un.")).ToHaveCountAsync(0);
        await Expect(person.Page.GetByText("Le même courriel est revenu.")).ToBeVisibleAsync();
        Assert.False(await person.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"), "The page scrolls sideways.");
        await person.Page.ExpectAccessibleAsync("received mail on a phone");
        var download = await person.Page.RunAndWaitForDownloadAsync(() => person.Page.GetByRole(AriaRole.Link, new() { Name = "Télécharger l’original de « Deux fois »" }).First.ClickAsync());
        Assert.Contains("Deux fois le meme.", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
    }
}
