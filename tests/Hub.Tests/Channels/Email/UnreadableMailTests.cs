using System.Net;
using System.Text;
using Hub.Agents;
using Hub.Channels.Email.Receiving;
using Hub.Mail.Mime;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Channels.Email;

/// <summary>A mail on which the reader itself fails. None is known, so the reader is made to fail on one.</summary>
public sealed class UnreadableMailTests
{
    private const string Poison = "words on which the reader fails";

    [Fact]
    public async Task A_mail_on_which_the_reader_fails_is_kept_ends_in_quarantine_and_is_a_ticket_once_it_can_be_read()
    {
        var broken = true;
        var tries = 0;
        await using var hub = await HubApp.StartAsync(["--Hub:Mail:Lease=2"], builder => builder.Services.AddSingleton<MailOpener>(content =>
        {
            if (Volatile.Read(ref broken) && Holds(content, Poison))
            {
                Interlocked.Increment(ref tries);
                throw new InvalidOperationException("The reader fails.");
            }
            content.Position = 0;
            return MailReader.Read(content);
        }));
        using var desk = await hub.SignInAsync(Role.Supervisor);
        var postman = new Postman(hub);
        var mail = Postman.Mail("Paul <paul@shop.test>", "Poison", $"Some {Poison}.");

        // Kept before it is understood: whoever delivers it must not bring it again and again.
        Assert.StartsWith("250", (await postman.DeliverAsync(mail, "paul@shop.test", []))[0], StringComparison.Ordinal);
        var entry = await ReceivingTests.EntryAsync(desk, "from=paul@shop.test");
        Assert.Equal("pending", entry.GetProperty("disposition").GetString());
        // Others pass it by, those of the same sender too.
        await postman.DeliverAsync(Postman.Mail("Anna <anna@shop.test>", "Lamp", "The lamp is broken."), "anna@shop.test", []);
        await postman.DeliverAsync(Postman.Mail("Paul <paul@shop.test>", "Chair", "The chair is fine."), "paul@shop.test", []);
        Assert.Equal("ticket", (await ReceivingTests.EntryAsync(desk, "from=anna@shop.test")).GetProperty("disposition").GetString());
        Assert.Equal("ticket", (await ReceivingTests.EntryAsync(desk, "from=paul@shop.test")).GetProperty("disposition").GetString());

        await Wait.UntilAsync("the last attempt", async () =>
        {
            hub.Time.Advance(TimeSpan.FromMinutes(1));
            return await hub.ScalarAsync<string>("select state from raw_payloads order by id limit 1") == "quarantined";
        });
        // Once as it came, and three attempts to make a message of it.
        Assert.Equal(1 + RawMails.MostAttempts, tries);
        var waiting = (await desk.GetAsync("/api/v1/quarantine").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Single();
        Assert.Equal("InvalidOperationException: The reader fails.", waiting.GetProperty("reason").GetString());
        var id = waiting.GetProperty("id").GetInt64();
        using (var raw = await desk.GetAsync($"/api/v1/mail/received/{id}/raw"))
        {
            Assert.Equal(HttpStatusCode.OK, raw.StatusCode);
            Assert.Contains(Poison, await raw.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // Still broken: it goes on waiting, and nothing is lost.
        await desk.PostAsync($"/api/v1/quarantine/{id}/replay").ExpectAsync(HttpStatusCode.OK);
        await Wait.UntilAsync("quarantine again", async () =>
        {
            hub.Time.Advance(TimeSpan.FromMinutes(1));
            return await hub.ScalarAsync<string>("select state from raw_payloads order by id limit 1") == "quarantined";
        });

        Volatile.Write(ref broken, false);
        var replayed = await desk.PostAsync($"/api/v1/quarantine/{id}/replay").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("ticket", replayed.GetProperty("disposition").GetString());
        var message = (await ReceivingTests.MessagesAsync(desk, replayed.GetProperty("ticket").GetInt64())).First(m => m.GetProperty("text").GetString()!.Contains(Poison, StringComparison.Ordinal));
        Assert.Equal($"Some {Poison}.", message.GetProperty("text").GetString()!.Trim());
        Assert.Empty((await desk.GetAsync("/api/v1/quarantine").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
        // The list of received mail says by now what it is.
        Assert.Equal("Poison", replayed.GetProperty("subject").GetString());
    }

    private static bool Holds(Stream content, string words)
    {
        content.Position = 0;
        using var reader = new StreamReader(content, Encoding.UTF8, leaveOpen: true);
        var holds = reader.ReadToEnd().Contains(words, StringComparison.Ordinal);
        content.Position = 0;
        return holds;
    }
}
