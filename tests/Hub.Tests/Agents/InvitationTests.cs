using System.Net;
using System.Text.Json;
using Hub.Agents;
using Hub.Tests.Support;

namespace Hub.Tests.Agents;

public sealed class InvitationTests(HubApp hub) : IClassFixture<HubApp>
{
    private const string Invitations = "/api/v1/invitations";
    private const string Accept = "/api/v1/invitations/accept";
    private static int people;

    [Fact]
    public async Task An_invited_person_makes_an_account_and_is_signed_in()
    {
        var (invitation, token) = await InviteAsync("New.Person@hub.test", "supervisor");
        Assert.Equal(hub.Time.GetUtcNow().AddDays(7), invitation.GetProperty("expiresAt").GetDateTimeOffset(), TimeSpan.FromMinutes(1));
        using var person = hub.OpenBrowser();
        (await person.GetAsync("/api/v1/session")).Dispose();
        var seen = await person.GetAsync($"{Invitations}/by-token/{token}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(("New.Person@hub.test", "supervisor"), (seen.GetProperty("email").GetString(), seen.GetProperty("role").GetString()));

        var session = await person.PostAsync(Accept, new { token, name = "New Person", password = "a good long one", language = "fr" }).ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(("New Person", "supervisor", "fr"), (session.GetProperty("user").GetProperty("name").GetString(),
            session.GetProperty("user").GetProperty("role").GetString(), session.GetProperty("user").GetProperty("language").GetString()));
        // Signed in for good: the cookie and the token for writes both count.
        await person.PatchAsync("/api/v1/session", new { name = "Renamed" }).ExpectAsync(HttpStatusCode.OK);
        using var later = hub.OpenBrowser();
        using var answer = await later.SignInAsync("new.person@hub.test", "a good long one");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await person.GetAsync($"{Invitations}/by-token/{token}").ExpectProblemAsync(HttpStatusCode.NotFound, "invitation_unknown");
        await person.PostAsync(Accept, new { token, name = "Second", password = "a good long one" }).ExpectProblemAsync(HttpStatusCode.NotFound, "invitation_unknown");
    }

    [Fact]
    public async Task The_token_is_nowhere_in_the_database_and_nowhere_in_the_log()
    {
        var (_, token) = await InviteAsync(Somebody());
        using var person = hub.OpenBrowser();
        await person.GetAsync($"{Invitations}/by-token/{token}").ExpectAsync(HttpStatusCode.OK);
        Assert.Equal(43, token.Length); // 256 bits in base64url
        Assert.Equal(0L, await hub.ScalarAsync<long>("select count(*) from invitations where invitations::text like '%' || $1 || '%'", token));
        Assert.DoesNotContain(hub.Log.All, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_who_follow_one_link_at_the_same_time_one_gets_in()
    {
        var email = Somebody();
        var (_, token) = await InviteAsync(email);
        Browser[] people = [hub.OpenBrowser(), hub.OpenBrowser(), hub.OpenBrowser()];
        foreach (var person in people) (await person.GetAsync("/api/v1/session")).Dispose();
        var answers = await Task.WhenAll(people.Select((p, i) => p.PostAsync(Accept, new { token, name = $"Person {i}", password = "a good long one" })));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1L, await hub.ScalarAsync<long>("select count(*) from agents where email = $1", email));
        foreach (var person in people) person.Dispose();
    }

    [Fact]
    public async Task What_is_refused_does_not_use_up_the_link()
    {
        var (_, token) = await InviteAsync(Somebody());
        using var person = hub.OpenBrowser();
        (await person.GetAsync("/api/v1/session")).Dispose();
        await person.PostAsync(Accept, new { token, name = "", password = "a good long one" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "name_invalid");
        await person.PostAsync(Accept, new { token, name = "X", password = "elevenchars" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "password_too_short");
        await person.PostAsync(Accept, new { token, name = "X", password = new string('x', 257) }).ExpectProblemAsync(HttpStatusCode.BadRequest, "password_too_long");
        await person.PostAsync(Accept, new { token, name = "X", password = "with a nul \0 inside" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "password_invalid");
        await person.PostAsync(Accept, new { token, name = "X", password = "a good long one", language = "de" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "language_unknown");
        await person.PostAsync(Accept, new { token, name = "X", password = "aaaaaaaaaaaa" }).ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_invitation_ends_after_seven_days_or_when_it_is_taken_back()
    {
        await using var own = await HubApp.StartAsync();
        using var administrator = await own.SignInAsync(Role.Administrator);
        var first = await administrator.PostAsync(Invitations, new { email = "first@hub.test", role = "agent" }).ExpectAsync(HttpStatusCode.Created);
        await administrator.DeleteAsync($"{Invitations}/{first.GetProperty("id").GetInt64()}").ExpectAsync(HttpStatusCode.NoContent);
        await administrator.GetAsync($"{Invitations}/by-token/{TokenOf(first)}").ExpectProblemAsync(HttpStatusCode.NotFound, "invitation_unknown");

        var second = await administrator.PostAsync(Invitations, new { email = "second@hub.test", role = "agent" }).ExpectAsync(HttpStatusCode.Created);
        var open = (await administrator.GetAsync(Invitations).ExpectAsync(HttpStatusCode.OK)).GetProperty("items");
        Assert.Equal("second@hub.test", Assert.Single(open.EnumerateArray()).GetProperty("email").GetString());
        own.Time.Advance(TimeSpan.FromDays(7.1));
        await administrator.PostAsync(Accept, new { token = TokenOf(second), name = "Late", password = "a good long one" }).ExpectProblemAsync(HttpStatusCode.NotFound, "invitation_unknown");
        Assert.Equal(0, (await administrator.GetAsync(Invitations).ExpectAsync(HttpStatusCode.OK)).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"disabled":true}""")]
    [InlineData("""{"role":"supervisor"}""")]
    public async Task Whoever_may_not_invite_any_more_leaves_no_open_link_behind(string change)
    {
        using var leaving = await hub.SignInAsync(Role.Administrator);
        var invitation = await leaving.PostAsync(Invitations, new { email = Somebody(), role = "administrator" }).ExpectAsync(HttpStatusCode.Created);
        using var administrator = await hub.SignInAsync(Role.Administrator);
        await administrator.PatchAsync($"/api/v1/agents/{leaving.AgentId}", JsonDocument.Parse(change)).ExpectAsync(HttpStatusCode.OK);
        await administrator.GetAsync($"{Invitations}/by-token/{TokenOf(invitation)}").ExpectProblemAsync(HttpStatusCode.NotFound, "invitation_unknown");
    }

    [Fact]
    public async Task A_second_invitation_of_one_address_replaces_the_first()
    {
        var email = Somebody();
        var (_, first) = await InviteAsync(email);
        var (_, second) = await InviteAsync(email.ToUpperInvariant());
        using var person = hub.OpenBrowser();
        await person.GetAsync($"{Invitations}/by-token/{first}").ExpectProblemAsync(HttpStatusCode.NotFound, "invitation_unknown");
        await person.GetAsync($"{Invitations}/by-token/{second}").ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_with_an_account_is_not_invited_again()
    {
        using var administrator = await hub.SignInAsync(Role.Administrator);
        var (_, taken) = await hub.AddAgentAsync();
        await administrator.PostAsync(Invitations, new { email = taken.ToUpperInvariant(), role = "agent" }).ExpectProblemAsync(HttpStatusCode.Conflict, "email_taken");

        // The account may also appear after the invitation.
        var email = Somebody();
        var (_, token) = await InviteAsync(email);
        var (id, _) = await hub.AddAgentAsync();
        await hub.ExecuteAsync("update agents set email = $2, normalized_email = upper($2), user_name = $2, normalized_user_name = upper($2) where id = $1", id, email);
        await administrator.PostAsync(Accept, new { token, name = "Late", password = "a good long one" }).ExpectProblemAsync(HttpStatusCode.Conflict, "email_taken");
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@b@c")]
    [InlineData("@hub.test")]
    [InlineData("a@")]
    [InlineData("Ada <ada@hub.test>")]
    [InlineData("a\0@hub.test")]
    [InlineData(null)]
    public async Task An_address_that_is_none_is_refused(string? email)
    {
        using var administrator = await hub.SignInAsync(Role.Administrator);
        await administrator.PostAsync(Invitations, new { email, role = "agent" }).ExpectProblemAsync(HttpStatusCode.BadRequest, "email_invalid");
    }

    private static string Somebody() => $"somebody{Interlocked.Increment(ref people)}+desk@hub.test";

    private static string TokenOf(JsonElement invitation) => invitation.GetProperty("url").GetString()!.Split("/invite/")[1];

    private async Task<(JsonElement Invitation, string Token)> InviteAsync(string email, string role = "agent")
    {
        using var administrator = await hub.SignInAsync(Role.Administrator);
        var invitation = await administrator.PostAsync(Invitations, new { email, role }).ExpectAsync(HttpStatusCode.Created);
        Assert.StartsWith($"{hub.Address}invite/", invitation.GetProperty("url").GetString(), StringComparison.Ordinal);
        return (invitation, TokenOf(invitation));
    }
}
