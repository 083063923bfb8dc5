using System.Net;
using System.Text;
using Hub.Tests.Support;
using Hub.Tickets.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Tickets;

/// <summary>Files on their way into messages: of visitors and of agents.</summary>
public sealed class UploadTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task A_visitors_picture_reaches_the_desk_and_the_visitors_other_tab_with_the_message()
    {
        using var browser = await hub.SignInAsync();
        using var outside = hub.OpenBrowser();
        await using var visitor = await Visitor.OpenAsync(hub);
        var first = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await using var tab = await Visitor.OpenAsync(hub, visitor.Token);
        await using var desk = await HubSocket.OpenDeskAsync(hub, browser);
        await desk.CallAsync("Watch", first);

        var png = Uploading.Png(30, 20);
        var file = await UploadAsync(visitor, outside, "lamp.png", png);
        await visitor.SendAsync("", [file]);
        var told = (await desk.ExpectAsync("Message", a => a[1].GetProperty("files").GetArrayLength() == 1))[1];
        Assert.Equal("", told.GetProperty("text").GetString());
        Assert.Equal("lamp.png", told.GetProperty("files")[0].GetProperty("name").GetString());
        var shown = (await tab.Line.ExpectAsync("Message", a => a[0].GetProperty("files").GetArrayLength() == 1))[0].GetProperty("files")[0];
        Assert.Equal((30, 20), (shown.GetProperty("width").GetInt32(), shown.GetProperty("height").GetInt32()));

        using var got = await outside.GetAsync(shown.GetProperty("url").GetString()!);
        Assert.Equal(png, await got.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", got.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", got.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("no-referrer", got.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("nosniff", got.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("sandbox", got.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var kept = await browser.GetAsync($"/api/v1/files/{file}");
        Assert.Equal(png, await kept.Content.ReadAsByteArrayAsync());
        var row = await browser.GetAsync($"/api/v1/tickets/{first}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal("lamp.png", row.GetProperty("lastMessage").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_file_alone_begins_a_conversation_that_is_called_by_its_name()
    {
        using var browser = await hub.SignInAsync();
        using var outside = hub.OpenBrowser();
        var sessions = await hub.ScalarAsync<long>("select count(*) from visitor_sessions");
        await using var visitor = await Visitor.OpenAsync(hub);
        var file = await UploadAsync(visitor, outside, "facture.pdf", "%PDF-1.7 …"u8.ToArray());
        Assert.Equal(sessions + 1, await hub.ScalarAsync<long>("select count(*) from visitor_sessions"));
        var ticket = (await visitor.SendAsync(" ", [file])).GetProperty("ticket").GetInt64();
        Assert.Equal("facture.pdf", (await browser.GetAsync($"/api/v1/tickets/{ticket}").ExpectAsync(HttpStatusCode.OK)).GetProperty("subject").GetString());
        var shown = (await visitor.Line.CallAsync("After", 0))[0].GetProperty("files")[0];
        using var got = await outside.GetAsync(shown.GetProperty("url").GetString()!);
        Assert.Equal(("application/pdf", "attachment"), (got.Content.Headers.ContentType!.MediaType, got.Content.Headers.ContentDisposition!.DispositionType));
    }

    [Fact]
    public async Task An_agents_file_goes_with_the_answer_and_with_a_note_that_no_visitor_sees()
    {
        using var browser = await hub.SignInAsync();
        await using var visitor = await Visitor.OpenAsync(hub);
        var ticket = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        var (open, secret) = (await UploadAsync(browser, "guide.txt", "Step one"u8.ToArray()), await UploadAsync(browser, "secret.txt", "Only us"u8.ToArray()));
        var note = await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "note", text = "", files = new[] { secret }, clientId = "n" }).ExpectAsync(HttpStatusCode.Created);
        Assert.Equal("secret.txt", note.GetProperty("files")[0].GetProperty("name").GetString());
        await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Here", files = new[] { open }, clientId = "r" }).ExpectAsync(HttpStatusCode.Created);

        var told = (await visitor.Line.ExpectAsync("Message", a => a[0].GetProperty("files").GetArrayLength() == 1))[0].GetProperty("files")[0];
        Assert.Equal("guide.txt", told.GetProperty("name").GetString());
        using var outside = hub.OpenBrowser();
        Assert.Equal("Step one", await outside.Http.GetStringAsync(new Uri(told.GetProperty("url").GetString()!, UriKind.Relative)));
        // The address of another file, were it guessed right to its last letter.
        var links = hub.Services.GetRequiredService<FileLinks>();
        await outside.GetAsync(links.InChat(secret, await links.KeyAsync(default))).ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");
        Assert.Equal("file_unknown", (await Assert.ThrowsAsync<HubRefusal>(() => visitor.Line.CallAsync("FileLink", secret))).Code);
        Assert.Equal(told.GetProperty("url").GetString(), (await visitor.Line.CallAsync("FileLink", open)).GetString());
    }

    [Fact]
    public async Task An_address_works_for_less_than_an_hour_and_a_new_one_comes_with_each_reading()
    {
        await using var own = await HubApp.StartAsync();
        using var outside = own.OpenBrowser();
        await using var visitor = await Visitor.OpenAsync(own);
        var file = await UploadAsync(visitor, outside, "a.txt", "A"u8.ToArray());
        await visitor.SendAsync("x", [file]);
        var old = (await visitor.Line.CallAsync("After", 0))[0].GetProperty("files")[0].GetProperty("url").GetString()!;
        await outside.GetAsync(old.Replace($"files/{file}", $"files/{file + 1}", StringComparison.Ordinal)).ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");
        await outside.GetAsync(old.Replace("until=", "until=1", StringComparison.Ordinal)).ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");
        await outside.GetAsync($"/api/v1/visitor/files/{file}").ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");
        own.Time.Advance(TimeSpan.FromMinutes(61));
        await outside.GetAsync(old).ExpectProblemAsync(HttpStatusCode.NotFound, "link_over");
        foreach (var (call, seq) in new[] { ("After", 0), ("Before", 9) })
            Assert.Equal("A", await outside.Http.GetStringAsync(new Uri((await visitor.Line.CallAsync(call, seq))[0].GetProperty("files")[0].GetProperty("url").GetString()!, UriKind.Relative)));
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_fetched_over_the_borders_of_its_pieces()
    {
        using var browser = await hub.SignInAsync();
        var bytes = new byte[600_000];
        new Random(7).NextBytes(bytes);
        var file = await UploadAsync(browser, "noise.bin", bytes);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/files/{file}");
        request.Headers.Range = new(262_000, 530_000);
        using var part = await browser.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[262_000..530_001], await part.Content.ReadAsByteArrayAsync());
        using var whole = await browser.GetAsync($"/api/v1/files/{file}");
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", whole.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Until_a_message_takes_it_a_file_is_its_uploaders_alone()
    {
        using var mine = await hub.SignInAsync();
        using var other = await hub.SignInAsync();
        using var outside = hub.OpenBrowser();
        await using var visitor = await Visitor.OpenAsync(hub);
        await using var stranger = await Visitor.OpenAsync(hub);
        var ticket = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        await stranger.SendAsync("Hello");
        var (agents, visitors) = (await UploadAsync(mine, "a.txt", "A"u8.ToArray()), await UploadAsync(visitor, outside, "v.txt", "V"u8.ToArray()));
        Assert.Equal("A", await mine.Http.GetStringAsync(new Uri($"/api/v1/files/{agents}", UriKind.Relative)));
        await other.GetAsync($"/api/v1/files/{agents}").ExpectProblemAsync(HttpStatusCode.NotFound, "file_unknown");
        await mine.GetAsync($"/api/v1/files/{visitors}").ExpectProblemAsync(HttpStatusCode.NotFound, "file_unknown");
        await other.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "note", text = "x", files = new[] { agents }, clientId = "t" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "files_unknown");
        Assert.Equal("files_unknown", (await Assert.ThrowsAsync<HubRefusal>(() => stranger.Line.CallAsync("Send", new { clientId = "s", text = "mine now", files = new[] { visitors } }))).Code);
        Assert.Equal("files_unknown", (await Assert.ThrowsAsync<HubRefusal>(() => stranger.Line.CallAsync("Send", new { clientId = "s", text = "mine now", files = new[] { agents } }))).Code);
        // A refused message takes no number.
        Assert.Equal(2, (await visitor.SendAsync("with it", [visitors])).GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task One_of_two_messages_that_want_a_file_at_once_gets_it_and_a_repeated_one_gets_its_first_answer()
    {
        using var browser = await hub.SignInAsync();
        using var outside = hub.OpenBrowser();
        await using var visitor = await Visitor.OpenAsync(hub);
        await using var tab = await Visitor.OpenAsync(hub, visitor.Token);
        var ticket = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        var (one, two) = (await UploadAsync(visitor, outside, "1.txt", "1"u8.ToArray()), await UploadAsync(visitor, outside, "2.txt", "2"u8.ToArray()));
        string[] answers = await Task.WhenAll(
            TryAsync(visitor, "first", [one, two]), TryAsync(tab, "second", [two, one]), TryAsync(visitor, "third", [one]));
        Assert.Equal(2, answers.Count(a => a.StartsWith("files_unknown", StringComparison.Ordinal)));
        var taken = await hub.ScalarAsync<long[]>("select array_agg(distinct message) from files where id = any($1) and message is not null", new[] { one, two });
        Assert.Single(taken);

        var three = await UploadAsync(browser, "3.txt", "3"u8.ToArray());
        var say = new { kind = "reply", text = "once", files = new[] { three }, clientId = "once" };
        var said = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await (await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", say)).JsonAsync()));
        Assert.Single(said.Select(s => s.GetProperty("id").GetInt64()).Distinct());
        Assert.All(said, s => Assert.Equal("3.txt", s.GetProperty("files")[0].GetProperty("name").GetString()));

        static async Task<string> TryAsync(Visitor by, string clientId, long[] files)
        {
            try { return (await by.SendAsync("take", files, clientId)).ToString(); }
            catch (HubRefusal refused) { return refused.Code; }
        }
    }

    [Fact]
    public async Task A_repeated_upload_is_the_first_one_even_at_once()
    {
        using var outside = hub.OpenBrowser();
        await using var visitor = await Visitor.OpenAsync(hub);
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UploadAsync(visitor, outside, "a.txt", "A"u8.ToArray(), "retried")));
        Assert.Single(ids.Distinct());
        Assert.NotEqual(ids[0], await UploadAsync(visitor, outside, "a.txt", "A"u8.ToArray(), "other"));
        await using var stranger = await Visitor.OpenAsync(hub);
        Assert.NotEqual(ids[0], await UploadAsync(stranger, outside, "a.txt", "A"u8.ToArray(), "retried"));
    }

    [Fact]
    public async Task A_visitor_sends_no_more_than_a_days_share_and_nothing_too_large()
    {
        await using var own = await HubApp.StartAsync("--Hub:Files:MaxSize=2000", "--Hub:Files:VisitorFiles=4", "--Hub:Files:VisitorBytes=5000", "--Hub:Limits:Visitor=0");
        using var outside = own.OpenBrowser();
        await using var visitor = await Visitor.OpenAsync(own);
        Assert.Equal(2000, visitor.Started.GetProperty("settings").GetProperty("maxFile").GetInt64());
        await visitor.UploadAsync(outside, "big.bin", new byte[2001]).ExpectProblemAsync(HttpStatusCode.RequestEntityTooLarge, "file_too_large");
        await visitor.UploadAsync(outside, "huge.bin", new byte[200_000]).ExpectProblemAsync(HttpStatusCode.RequestEntityTooLarge, "file_too_large");
        await visitor.UploadAsync(outside, "none.bin", []).ExpectProblemAsync(HttpStatusCode.BadRequest, "file_empty");
        for (var n = 0; n < 2; n++) await UploadAsync(visitor, outside, "x.bin", new byte[2000]);
        await visitor.UploadAsync(outside, "x.bin", new byte[1001]).ExpectProblemAsync(HttpStatusCode.TooManyRequests, "files_too_many");
        // Of five at once no more than two are let in.
        var codes = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => { using var answer = await visitor.UploadAsync(outside, "y.bin", new byte[10]); return answer.StatusCode; }));
        Assert.Equal(2, codes.Count(c => c is HttpStatusCode.Created));
        own.Time.Advance(TimeSpan.FromHours(25));
        await UploadAsync(visitor, outside, "z.bin", new byte[2000]);
    }

    [Fact]
    public async Task An_upload_without_a_good_token_or_without_a_file_is_refused()
    {
        using var outside = hub.OpenBrowser();
        await using var visitor = await Visitor.OpenAsync(hub);
        foreach (var token in new[] { "", "Bearer", "Bearer x", $"Bearer {visitor.Token[..^2]}AA", visitor.Token })
            await Uploading.SendAsync(outside, "/api/v1/visitor/files", "a.txt", "A"u8.ToArray(), null, ("Authorization", token)).ExpectProblemAsync(HttpStatusCode.Unauthorized, "token_invalid");
        await outside.SendAsync(HttpMethod.Post, "/api/v1/visitor/files", new { file = "x" }, ("Authorization", $"Bearer {visitor.Token}")).ExpectProblemAsync(HttpStatusCode.BadRequest, "file_missing");
        await visitor.UploadAsync(outside, "a.txt", "A"u8.ToArray(), new string('k', 300)).ExpectProblemAsync(HttpStatusCode.BadRequest, "idempotency_key_invalid");
        await visitor.SendAsync("Hello");
        await hub.ExecuteAsync("update visitor_sessions set revoked_at = used_at where id = (select max(id) from visitor_sessions)");
        await visitor.UploadAsync(outside, "a.txt", "A"u8.ToArray()).ExpectProblemAsync(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Fact]
    public async Task What_no_message_takes_is_gone_after_a_day_with_its_bytes()
    {
        await using var own = await HubApp.StartAsync();
        using var browser = await own.SignInAsync();
        await using var visitor = await Visitor.OpenAsync(own);
        var ticket = (await visitor.SendAsync("Hello")).GetProperty("ticket").GetInt64();
        var (lost, kept) = (await UploadAsync(browser, "lost.txt", "lost"u8.ToArray()), await UploadAsync(browser, "kept.txt", "kept"u8.ToArray()));
        await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "note", text = "x", files = new[] { kept }, clientId = "k" }).ExpectAsync(HttpStatusCode.Created);
        own.Time.Advance(TimeSpan.FromHours(24));
        await browser.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "note", text = "x", files = new[] { lost }, clientId = "l" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "files_unknown");
        var sweep = own.Services.GetRequiredService<UploadSweep>();
        await Task.WhenAll(sweep.SweepAsync(default), sweep.SweepAsync(default));
        await Wait.UntilAsync("the sweep", async () => await own.ScalarAsync<long>("select count(*) from blobs") == 1);
        Assert.Equal(kept, await own.ScalarAsync<long>("select max(id) from files"));
        Assert.Equal(1, await own.ScalarAsync<long>("select count(distinct blob) from blob_chunks"));
    }

    [Theory]
    [InlineData("../../x", "x")]
    [InlineData("..\\..\\windows\\win.ini", "win.ini")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData("a\u0000b\u0007.txt", "ab.txt")]
    [InlineData("photo\u202Egpj.exe.txt", "photogpj.exe.txt")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("nul", "_nul")]
    [InlineData(".htaccess", "_htaccess")]
    [InlineData("a<b>:\"|?*.txt", "a_b______.txt")]
    [InlineData("trailing. . ", "trailing")]
    public void A_hostile_name_is_made_harmless(string given, string name) => Assert.Equal(name, FileName.Of(given, "text/plain"));

    [Fact]
    public void A_long_name_is_cut_between_characters_and_keeps_its_ending()
    {
        var name = FileName.Of(string.Concat(Enumerable.Repeat("🙂", 90)) + ".jpeg", "image/jpeg");
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 240, 255);
        Assert.EndsWith("🙂.jpeg", name, StringComparison.Ordinal);
        Assert.Equal("page.html.png", FileName.Of("page.html", "image/png"));
    }

    [Fact]
    public async Task A_hostile_name_comes_back_harmless_in_the_headers()
    {
        using var browser = await hub.SignInAsync();
        var file = await UploadAsync(browser, "../../é\"\r\nX-Evil: 1\u202E.txt", "A"u8.ToArray());
        using var got = await browser.GetAsync($"/api/v1/files/{file}");
        Assert.False(got.Headers.Contains("X-Evil"));
        Assert.Equal("é%22%0D%0AX-Evil_ 1.txt", got.Content.Headers.ContentDisposition!.FileNameStar);
    }

    public static TheoryData<string, byte[], string> Contents()
    {
        var png = Uploading.Png();
        byte[] gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 5, 0, 7, 1, 1, 0x11, 0, 0xFF, 0xD9];
        return new()
        {
            { "a picture", png, "image/png" },
            { "a GIF", gif, "image/gif" },
            { "a JPEG", jpeg, "image/jpeg" },
            { "a picture with a page behind it", [.. png, .. "<html><script>alert(1)</script>"u8], "application/octet-stream" },
            { "a picture with anything behind it", [.. png, .. "PK"u8], "application/octet-stream" },
            { "a GIF with a script in it", [.. gif[..^1], .. "<ScRiPt>alert(1)</script>"u8, 0x3B], "application/octet-stream" },
            { "a GIF that is a script", [.. "GIF89a/*"u8, 1, 0, 1, 0, 0, 0, .. "*/=1;alert(1);"u8, 0x3B], "application/octet-stream" },
            { "a JPEG that is a script", [0xFF, 0xD8, 0xFF, 0xE0, 0x2F, 0x2A, .. new byte[20], .. "*/=alert(1)"u8], "application/octet-stream" },
            { "a drawing that is a page", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"u8.ToArray(), "application/octet-stream" },
            { "a page", "  <!DOCTYPE html><p>x"u8.ToArray(), "application/octet-stream" },
            { "a script far inside a text", [.. Enumerable.Repeat((byte)'x', 70_000), .. "<script>"u8], "application/octet-stream" },
            { "words", "é, ça va ?"u8.ToArray(), "text/plain" },
            { "half a character", [0x61, 0xC3], "application/octet-stream" },
            { "an archive", [.. "PK\u0003\u0004"u8, 0, 0], "application/zip" },
        };
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task The_type_is_what_the_content_is(string what, byte[] content, string type)
    {
        using var file = new MemoryStream(content);
        Assert.True(type == (await FileType.OfAsync(file, default)).Type, what);
    }

    [Fact]
    public async Task A_picture_that_is_a_script_is_served_to_keep_and_a_program_is_refused()
    {
        using var outside = hub.OpenBrowser();
        await using var visitor = await Visitor.OpenAsync(hub);
        var file = await UploadAsync(visitor, outside, "cute.gif", [.. "GIF89a/*"u8, 1, 0, 1, 0, 0, 0, .. "*/=1;alert(1);"u8, 0x3B]);
        await visitor.SendAsync("look", [file]);
        var shown = (await visitor.Line.CallAsync("After", 0))[0].GetProperty("files")[0];
        Assert.Equal("application/octet-stream", shown.GetProperty("type").GetString());
        using var got = await outside.GetAsync(shown.GetProperty("url").GetString()!);
        Assert.Equal(("application/octet-stream", "attachment"), (got.Content.Headers.ContentType!.MediaType, got.Content.Headers.ContentDisposition!.DispositionType));
        await visitor.UploadAsync(outside, "setup.exe", "hello"u8.ToArray()).ExpectProblemAsync(HttpStatusCode.BadRequest, "file_type_refused");
        await visitor.UploadAsync(outside, "harmless.txt", [0x4D, 0x5A, 0x90, 0]).ExpectProblemAsync(HttpStatusCode.BadRequest, "file_type_refused");
    }

    private static async Task<long> UploadAsync(Visitor visitor, Browser browser, string name, byte[] content, string? key = null) =>
        (await visitor.UploadAsync(browser, name, content, key).ExpectAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();

    private static async Task<long> UploadAsync(Browser browser, string name, byte[] content) =>
        (await browser.UploadAsync(name, content).ExpectAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();
}
