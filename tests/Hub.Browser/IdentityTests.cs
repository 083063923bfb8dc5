using Hub.Agents;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class IdentityTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task Who_is_signed_in_on_the_page_has_the_conversation_everywhere_and_the_next_one_sees_nothing_of_it()
    {
        using var administrator = await Server.SignInAsync(Role.Administrator);
        var shop = await ShopServer.OpenAsync(Server, administrator);
        var phone = await VisitAsync();
        await IdentifyAsync(phone, shop.Jwt("browser-anna", ("name", "Anna Keller")));
        await phone.OpenAsync();
        await phone.SendAsync("secret-of-anna-5150");

        // Another device, by a word of its own; what was signed by nobody opens nothing.
        var laptop = await VisitAsync();
        await IdentifyAsync(laptop, shop.With(secret: "made-up").Jwt("browser-anna"));
        await laptop.OpenAsync();
        await laptop.SendAsync("I only say that I am Anna");
        await Expect(laptop.Said("secret-of-anna-5150")).ToHaveCountAsync(0);
        await IdentifyAsync(laptop, shop.Jwt("browser-anna"));
        await laptop.Frame.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await laptop.Frame.GetByRole(AriaRole.Menuitem, new() { Name = "Earlier conversations" }).ClickAsync();
        await laptop.Frame.GetByRole(AriaRole.Button, new() { Name = "secret-of-anna-5150" }).ClickAsync();
        await Expect(laptop.Frame.GetByText("secret-of-anna-5150").Last).ToBeVisibleAsync();
        await laptop.Page.ExpectAccessibleAsync("an earlier conversation");

        // She signs out and leaves; somebody else opens the page, and then signs in, on the same device.
        await phone.Page.ReloadAsync();
        await phone.OpenAsync();
        await Expect(phone.Frame.GetByRole(AriaRole.Heading, new() { Name = "Hello. How can we help?" })).ToBeVisibleAsync();
        await Expect(phone.Said("secret-of-anna-5150")).ToHaveCountAsync(0);
        await IdentifyAsync(phone, shop.Jwt("browser-bob"));
        await phone.SendAsync("I am Bob");
        await Expect(phone.Said("secret-of-anna-5150")).ToHaveCountAsync(0);
        Assert.DoesNotContain("5150", await phone.Page.Frames[1].EvaluateAsync<string>("() => JSON.stringify(localStorage)"), StringComparison.Ordinal);
    }

    private static async Task IdentifyAsync(Chat chat, string token) => await chat.Page.EvaluateAsync("token => window.hub('identify', { token })", token);
}
