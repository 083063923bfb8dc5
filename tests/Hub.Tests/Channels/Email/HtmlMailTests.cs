using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Tests.Support;
using Hub.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Channels.Email;

/// <summary>Mail that came as HTML: what agents get of it, and that nobody else does.</summary>
public sealed class HtmlMailTests : IAsyncLifetime
{
    private readonly PictureServer pictures = PictureServer.Start(path => path == "/seen.png" ? PictureServer.Ok(PictureServer.Png) : null);
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync([], builder => builder.Services.AddSingleton(new OutsideNetwork(_ => true, (_, _) => Task.FromResult(new[] { IPAddress.Loopback }))));
        desk = await hub.SignInAsync();
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await pictures.DisposeAsync();
    }

    [Fact]
    public async Task A_mail_is_given_as_it_looks_with_the_pictures_that_came_with_it_and_the_quotation_folded()
    {
        var message = await ReceiveAsync(
            "<p style=\"color:red;position:fixed\" onclick=\"x()\">Look: <img src=\"cid:lamp@shop.test\" width=20><img src=\"cid:gone\" alt=Gone></p><script>x()</script>"
            + "<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Tue, May 6, 2025 at 9:14 AM Shop wrote:</div><blockquote>A picture?</blockquote></div>");
        var file = message.GetProperty("files")[0].GetProperty("id").GetInt64();
        Assert.Equal(
            $"<p style=\"color:red\">Look: <img width=\"20\" data-src=\"/api/v1/files/{file}\" alt=\"\"><img alt=\"Gone\"></p>"
            + "<details data-quoted=\"\"><summary>•••</summary><div><div>On Tue, May 6, 2025 at 9:14 AM Shop wrote:</div><blockquote>A picture?</blockquote></div></details>",
            Html(message));
        Assert.Equal("Look: Gone", message.GetProperty("text").GetString()!.Trim());
        using var picture = await desk.GetAsync($"/api/v1/files/{file}");
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_mail_of_text_alone_has_no_html()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("anna@shop.test", "Hello", "Only <b>text</b>"));
        Assert.False((await NewestAsync()).TryGetProperty("html", out _));
    }

    [Fact]
    public async Task A_picture_that_lies_elsewhere_is_fetched_when_an_agent_asks_and_never_before()
    {
        var message = await ReceiveAsync($"<p>Hello<img src=\"http://shop.test:{pictures.Port}/seen.png\"><img src=\"http://shop.test:{pictures.Port}/point.gif\" width=1 height=1></p>");
        var address = Regex.Match(Html(message), "<p>Hello<img data-remote=\"(/api/v1/pictures/[^\"]+)\" alt=\"\"></p>").Groups[1].Value;
        Assert.Empty(pictures.Requests);
        using var answer = await desk.GetAsync(address);
        Assert.Equal(PictureServer.Png, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Single(pictures.Requests);

        // Signed for this message and this address; for agents alone.
        var other = (await ReceiveAsync("<p>Nothing</p>")).GetProperty("id").GetInt64();
        await desk.GetAsync(Regex.Replace(address, "pictures/[0-9]+/", $"pictures/{other}/")).ExpectAsync(HttpStatusCode.NotFound);
        await desk.GetAsync(address[..^1] + (address[^1] == '0' ? '1' : '0')).ExpectAsync(HttpStatusCode.NotFound);
        using var nobody = hub.OpenBrowser();
        await nobody.GetAsync(address).ExpectAsync(HttpStatusCode.Unauthorized);
        Assert.Single(pictures.Requests);
    }

    [Fact]
    public async Task What_an_older_version_of_the_cleaning_let_through_is_cleaned_again_when_it_is_read()
    {
        var id = (await ReceiveAsync("<p>Hello</p>")).GetProperty("id").GetInt64();
        await hub.ExecuteAsync("update messages set html = '<p onclick=x()>Hello<script>x()</script></p>', html_version = 0 where id = $1", id);
        Assert.Equal("<p>Hello</p>", Html(await NewestAsync()));
        await hub.ExecuteAsync("update messages set html_version = null where id = $1", id);
        Assert.Equal("<p>Hello</p>", Html(await NewestAsync()));
    }

    [Fact]
    public async Task A_mail_too_large_to_be_cleaned_is_shown_as_text()
    {
        var message = await ReceiveAsync("<p>Hello</p>" + string.Concat(Enumerable.Repeat("<b>x</b>", 30_000)));
        Assert.False(message.TryGetProperty("html", out _));
        Assert.Equal(["cut"], message.GetProperty("marks").EnumerateArray().Select(m => m.GetString()));
        Assert.StartsWith("Hello", message.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_in_the_HTML_itself_is_a_file_that_is_shown_there_and_what_stands_below_it_is_kept()
    {
        byte[] picture = [.. PictureServer.Png, .. new byte[2_100_000]];
        var message = await ReceiveAsync($"<p>Hello</p><img src=\"data:image/PNG;base64,\r\n{Convert.ToBase64String(picture, Base64FormattingOptions.InsertLineBreaks)}\"><p>Cancel my order</p>");
        var file = message.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("size").GetInt64() == picture.Length).GetProperty("id").GetInt64();
        Assert.Equal($"<p>Hello</p><img data-src=\"/api/v1/files/{file}\" alt=\"\"><p>Cancel my order</p>", Html(message));
        Assert.Contains("Cancel my order", message.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Empty(message.GetProperty("marks").EnumerateArray());
        using var fetched = await desk.GetAsync($"/api/v1/files/{file}");
        Assert.Equal("image/png", fetched.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Convert.ToHexString(picture), Convert.ToHexString(await fetched.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task Neither_the_customer_by_mail_nor_a_visitor_ever_gets_html()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var ticket = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await hub.ExecuteAsync("update messages set html = '<p>zebra</p>', html_version = 1 where ticket = $1", ticket);
        await using var again = await Visitor.OpenAsync(hub, visitor.Token);
        Assert.DoesNotContain("zebra", again.Started.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("zebra", (await desk.GetAsync($"/api/v1/tickets/{ticket}/messages").ExpectAsync(HttpStatusCode.OK)).GetRawText(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> ReceiveAsync(string html)
    {
        var body = "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <lamp@shop.test>\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline; filename=lamp.png\r\n\r\n"
            + Convert.ToBase64String(PictureServer.Png) + "\r\n--b--";
        Assert.StartsWith("250", (await new Postman(hub).DeliverAsync(Postman.Mail("Anna <anna@shop.test>", "Hello", body, ("Content-Type", "multipart/related; boundary=b"))))[0], StringComparison.Ordinal);
        return await NewestAsync();
    }

    private async Task<JsonElement> NewestAsync() =>
        (await desk.GetAsync($"/api/v1/tickets/{await hub.ScalarAsync<long>("select max(number) from tickets")}/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0];

    private static string Html(JsonElement message) => message.GetProperty("html").GetString()!;
}
