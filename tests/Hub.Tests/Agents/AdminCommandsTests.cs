using System.Net;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Agents;

public sealed class AdminCommandsTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task A_reset_password_ends_sessions_and_lockout()
    {
        using var browser = await hub.SignInAsync();
        var email = await hub.ScalarAsync<string>("select email from agents where id = $1", browser.AgentId);
        await hub.ExecuteAsync("update agents set lockout_end = now() + interval '1 hour' where id = $1", browser.AgentId);

        var (code, output) = await RunAsync("reset-password", email.ToUpperInvariant());
        Assert.Equal(0, code);
        await browser.GetAsync("/api/v1/agents").ExpectProblemAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        var password = output.Trim().Split(' ')[^1];
        using (var answer = await browser.SignInAsync(email, HubApp.Password)) Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using (var answer = await browser.SignInAsync(email, password)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_disabled_account_stays_disabled_and_the_command_says_so()
    {
        var (id, email) = await hub.AddAgentAsync();
        await hub.ExecuteAsync("update agents set disabled_at = now() where id = $1", id);
        var (code, output) = await RunAsync("reset-password", email);
        Assert.Equal(0, code);
        Assert.Contains("disabled", output, StringComparison.Ordinal);
        Assert.True(await hub.ScalarAsync<bool>("select disabled_at is not null from agents where id = $1", id));
    }

    [Theory]
    [InlineData(1, "There is no agent", "reset-password", "nobody@hub.test")]
    [InlineData(2, "Usage:", "reset-password")]
    [InlineData(2, "Usage:")]
    [InlineData(2, "Usage:", "make-coffee", "nobody@hub.test")]
    public async Task What_cannot_be_done_is_said(int code, string says, params string[] args)
    {
        var (actual, output) = await RunAsync(args);
        Assert.Equal(code, actual);
        Assert.StartsWith(says, output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        var code = await AdminCommands.RunAsync(args, hub.Services, output, default);
        return (code, output.ToString());
    }
}
