using System.Net;
using System.Text.RegularExpressions;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.Email;

/// <summary>Files of agents on their way out by mail.</summary>
public sealed partial class FilesByMailTests : IAsyncLifetime
{
    private readonly SmartHost smart = SmartHost.Start();
    private HubApp hub = null!;
    private Browser desk = null!;

    public async Task InitializeAsync()
    {
        hub = await HubApp.StartAsync(smart.Setting, "--Hub:Mail:UndoSeconds=0");
        desk = await hub.SignInAsync();
    }

    public async Task DisposeAsync()
    {
        desk.Dispose();
        await hub.DisposeAsync();
        await smart.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_by_mail_brings_its_files_along_and_names_those_that_are_too_large()
    {
        await new Postman(hub).DeliverAsync(Postman.Mail("anna@shop.test", "Manual", "Please"), "support@localhost");
        var number = await hub.ScalarAsync<long>("select max(number) from tickets");
        await SayAsync(number, "small", await UploadAsync("guide.txt", "Step one"u8.ToArray()), await UploadAsync("lamp.png", Uploading.Png()));
        var mail = (await smart.ReceivedAsync("anna@shop.test")).Read();
        Assert.Equal(["guide.txt", "lamp.png"], mail.Attachments.Select(a => a.FileName));
        Assert.Equal("image/png", mail.Attachments[1].ContentType.MediaType);

        await SayAsync(number, "large", await UploadAsync("film.bin", new byte[14_000_001]));
        var large = (await smart.ReceivedAsync("anna@shop.test", 2)).Read();
        Assert.Empty(large.Attachments);
        Assert.Contains("film.bin (14 MB)", large.TextBody, StringComparison.Ordinal);
        using var outside = hub.OpenBrowser();
        using var got = await outside.GetAsync(new Uri(Link().Match(large.TextBody!).Value).AbsolutePath);
        Assert.Equal(14_000_001, got.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_continuation_links_its_files_until_somebody_ends_that_or_a_month_is_over()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "anna@shop.test" });
        var (first, second) = (await UploadAsync("first.txt", "1"u8.ToArray()), await UploadAsync("second.txt", "2"u8.ToArray()));
        await SayAsync(number, "", first, second);
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var mail = (await smart.ReceivedAsync("anna@shop.test")).Read();
        Assert.Empty(mail.Attachments);
        var links = Link().Matches(mail.TextBody!).Select(m => new Uri(m.Value).AbsolutePath).ToArray();
        Assert.Equal(2, links.Length);
        using var outside = hub.OpenBrowser();
        using var got = await outside.GetAsync(links[0]);
        Assert.Equal(("1", "attachment"), (await got.Content.ReadAsStringAsync(), got.Content.Headers.ContentDisposition!.DispositionType));
        await outside.GetAsync(links[0][..^1] + (links[0][^1] is 'A' ? 'B' : 'A')).ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");

        await desk.DeleteAsync($"/api/v1/files/{first}/links").ExpectAsync(HttpStatusCode.NoContent);
        await outside.GetAsync(links[0]).ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");
        await desk.DeleteAsync("/api/v1/files/999999/links").ExpectProblemAsync(HttpStatusCode.NotFound, "file_unknown");
        Assert.Equal("2", await outside.Http.GetStringAsync(new Uri(links[1], UriKind.Relative)));
        hub.Time.Advance(TimeSpan.FromDays(31));
        await outside.GetAsync(links[1]).ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");
    }

    [Fact]
    public async Task Whoever_says_that_it_was_not_them_has_links_no_more()
    {
        await using var visitor = await Visitor.OpenAsync(hub);
        var number = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await visitor.Line.CallAsync("Identify", new { email = "anna@shop.test" });
        await SayAsync(number, "Here", await UploadAsync("a.txt", "A"u8.ToArray()));
        hub.Time.Advance(TimeSpan.FromSeconds(61));
        var mail = (await smart.ReceivedAsync("anna@shop.test")).Read();
        using var outside = hub.OpenBrowser();
        (await outside.PostAsync(new Uri(NotMe().Match(mail.TextBody!).Value).AbsolutePath)).EnsureSuccessStatusCode().Dispose();
        await outside.GetAsync(new Uri(Link().Match(mail.TextBody!).Value).AbsolutePath).ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");
    }

    private Task<System.Text.Json.JsonElement> SayAsync(long number, string text, params long[] files) =>
        desk.PostAsync($"/api/v1/tickets/{number}/messages", new { kind = "reply", text, files, clientId = Guid.CreateVersion7().ToString() }).ExpectAsync(HttpStatusCode.Created);

    private async Task<long> UploadAsync(string name, byte[] content) => (await desk.UploadAsync(name, content).ExpectAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();

    [GeneratedRegex(@"http://\S+/mail/files/\S+")]
    private static partial Regex Link();

    [GeneratedRegex(@"http://\S+/mail/not-me/\S+")]
    private static partial Regex NotMe();
}
