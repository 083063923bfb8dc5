using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hub.Agents;
using Hub.Channels.WebChat;
using Hub.Tests.Support;

namespace Hub.Tests.Channels.WebChat;

/// <summary>On the widget as it was built, because some of what a site is stands in its files.</summary>
public sealed class SiteTests : IClassFixture<SiteTests.Stage>
{
    private readonly HubApp hub;

    public SiteTests(Stage stage) => hub = stage.Hub;

    public sealed class Stage : IAsyncLifetime
    {
        public HubApp Hub { get; private set; } = null!;

        public async Task InitializeAsync() => Hub = await HubApp.StartAsync($"--contentRoot={Root()}");

        public Task DisposeAsync() => Hub.DisposeAsync();

        private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../src/Hub"));
    }

    [Fact]
    public async Task A_site_is_made_talks_is_switched_off_and_removed_and_its_tickets_stay()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var made = await admin.PostAsync("/api/v1/sites", new { name = "Outlet", locale = "de", allowedOrigins = new[] { "https://outlet.test/" } }).ExpectAsync(HttpStatusCode.Created);
        var (id, key) = (made.GetProperty("id").GetInt64(), made.GetProperty("key").GetString()!);
        Assert.Equal("https://outlet.test", made.GetProperty("allowedOrigins")[0].GetString());
        Assert.Contains("de", made.GetProperty("languages").EnumerateArray().Select(l => l.GetString()));
        Assert.Contains($"data-site=\"{key}\" async></script>\n<noscript><a href=\"mailto:support@", made.GetProperty("snippet").GetString(), StringComparison.Ordinal);

        await using var visitor = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        var token = (await visitor.CallAsync("Start", new { siteKey = key })).GetProperty("token").GetString();
        var ticket = (await visitor.CallAsync("Send", new { clientId = "one", text = "Is it sold out?" })).GetProperty("ticket").GetInt64();

        await admin.PatchAsync($"/api/v1/sites/{id}", new { enabled = false }).ExpectAsync(HttpStatusCode.OK);
        await RefusedAsync(key, token);
        Assert.Contains("\"off\":true", await LoaderAsync(key), StringComparison.Ordinal);
        await admin.PatchAsync($"/api/v1/sites/{id}", new { enabled = true }).ExpectAsync(HttpStatusCode.OK);
        await StartAsync(key, token);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/sites/{id}")).StatusCode);
        await RefusedAsync(key, token);
        await admin.DeleteAsync($"/api/v1/sites/{id}").ExpectProblemAsync(HttpStatusCode.NotFound, "site_unknown");
        await admin.PatchAsync($"/api/v1/sites/{id}", new { name = "Back" }).ExpectProblemAsync(HttpStatusCode.NotFound, "site_unknown");
        Assert.DoesNotContain((await admin.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray(), s => s.GetProperty("id").GetInt64() == id);
        Assert.Equal("Outlet", (await admin.GetAsync($"/api/v1/tickets/{ticket}/messages").ExpectAsync(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("channel").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Lines_that_are_open_when_their_site_is_switched_off_send_nothing_more_and_end()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var (id, key) = await MakeAsync(admin, new { name = "Closing", allowedOrigins = new[] { "https://closing.test" } });
        var (_, other) = await MakeAsync(admin, new { name = "Staying", allowedOrigins = new[] { "https://staying.test" } });
        await using var visitor = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        await using var neighbour = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        var token = (await visitor.CallAsync("Start", new { siteKey = key })).GetProperty("token").GetString();
        await neighbour.CallAsync("Start", new { siteKey = other });
        await visitor.CallAsync("Send", new { clientId = "one", text = "Hello" });
        await neighbour.CallAsync("Send", new { clientId = "one", text = "Hello" });

        await admin.PatchAsync($"/api/v1/sites/{id}", new { enabled = false }).ExpectAsync(HttpStatusCode.OK);
        // The line may be over already; before that, it is refused for what it is.
        var refusal = await Assert.ThrowsAsync<HubRefusal>(() => visitor.CallAsync("Send", new { clientId = "two", text = "Is anybody there?" }));
        Assert.Contains(refusal.Code, new[] { "site_unknown", "not_started" });
        using var outside = hub.OpenBrowser();
        await Uploading.SendAsync(outside, "/api/v1/visitor/files", "a.txt", "x"u8.ToArray(), null, ("Authorization", $"Bearer {token}")).ExpectProblemAsync(HttpStatusCode.NotFound, "site_unknown");

        await visitor.ExpectAsync("Resync");
        Assert.Equal("not_started", (await Assert.ThrowsAsync<HubRefusal>(() => visitor.CallAsync("After", 0))).Code);
        Assert.Equal("site_unknown", (await Assert.ThrowsAsync<HubRefusal>(() => visitor.CallAsync("Start", new { siteKey = key, token }))).Code);
        await neighbour.CallAsync("Send", new { clientId = "two", text = "Still here" });
    }

    [Fact]
    public async Task A_new_key_opens_at_once_the_old_one_until_it_is_revoked_and_the_conversation_goes_on()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var (id, old) = await MakeAsync(admin, new { name = "Keys" });
        await using var visitor = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        var token = (await visitor.CallAsync("Start", new { siteKey = old })).GetProperty("token").GetString();
        await visitor.CallAsync("Send", new { clientId = "one", text = "Written under the old key" });

        var rotated = await admin.PostAsync($"/api/v1/sites/{id}/keys").ExpectAsync(HttpStatusCode.OK);
        var key = rotated.GetProperty("key").GetString()!;
        Assert.NotEqual(old, key);
        Assert.Equal(old, rotated.GetProperty("formerKeys")[0].GetProperty("key").GetString());
        foreach (var either in new[] { old, key })
            Assert.Equal("Written under the old key", (await StartAsync(either, token)).GetProperty("messages")[0].GetProperty("text").GetString());
        // Browsers keep the conversation under the first key, whichever the page names.
        using var browser = hub.OpenBrowser();
        Assert.Contains($"data-memory=\"{old}\"", await (await browser.GetAsync($"/chat?site={key}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await admin.DeleteAsync($"/api/v1/sites/{id}/keys/{key}").ExpectProblemAsync(HttpStatusCode.NotFound, "key_unknown");
        await admin.DeleteAsync($"/api/v1/sites/{id}/keys/{old}").ExpectAsync(HttpStatusCode.OK);
        await RefusedAsync(old, token);
        await StartAsync(key, token);
    }

    [Theory]
    [InlineData("""{ "name": " " }""", "name_empty")]
    [InlineData("""{ "languages": [] }""", "languages_invalid")]
    [InlineData("""{ "languages": ["en", "tlh"] }""", "languages_invalid")]
    [InlineData("""{ "languages": ["en", "en"] }""", "languages_invalid")]
    [InlineData("""{ "languages": ["fr"], "locale": "en" }""", "locale_invalid")]
    [InlineData("""{ "texts": { "tlh": { "title": "nuqneH" } } }""", "texts_invalid")]
    [InlineData("""{ "texts": { "en": { "away": "a\u0000b" } } }""", "texts_invalid")]
    [InlineData("""{ "texts": { "en": { "title": "1234567890123456789012345678901234567890123456789012345678901" } } }""", "texts_too_long")]
    [InlineData("""{ "accent": "petrol" }""", "accent_invalid")]
    [InlineData("""{ "position": { "side": "top", "x": 1, "y": 1 } }""", "position_invalid")]
    [InlineData("""{ "position": { "side": "left", "x": 201, "y": 1 } }""", "position_invalid")]
    [InlineData("""{ "position": { "side": "left" } }""", "position_invalid")]
    [InlineData("""{ "remember": "everything" }""", "remember_invalid")]
    [InlineData("""{ "allowedOrigins": ["https://shop.test", "https://shop.test/; script-src *"] }""", "origin_invalid")]
    public async Task What_makes_no_sense_is_refused_with_the_field_to_blame(string change, string code)
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var id = await hub.ScalarAsync<long>("select channel from sites order by channel limit 1");
        await admin.PatchAsync($"/api/v1/sites/{id}", JsonElement.Parse(change)).ExpectProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_change_sets_what_it_names_and_leaves_the_rest()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var (id, key) = await MakeAsync(admin, new { name = "Texts", texts = new { en = new { title = "Lamps", greeting = "Hello" }, fr = new { greeting = "Bonjour" } } });
        await admin.PatchAsync($"/api/v1/sites/{id}", new { texts = new { fr = new { away = "Revenons à 9 h" } }, position = new { side = "left", x = 8, y = 96 }, remember = "conversation" }).ExpectAsync(HttpStatusCode.OK);
        var site = await admin.PatchAsync($"/api/v1/sites/{id}", new { greeting = "Hi" }).ExpectAsync(HttpStatusCode.OK);

        Assert.Equal("""{"en":{"title":"Lamps","greeting":"Hi"},"fr":{"away":"Revenons à 9 h"}}""", JsonSerializer.Serialize(site.GetProperty("texts"), global::Hub.Platform.Json.Options));
        var told = (await StartAsync(key, null)).GetProperty("settings");
        Assert.Equal("left", told.GetProperty("side").GetString());
        Assert.Equal("Hi", told.GetProperty("texts").GetProperty("en").GetProperty("greeting").GetString());
        Assert.Equal("conversation", told.GetProperty("remember").GetString());
        // A language that is given up takes the site's own with it.
        Assert.Equal("fr", (await admin.PatchAsync($"/api/v1/sites/{id}", new { languages = new[] { "fr", "da" } }).ExpectAsync(HttpStatusCode.OK)).GetProperty("locale").GetString());
    }

    [Fact]
    public async Task The_loader_comes_in_the_look_of_its_site_by_key_or_by_the_page_that_asks()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var (_, key) = await MakeAsync(admin, new { name = "Sun", accent = "#F6C945", allowedOrigins = new[] { "https://sun.test" }, position = new { side = "left", x = 30, y = 40 }, launcher = false, languages = new[] { "fr", "en" }, locale = "fr" });
        var script = await LoaderAsync(key);
        Assert.Contains("""
            "accent":"#f6c945","ink":"#06242b","side":"left","x":30,"y":40,"bare":true,"words":{"fr":["Ouvrir le chat","Fermer le chat","non lu"],"en":["Open chat"
            """.Trim(), script, StringComparison.Ordinal);
        Assert.DoesNotContain("HUB_LOOK", script, StringComparison.Ordinal);

        using var browser = hub.OpenBrowser();
        async Task<string> FromAsync(string referer) => await (await browser.SendAsync(HttpMethod.Get, "/widget.js", null, ("Referer", referer))).Content.ReadAsStringAsync();
        Assert.Contains("#f6c945", await FromAsync("https://sun.test/"), StringComparison.Ordinal);
        Assert.DoesNotContain("#f6c945", await FromAsync("https://elsewhere.test/"), StringComparison.Ordinal);
        Assert.Contains("\"off\":true", await LoaderAsync("nobodys"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_chat_was_begun_is_seen_with_the_pages_that_are_not_allowed_and_nothing_of_who_looked()
    {
        using var admin = await hub.SignInAsync(Role.Administrator);
        var (id, key) = await MakeAsync(admin, new { name = "Seen", allowedOrigins = new[] { "https://shop.test" } });
        using var browser = hub.OpenBrowser();
        foreach (var origin in new[] { "https://shop.test", "https://staging.shop.test", "javascript:alert(1)", hub.Address.GetLeftPart(UriPartial.Authority), "https://shop.test" })
            (await browser.GetAsync($"/chat?site={key}&origin={Uri.EscapeDataString(origin)}")).EnsureSuccessStatusCode();

        var seen = (await admin.GetAsync("/api/v1/sites").ExpectAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Single(s => s.GetProperty("id").GetInt64() == id).GetProperty("seen");
        Assert.Equal([("https://shop.test", true), ("https://staging.shop.test", false)], seen.EnumerateArray().Select(s => (s.GetProperty("origin").GetString()!, s.GetProperty("allowed").GetBoolean())).Order());
        // Whoever invents pages makes no more of them than are kept, and none of the allowed ones is lost among them.
        for (var n = 0; n < 70; n++) (await browser.GetAsync($"/chat?site={key}&origin=https://n{n}.test")).EnsureSuccessStatusCode();
        Assert.Equal(60L, await hub.ScalarAsync<long>("select count(*) from site_sightings where site = $1", id));
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from site_sightings where site = $1 and allowed", id));
    }

    [Fact]
    public async Task The_preview_is_for_the_desk_alone()
    {
        using var browser = hub.OpenBrowser();
        var desk = hub.Address.GetLeftPart(UriPartial.Authority);
        foreach (var path in new[] { "/chat/preview", $"/chat?site={await hub.SiteKeyAsync()}&preview" })
        {
            using var answer = await browser.GetAsync(path);
            Assert.EndsWith($"frame-ancestors 'self' {desk}", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("#0b6073", "#ffffff", "#0b6073", "dark")]
    [InlineData("#f6c945", "#06242b", "#f6c945", "light")]
    [InlineData("#868686", "#06242b", "#8c8c8c", "text")]
    [InlineData("#000000", "#ffffff", "#000000", "dark")]
    public void A_colour_is_judged_by_its_contrast(string accent, string ink, string shown, string warning)
    {
        var contrast = SiteContrast.Of(accent);
        Assert.Equal((ink, shown), (contrast.Ink, contrast.Shown));
        Assert.Equal([warning], contrast.Warnings);
        Assert.True(SiteContrast.Between(contrast.Shown, contrast.Ink) >= 4.5);
    }

    private static async Task<(long Id, string Key)> MakeAsync(Browser admin, object input)
    {
        var made = await admin.PostAsync("/api/v1/sites", input).ExpectAsync(HttpStatusCode.Created);
        return (made.GetProperty("id").GetInt64(), made.GetProperty("key").GetString()!);
    }

    private async Task<JsonElement> StartAsync(string key, string? token)
    {
        await using var line = await HubSocket.OpenAsync(hub.Address, "/hubs/visitor");
        return await line.CallAsync("Start", new { siteKey = key, token });
    }

    private async Task RefusedAsync(string key, string? token) =>
        Assert.Contains("site_unknown", (await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(key, token))).Message, StringComparison.Ordinal);

    private async Task<string> LoaderAsync(string key)
    {
        using var browser = hub.OpenBrowser();
        return await (await browser.GetAsync($"/widget.js?site={key}")).Content.ReadAsStringAsync();
    }
}
