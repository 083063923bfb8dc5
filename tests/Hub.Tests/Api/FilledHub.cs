using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Api;

/// <summary>A hub in which something of everything has happened: chats, mails, files, answers in each state, invitations, what waits in quarantine.</summary>
public sealed class FilledHub : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();

    public HubApp App { get; private set; } = null!;

    /// <summary>Numbers of tickets: begun by chat, by mail, closed.</summary>
    public long Chat { get; private set; }
    public long Mail { get; private set; }
    public long Closed { get; private set; }

    /// <summary>Token of the visitor of <see cref="Chat"/>.</summary>
    public string VisitorToken { get; private set; } = "";

    /// <summary>A link that nobody has followed.</summary>
    public string InvitationToken { get; private set; } = "";

    /// <summary>The key that the site had first, which still opens the chat.</summary>
    public string FormerKey { get; private set; } = "";

    public async Task InitializeAsync()
    {
        App = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:Domain=hub.test", "--Hub:Mail:SenderLimit=4", "--Hub:Mail:TicketLimit=3",
            "--Hub:Mail:TrustedAuthservIds=mx.hub.test", "--Hub:Limits:Visitor=0", "--Hub:Limits:Address=0");
        smart.OnRecipient = to => to.StartsWith("gone@", StringComparison.Ordinal) ? "550 5.1.1 no such user" : null;
        using var desk = await App.SignInAsync(Role.Administrator, "Inès Marchal");
        await FillSettingsAsync(desk);
        await FillChatAsync(desk);
        await FillMailAsync(desk);
    }

    public async Task DisposeAsync()
    {
        if (App is not null) await App.DisposeAsync();
        await smart.DisposeAsync();
    }

    private async Task FillSettingsAsync(Browser desk)
    {
        await App.AddAgentAsync(Role.Agent, "Tom Becker");
        await App.ExecuteAsync("insert into teams (name) values ('Retours')");
        var made = await desk.PostAsync("/api/v1/invitations", new { email = "lea@hub.test", role = "supervisor" }).ExpectAsync(HttpStatusCode.Created);
        InvitationToken = made.GetProperty("url").GetString()!.Split('/')[^1];
        var site = (await desk.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("id").GetInt64();
        await desk.PatchAsync($"/api/v1/sites/{site}", new { greeting = "Bonjour !", accent = "#0B6073", privacyUrl = "https://shop.test/privacy", allowedOrigins = new[] { "https://shop.test" }, continueAfter = 90, texts = new { fr = new { title = "La boutique", away = "De retour à 9 h" } } }).ExpectAsync(HttpStatusCode.OK);
        FormerKey = await App.SiteKeyAsync();
        await desk.PostAsync($"/api/v1/sites/{site}/keys").ExpectAsync(HttpStatusCode.OK);
        await App.ExecuteAsync("insert into site_sightings (site, origin, allowed, at) values ($1, 'https://shop.test', true, '2026-01-01')", site);
        await desk.SendAsync(HttpMethod.Put, $"/api/v1/sites/{site}/reception", new
        {
            form = new { when = "away", fields = new[] { new { key = "topic", kind = "topic", labels = new { fr = "Sujet" }, options = new[] { new { key = "a", labels = new { fr = "Un colis" } }, new { key = "b", labels = new { fr = "Autre" } } } } } },
            hours = new { zone = "Europe/Paris", week = Enumerable.Repeat(new[] { "00:00-24:00" }, 7), closed = new[] { "2026-12-25" } },
            consent = new { fr = "J’accepte." },
        }).ExpectAsync(HttpStatusCode.OK);
        await desk.PostAsync($"/api/v1/sites/{site}/signing-keys", new { }).ExpectAsync(HttpStatusCode.Created);
        await desk.PostAsync("/api/v1/mailboxes", new
        {
            name = "Retours",
            address = "retours@hub.test",
            locale = "fr",
            signatures = new { fr = "L’équipe" },
            acknowledge = true,
            acknowledgements = new { en = "We have it.", fr = "Bien reçu." },
            server = new { host = "127.0.0.1", port = smart.Port, security = "none", user = "hub", password = "secret" },
        }).ExpectAsync(HttpStatusCode.Created);
    }

    private async Task FillChatAsync(Browser desk)
    {
        await using var visitor = await Visitor.OpenAsync(App);
        await visitor.Line.CallAsync("Identify", new { consent = 1, answers = new { topic = "a" } });
        Chat = (await visitor.SendAsync("Bonjour, où est ma lampe ? 🙂")).GetProperty("ticket").GetInt64();
        VisitorToken = visitor.Token;
        await visitor.Line.CallAsync("Identify", new { name = "Claire Dubois", email = "claire@shop.test" });
        await SayAsync(desk, Chat, "reply", "Elle part demain.");
        await visitor.Line.CallAsync("Seen", 2);
        await desk.PatchAsync($"/api/v1/tickets/{Chat}", new { status = "resolved" }).ExpectAsync(HttpStatusCode.OK);
        await visitor.Line.CallAsync("Rate", new { score = 4, comment = "Rapide" });
        await SayAsync(desk, Chat, "note", "Third one this week.");
        await SayAsync(desk, Chat, "reply", "Et voici le numéro.", "email");
        await desk.PatchAsync($"/api/v1/tickets/{Chat}", new { assignee = desk.AgentId, priority = "high", tags = new[] { "colis", "casse" }, subject = "Lampe", status = "onHold" }).ExpectAsync(HttpStatusCode.OK);
        await desk.PatchAsync($"/api/v1/tickets/{Chat}", new { assignee = (long?)null, team = 1, folder = "spam" }).ExpectAsync(HttpStatusCode.OK);
        await desk.PatchAsync($"/api/v1/tickets/{Chat}", new { folder = "inbox" }).ExpectAsync(HttpStatusCode.OK);

        await using var other = await Visitor.OpenAsync(App);
        await other.Line.CallAsync("Identify", new { consent = 1 });
        Closed = (await other.SendAsync("Never mind")).GetProperty("ticket").GetInt64();
        await desk.PatchAsync($"/api/v1/tickets/{Closed}", new { status = "closed" }).ExpectAsync(HttpStatusCode.OK);
        await other.SendAsync("One more thing");
    }

    private async Task FillMailAsync(Browser desk)
    {
        var post = new Postman(App);
        await post.DeliverAsync(Postman.Mail("Anna Keller <anna@shop.test>", "With a file",
            "--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n\r\nOn 3 May 2026 at 10:00, Support <support@localhost> wrote:\r\n> quoted\r\n--b\r\nContent-Type: image/png; name=\"a.png\"\r\nContent-Disposition: attachment; filename=\"a.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b--\r\n",
            ("To", "support@hub.test, Bob <bob@shop.test>"), ("Cc", "carol@shop.test"), ("Content-Type", "multipart/mixed; boundary=b")), "support@hub.test");
        Mail = (await ReceivedAsync(desk, "from=anna@shop.test")).GetProperty("ticket").GetInt64();
        await SayAsync(desk, Mail, "reply", "Merci, bien reçu.");
        var later = await SayAsync(desk, Mail, "reply", "A demain.", sendAt: App.Time.GetUtcNow().AddDays(2));
        await SayAsync(desk, Mail, "reply", "Après-demain.", sendAt: App.Time.GetUtcNow().AddDays(3));
        await desk.PostAsync($"/api/v1/tickets/{Mail}/messages/{later.GetProperty("id").GetInt64()}/cancel").ExpectAsync(HttpStatusCode.OK);
        await desk.PostAsync($"/api/v1/tickets/{Mail}/side", new { to = new[] { "atelier@shop.test" }, text = "Can you repair it?", clientId = "aside" }).ExpectAsync(HttpStatusCode.Created);
        await post.DeliverAsync(Postman.Mail("atelier@shop.test", "Re: With a file", "We can", ("To", "support@hub.test"), ("References", $"<{(await smart.ReceivedAsync("atelier@shop.test")).Read().MessageId}>")), "support@hub.test");
        await SayAsync(desk, Mail, "reply", "Oui.", status: "resolved");

        await post.DeliverAsync(Postman.Mail("gone@shop.test", "Gone", "Hello", ("To", "support@hub.test")), "support@hub.test");
        await SayAsync(desk, (await ReceivedAsync(desk, "from=gone@shop.test")).GetProperty("ticket").GetInt64(), "reply", "Are you there?");
        await post.DeliverAsync(Postman.Mail("Anna Keller <anna@shop.test>", "A visit",
            "--i\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nPlease come\n--i\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A visit\nLOCATION:Paris\n"
            + "DTSTART;TZID=Europe/Paris:20270112T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20270301T000000Z\nORGANIZER;CN=Anna:mailto:anna@shop.test\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@shop.test\nEND:VEVENT\nEND:VCALENDAR\n--i--",
            ("Content-Type", "multipart/alternative; boundary=i"), ("To", "support@hub.test")), "support@hub.test");
        await post.DeliverAsync(Postman.Mail("robot@shop.test", "Out of office", "I am away", ("Auto-Submitted", "auto-replied")), "retours@hub.test");
        await post.DeliverAsync(Postman.Mail("forged@shop.test", "Money", "Send it", ("Authentication-Results", "mx.hub.test; dmarc=fail header.from=shop.test")), "support@hub.test");
        for (var n = 0; n < 6; n++) await post.DeliverAsync(Postman.Mail("loud@shop.test", "Loud", $"{n}", ("Message-ID", "<same@shop.test>")), "support@hub.test");
        await post.DeliverAsync("just some words\r\n", "nobody@bad.test", ["support@hub.test"]);
        await Wait.UntilAsync("the refused mail to fail", async () => (await desk.GetAsync("/api/v1/tickets/counts").ExpectAsync(HttpStatusCode.OK)).GetProperty("failed").GetInt32() == 1);
        var sent = await smart.ReceivedAsync("anna@shop.test");
        // Our own mail comes round.
        await post.DeliverAsync(sent.Raw, "support@hub.test");
        await post.DeliverAsync(Postman.Mail("MAILER-DAEMON@mx.shop.test", "Undelivered",
            $"--r\r\nContent-Type: text/plain\r\n\r\nI could not.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.shop.test\r\n\r\nFinal-Recipient: rfc822; anna@shop.test\r\nAction: failed\r\nStatus: 5.1.1\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{sent.Read().MessageId}>\r\n--r--\r\n",
            ("Content-Type", "multipart/report; report-type=delivery-status; boundary=r"), ("Auto-Submitted", "auto-replied")), "", [sent.From]);
    }

    private static async Task<JsonElement> ReceivedAsync(Browser desk, string query) => (await desk.GetAsync($"/api/v1/mail/received?{query}").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];

    private static Task<JsonElement> SayAsync(Browser desk, long number, string kind, string text, string? channel = null, DateTimeOffset? sendAt = null, string? status = null) =>
        desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind, text, channel, sendAt, status, clientId = Guid.CreateVersion7().ToString() }).ExpectAsync(HttpStatusCode.Created);
}
