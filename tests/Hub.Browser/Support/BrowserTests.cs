using Hub.Agents;

namespace Hub.Browser.Support;

/// <summary>Tests that play people in browsers. Whatever they test: no page may end with a script error, a broken content policy, a dialog or a request to a stranger.</summary>
public abstract class BrowserTests(Stage stage) : BrowserTests<Stage>(stage);

/// <inheritdoc/>
/// <typeparam name="TStage">What they play on.</typeparam>
public abstract class BrowserTests<TStage>(TStage stage) : IClassFixture<TStage>, IAsyncLifetime
    where TStage : Stage
{
    private readonly List<Person> people = [];

    /// <summary>What the tests of this class share.</summary>
    protected TStage Stage => stage;

    protected HubApp Server => stage.Server;

    /// <summary>Somebody with a fresh browser profile.</summary>
    protected async Task<Person> ArriveAsync(Screen? screen = null, Uri? home = null)
    {
        var person = await Person.OpenAsync(stage.Chromium, home ?? Server.Address, screen ?? new());
        people.Add(person);
        return person;
    }

    /// <summary>A visitor on the demonstration page.</summary>
    protected async Task<Chat> VisitAsync(Screen? screen = null, Uri? home = null)
    {
        var chat = new Chat(await ArriveAsync(screen, home));
        await chat.Page.GotoAsync("/demo");
        return chat;
    }

    /// <summary>An agent who has signed in at the desk.</summary>
    protected async Task<Desk> WorkAsync(string name = "Léa Moreau", Role role = Role.Agent, Screen? screen = null, Uri? home = null)
    {
        var (id, email) = await Server.AddAgentAsync(role, name);
        if (screen?.Language.StartsWith("fr", StringComparison.Ordinal) == true) await Server.ExecuteAsync("update agents set language = 'fr' where id = $1", id);
        var desk = new Desk(await ArriveAsync(screen, home));
        await desk.SignInAsync(email);
        return desk;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var person in people) await person.Profile.CloseAsync();
        Assert.Empty(people.SelectMany(person => person.TakeTrouble()));
    }
}
