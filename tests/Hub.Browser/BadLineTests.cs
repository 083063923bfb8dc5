using System.Net;
using Hub.Browser.Support;

namespace Hub.Browser;

public sealed class BadLineTests(Stage stage) : BrowserTests(stage)
{
    // More than anything that the chat says beside a text of this length.
    private static readonly string padding = new('x', 4_000);

    /// <summary>Where a line may break while a text is sent.</summary>
    private enum Step
    {
        BeforeTheRequestLeaves,
        InTheMiddleOfTheRequest,
        BeforeTheAnswer,
        AfterTheAnswer,
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_arrives_once_wherever_the_line_breaks_while_it_is_sent(bool phone)
    {
        await using var wire = new Wire(Server.Address);
        using var agent = await Server.SignInAsync();
        var chat = await VisitAsync(phone ? Screen.Phone : null, wire.Address);
        var hello = phone ? "Hello from the phone" : "Hello from the desk";
        await chat.OpenAsync();
        await chat.SendAsync(hello);
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = $1", hello);

        foreach (var step in Enum.GetValues<Step>())
        {
            var broken = new TaskCompletionSource();
            wire.Gate = Break(step, () =>
            {
                wire.Gate = null;
                broken.TrySetResult();
            });
            await chat.WriteAsync($"{step} {padding}");
            if (step == Step.BeforeTheAnswer)
            {
                await Wait.UntilAsync("the server has it", async () => await CountAsync(ticket, $"{step}%") == 1);
                await Expect(chat.Unsent).ToHaveCountAsync(1);
                wire.Gate = null;
                wire.Break();
            }
            else await broken.Task.WaitAsync(Wait.Guard);
            // Said while the visitor is away, or when he is just back.
            await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = $"Answer {step}", clientId = $"{phone} {step}" }).ExpectAsync(HttpStatusCode.Created);

            await Expect(chat.Said($"Answer {step}")).ToHaveCountAsync(1);
            await Wait.UntilAsync("the server has it", async () => await CountAsync(ticket, $"{step}%") == 1);
            await Expect(chat.Unsent).ToHaveCountAsync(0);
            await Expect(chat.Texts.Filter(new() { HasText = $"{step} x" })).ToHaveCountAsync(1);
            Assert.Equal(1L, await CountAsync(ticket, $"{step}%"));
        }
        await Expect(chat.Frame.GetByText("Reconnecting…")).ToHaveCountAsync(0);
        await Expect(chat.Frame.GetByText("Not sent")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task On_a_slow_line_every_text_arrives_once_and_in_order()
    {
        // 160 kB a second, and 25 ms each way for the smallest thing.
        await using var wire = new Wire(Server.Address) { Delay = TimeSpan.FromMilliseconds(25), Piece = 4_000 };
        using var agent = await Server.SignInAsync();
        var chat = await VisitAsync(Screen.Phone, wire.Address);
        await chat.OpenAsync();
        string[] texts = ["Slow one", "Slow two", "Slow three"];
        foreach (var text in texts) await chat.WriteAsync(text);
        await Expect(chat.Texts.Filter(new() { HasText = "Slow" })).ToContainTextAsync(texts);
        await Expect(chat.Unsent).ToHaveCountAsync(0);
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = 'Slow one'");
        await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "Take your time", clientId = "slow" }).ExpectAsync(HttpStatusCode.Created);
        await Expect(chat.Said("Take your time")).ToBeVisibleAsync();
        Assert.Equal(string.Join(',', texts), await Server.ScalarAsync<string>("select string_agg(text, ',' order by seq) from messages where ticket = $1 and text like 'Slow%'", ticket));
    }

    [Fact]
    public async Task Behind_a_proxy_that_refuses_WebSockets_and_holds_answers_back_the_chat_works()
    {
        await using var proxy = await BufferingProxy.OpenAsync(Server.Address);
        using var agent = await Server.SignInAsync();
        var chat = await VisitAsync(home: proxy.Address);
        await chat.OpenAsync();
        await chat.SendAsync("Through the proxy");
        Assert.NotEqual(0, proxy.Refused);
        var ticket = await Server.ScalarAsync<long>("select ticket from messages where text = 'Through the proxy'");
        await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "You came through", clientId = "proxy" }).ExpectAsync(HttpStatusCode.Created);
        await Expect(chat.Said("You came through")).ToBeVisibleAsync();
        await chat.SendAsync("And once more");
        Assert.Equal(1L, await CountAsync(ticket, "Through the proxy"));
        Assert.Equal(1L, await CountAsync(ticket, "And once more"));
    }

    /// <summary>A gate that breaks the connection at a step of the first long text. <paramref name="done"/> is called when it breaks.</summary>
    private static Gate Break(Step step, Action done)
    {
        var left = false;
        return (toServer, piece) =>
        {
            var request = toServer && piece.Length > padding.Length;
            left |= request;
            switch (step)
            {
                case Step.BeforeTheRequestLeaves when request:
                    done();
                    return (0, true);
                case Step.InTheMiddleOfTheRequest when request:
                    done();
                    return (piece.Length / 2, true);
                // The test breaks it, when the server has the text.
                case Step.BeforeTheAnswer when left && !toServer:
                    return (0, false);
                case Step.AfterTheAnswer when left && !toServer && piece.IndexOf("\"type\":3"u8) >= 0 && piece.IndexOf("\"seq\":"u8) >= 0:
                    done();
                    return (piece.Length, true);
                default:
                    return (piece.Length, false);
            }
        };
    }

    private Task<long> CountAsync(long ticket, string text) => Server.ScalarAsync<long>("select count(*) from messages where ticket = $1 and text like $2", ticket, text);
}
