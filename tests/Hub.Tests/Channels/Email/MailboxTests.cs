using System.Net;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

public sealed class MailboxTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task A_new_hub_has_one_mailbox_at_its_domain_and_takes_more()
    {
        using var desk = await hub.SignInAsync(Role.Administrator);
        var first = (await desk.GetAsync("/api/v1/mailboxes").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];
        Assert.Equal("support@localhost", first.GetProperty("address").GetString());
        Assert.False(first.GetProperty("acknowledge").GetBoolean());
        var made = await desk.PostAsync("/api/v1/mailboxes", new { name = "Ventes", address = "Ventes@Shop.test", locale = "fr", senderName = "Maison" }).ExpectAsync(HttpStatusCode.Created);
        Assert.Equal("ventes@shop.test", made.GetProperty("address").GetString());
        await desk.PostAsync("/api/v1/mailboxes", new { name = "Again", address = "VENTES@shop.test" }).ExpectProblemAsync(HttpStatusCode.Conflict, "address_taken");
        await desk.PatchAsync($"/api/v1/mailboxes/{made.GetProperty("id").GetInt64()}", new { address = "support@localhost" }).ExpectProblemAsync(HttpStatusCode.Conflict, "address_taken");
        await desk.PatchAsync("/api/v1/mailboxes/999999", new { name = "x" }).ExpectProblemAsync(HttpStatusCode.NotFound, "mailbox_unknown");
        await desk.PostAsync("/api/v1/mailboxes/999999/test").ExpectProblemAsync(HttpStatusCode.NotFound, "mailbox_unknown");
    }

    [Theory]
    [InlineData("""{"name":"","address":"a@b.test"}""", "name_empty")]
    [InlineData("""{"name":"x"}""", "address_invalid")]
    [InlineData("""{"name":"x","address":"no address"}""", "address_invalid")]
    [InlineData("""{"name":"x","address":"a+b@shop.test"}""", "address_invalid")]
    [InlineData("""{"name":"x","address":"é@shop.test"}""", "address_invalid")]
    [InlineData("""{"name":"x","address":"\"a b\"@shop.test"}""", "address_invalid")]
    [InlineData("""{"name":"x","address":"a@b.test","locale":"de"}""", "locale_invalid")]
    [InlineData("""{"name":"x","address":"a@b.test","senderName":"a\r\nBcc: x@y.test"}""", "senderName_invalid")]
    [InlineData("""{"name":"x","address":"a@b.test","signatures":{"de":"x"}}""", "signature_invalid")]
    [InlineData("""{"name":"x","address":"a@b.test","server":{"host":"a b","port":25,"security":"none"}}""", "server_invalid")]
    [InlineData("""{"name":"x","address":"a@b.test","server":{"host":"mail.test","port":0,"security":"none"}}""", "server_invalid")]
    [InlineData("""{"name":"x","address":"a@b.test","server":{"host":"mail.test","port":25,"security":"maybe"}}""", "server_invalid")]
    [InlineData("""{"name":"x","address":"a@b.test","server":"smtp://mail.test"}""", "server_invalid")]
    [InlineData("""{"name":"x","address":"a@b.test","server":{"host":"mail.test","port":25,"security":"none","password":"x"}}""", "server_invalid")]
    public async Task What_makes_no_mailbox_is_refused_with_the_field(string body, string code)
    {
        using var desk = await hub.SignInAsync(Role.Administrator);
        await desk.PostAsync("/api/v1/mailboxes", System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(body)).ExpectProblemAsync(HttpStatusCode.BadRequest, code);
        await desk.PatchAsync($"/api/v1/mailboxes/{await hub.ScalarAsync<long>("select min(channel) from mailboxes")}", new { signatures = new { en = new string('x', 2_001) } }).ExpectProblemAsync(HttpStatusCode.BadRequest, "signature_too_long");
    }

    [Fact]
    public async Task A_password_is_never_given_out_lies_protected_and_goes_to_no_other_server()
    {
        using var desk = await hub.SignInAsync(Role.Administrator);
        var made = await desk.PostAsync("/api/v1/mailboxes", new { name = "Own", address = "own@shop.test", server = new { host = "mail.shop.test", port = 587, security = "starttls", user = "own", password = "zebra-password" } }).ExpectAsync(HttpStatusCode.Created);
        Assert.DoesNotContain("zebra", made.ToString(), StringComparison.Ordinal);
        Assert.True(made.GetProperty("server").GetProperty("hasPassword").GetBoolean());
        var id = made.GetProperty("id").GetInt64();
        Assert.DoesNotContain("zebra", await hub.ScalarAsync<string>("select server_password from mailboxes where channel = $1", id), StringComparison.Ordinal);
        // Another port of the same server keeps it; another host must be given its own.
        var moved = await desk.PatchAsync($"/api/v1/mailboxes/{id}", new { server = new { host = "mail.shop.test", port = 465, security = "tls", user = "own" } }).ExpectAsync(HttpStatusCode.OK);
        Assert.True(moved.GetProperty("server").GetProperty("hasPassword").GetBoolean());
        var elsewhere = await desk.PatchAsync($"/api/v1/mailboxes/{id}", new { server = new { host = "mail.evil.test", port = 465, security = "tls", user = "own" } }).ExpectAsync(HttpStatusCode.OK);
        Assert.False(elsewhere.GetProperty("server").GetProperty("hasPassword").GetBoolean());
        var none = await desk.PatchAsync($"/api/v1/mailboxes/{id}", new { server = (object?)null }).ExpectAsync(HttpStatusCode.OK);
        Assert.False(none.TryGetProperty("server", out _));
        Assert.DoesNotContain(hub.Log.All, line => line.Contains("zebra", StringComparison.Ordinal));
    }
}
