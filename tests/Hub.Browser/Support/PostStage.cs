using System.Text.RegularExpressions;

namespace Hub.Browser.Support;

/// <summary>A stage whose hub sends mail, to a server that keeps it, and whose chat therefore offers what goes by mail.</summary>
public sealed partial class PostStage : Stage, IAsyncLifetime
{
    /// <summary>Where the hub's mails arrive.</summary>
    public SmartHost Post { get; } = SmartHost.Start();

    protected override string[] Settings => [Post.Setting, "--Hub:Mail:UndoSeconds=0", "--Hub:Mail:ContinueAfter=60", "--Hub:Mail:Domain=hub.test"];

    /// <summary>The last code that was mailed to an address; waits for the first.</summary>
    public async Task<string> CodeAsync(string address)
    {
        await Wait.UntilAsync("the mail with the code", () => Task.FromResult(Codes(address).Any()));
        return Codes(address).Last();
    }

    private IEnumerable<string> Codes(string address) =>
        Post.Mails.Where(mail => mail.To == address).Select(mail => mail.Read().TextBody ?? "").Where(text => text.StartsWith("Your code", StringComparison.Ordinal)).Select(text => SixDigits().Match(text).Value);

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Post.DisposeAsync();
    }
}
