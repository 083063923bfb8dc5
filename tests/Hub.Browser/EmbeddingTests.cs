using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class EmbeddingTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task The_chat_opens_on_the_sites_that_are_allowed_and_nowhere_else()
    {
        await using var stranger = await HostSite.OpenAsync(Server);
        await using var shop = await HostSite.OpenAsync(Server);
        await shop.AllowAsync(Server);

        var guest = new Chat(await ArriveAsync(home: stranger.Address));
        await guest.Page.GotoAsync("/");
        var refusal = await guest.Page.RunAndWaitForConsoleMessageAsync(() => guest.Launcher.ClickAsync(), new() { Predicate = line => line.Text.Contains("frame-ancestors", StringComparison.Ordinal) });
        Assert.Contains(Server.Address.GetLeftPart(UriPartial.Authority), refusal.Text, StringComparison.Ordinal);
        await Expect(guest.Field).ToHaveCountAsync(0);
        Assert.Empty(guest.Person.Heard);
        Assert.NotEmpty(guest.Person.TakeTrouble());

        var customer = new Chat(await ArriveAsync(home: shop.Address));
        await customer.Page.GotoAsync("/");
        await customer.OpenAsync();
        await customer.SendAsync("Hello from the shop");
        Assert.Equal(1L, await Server.ScalarAsync<long>("select count(*) from messages where text = $1", "Hello from the shop"));
    }
}
