using System.Text.Json;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

/// <summary>Signed mail, encrypted mail and invitations: agents are told what it is, and get every part of it.</summary>
public sealed class MailExtrasTests : IAsyncLifetime
{
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync();
        desk = await hub.SignInAsync();
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
    }

    private const string Signed = "--s\nContent-Type: text/plain\n\nThe words\n--s\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nx\n--s--";
    private const string Encrypted = "--e\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--e\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--e--";
    private const string Armoured = "Hello,\n\n-----BEGIN PGP MESSAGE-----\n\nhQIM\n-----END PGP MESSAGE-----";

    [Theory]
    [InlineData("multipart/signed; boundary=s; protocol=\"application/pkcs7-signature\"", Signed, "smime", true, false, "The words", "smime.p7s")]
    [InlineData("multipart/encrypted; boundary=e; protocol=\"application/pgp-encrypted\"", Encrypted, "pgpMime", false, true, "", "encrypted.asc")]
    [InlineData("text/plain", Armoured, "pgpInline", false, true, "Hello,", null)]
    public async Task A_protected_mail_says_how_and_its_parts_are_kept(string type, string body, string standard, bool hasSignature, bool isEncrypted, string text, string? file)
    {
        await DeliverAsync(Postman.Mail("anna@shop.test", "Secret", body, ("Content-Type", type)));
        var message = await NewestAsync();
        Assert.Equal($$"""{"standard":"{{standard}}","signed":{{(hasSignature ? "true" : "false")}},"encrypted":{{(isEncrypted ? "true" : "false")}}}""", message.GetProperty("mail").GetProperty("protection").GetRawText());
        Assert.StartsWith(text, message.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(file, message.GetProperty("files").EnumerateArray().LastOrDefault() is { ValueKind: JsonValueKind.Object } last ? last.GetProperty("name").GetString() : null);
    }

    [Fact]
    public async Task An_invitation_its_cancellation_and_an_answer_are_shown_as_such()
    {
        await DeliverAsync(Invitation("request", "SEQUENCE:1\nSUMMARY:Visit\\, at last\nLOCATION:Room 4\nDTSTART;TZID=Europe/Paris:20260712T090000\nDURATION:PT90M\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3\nORGANIZER;CN=Anna:mailto:anna@shop.test\nATTENDEE;CN=Hub;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:support@localhost"));
        var message = await NewestAsync();
        Assert.Equal("Please come", message.GetProperty("text").GetString()!.Trim());
        Assert.Equal(
            """{"method":"request","cancelled":false,"title":"Visit, at last","place":"Room 4","start":{"local":"2026-07-12T09:00:00","at":"2026-07-12T07:00:00+00:00","zone":"Europe/Paris"}"""
            + ""","end":{"local":"2026-07-12T10:30:00","at":"2026-07-12T08:30:00+00:00","zone":"Europe/Paris"},"recurrence":{"frequency":"weekly","interval":1,"count":3,"weekdays":["MO"]},"occurrence":false"""
            + ""","organizer":{"name":"Anna","address":"anna@shop.test"},"attendees":[{"name":"Hub","address":"support@localhost","answer":"none","optional":false}],"invited":1,"sequence":1,"others":0,"uid":"1@shop.test"}""",
            message.GetProperty("mail").GetProperty("invitation").GetRawText());
        Assert.False(message.GetProperty("mail").TryGetProperty("protection", out _));
        Assert.EndsWith(".ics", Assert.Single(message.GetProperty("files").EnumerateArray()).GetProperty("name").GetString(), StringComparison.Ordinal);

        await DeliverAsync(Invitation("cancel", "SUMMARY:Visit\nDTSTART;VALUE=DATE:20260712"));
        var called = (await NewestAsync()).GetProperty("mail").GetProperty("invitation");
        Assert.Equal(("cancel", true, "2026-07-13"), (called.GetProperty("method").GetString(), called.GetProperty("cancelled").GetBoolean(), called.GetProperty("end").GetProperty("local").GetString()));

        await DeliverAsync(Invitation("reply", "SUMMARY:Visit\nATTENDEE;PARTSTAT=TENTATIVE:mailto:bob@shop.test"));
        Assert.Equal("tentative", (await NewestAsync()).GetProperty("mail").GetProperty("invitation").GetProperty("attendees")[0].GetProperty("answer").GetString());
    }

    [Fact]
    public async Task What_the_database_cannot_hold_is_kept_as_well_as_it_can_be_and_goes_with_the_message()
    {
        await DeliverAsync(Invitation("request", $"SUMMARY:a\0b\\u0000 {new string('x', 9_000)}\nDTSTART:99999999T999999Z\nUID:\uFFFF"));
        var invitation = (await NewestAsync()).GetProperty("mail").GetProperty("invitation");
        Assert.StartsWith("a", invitation.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.True(invitation.GetProperty("title").GetString()!.Length <= 500);
        Assert.False(invitation.TryGetProperty("start", out _));
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from mails where invitation is not null"));
        await hub.ExecuteAsync("update raw_payloads set message = null; delete from files; delete from messages");
        Assert.Equal(0L, await hub.ScalarAsync<long>("select count(*) from mails"));
    }

    private static string Invitation(string method, string lines) => Postman.Mail("Anna <anna@shop.test>", "Visit",
        $"--a\nContent-Type: text/plain\n\nPlease come\n--a\nContent-Type: text/calendar; charset=utf-8; method={method}\n\nBEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1@shop.test\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n--a--",
        ("Content-Type", "multipart/alternative; boundary=a"));

    private async Task DeliverAsync(string mail) => Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(mail))[0], StringComparison.Ordinal);

    private async Task<JsonElement> NewestAsync() =>
        (await ReceivingTests.MessagesAsync(desk, await hub.ScalarAsync<long>("select max(number) from tickets")))[^1];
}
