using System.Net;
using Hub.Browser.Support;
using Npgsql;

namespace Hub.Browser;

public sealed class RestartTests(Stage stage) : BrowserTests(stage)
{
    [Fact]
    public async Task A_server_that_is_killed_while_a_text_is_sent_costs_the_visitor_nothing()
    {
        var connectionString = await (await TestCluster.Instance).CreateDatabaseAsync();
        try
        {
            await using var database = NpgsqlDataSource.Create(connectionString);
            await using var server = await HubProcess.StartAsync(connectionString, ("ASPNETCORE_CONTENTROOT", Stage.ContentRoot()));
            using var agent = await server.SignInAsync();
            await using var wire = new Wire(server.Address);
            var chat = await VisitAsync(home: wire.Address);
            await chat.OpenAsync();
            await chat.SendAsync("Before");
            await using var ask = database.CreateCommand("select ticket from messages where text = 'Before'");
            var ticket = (long)(await ask.ExecuteScalarAsync())!;

            // It has taken the text in, and dies before its answer is out.
            wire.Gate = (toServer, piece) => (toServer ? piece.Length : 0, false);
            await chat.WriteAsync("Meanwhile");
            await Wait.UntilAsync("the server has it", async () => await Ledger.CountAsync(database, "select count(*) from messages where text = 'Meanwhile'") == 1);
            await server.KillAsync();
            wire.Gate = null;
            await chat.WriteAsync("While nobody is there");
            await Expect(chat.Frame.GetByText("Reconnecting…")).ToBeVisibleAsync();
            await Expect(chat.Unsent).Not.ToHaveCountAsync(0);

            await server.StartAgainAsync();
            await agent.PostAsync($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "We are back", clientId = "back" }).ExpectAsync(HttpStatusCode.Created);
            await Expect(chat.Said("We are back")).ToHaveCountAsync(1);
            await Expect(chat.Frame.GetByText("Reconnecting…")).ToHaveCountAsync(0);
            await Expect(chat.Unsent).ToHaveCountAsync(0);
            foreach (var text in new[] { "Before", "Meanwhile", "While nobody is there" })
            {
                await Expect(chat.Said(text)).ToHaveCountAsync(1);
                Assert.Equal(1, await Ledger.CountAsync(database, $"select count(*) from messages where text = '{text}'"));
            }
        }
        finally
        {
            await (await TestCluster.Instance).DropDatabaseAsync(connectionString);
        }
    }
}
