using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Hub.Browser.Support;

/// <summary>What a machine can check of the rules for accessible pages.</summary>
public static class Axe
{
    private static readonly AxeRunOptions rules = new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] } };

    // A page hears of another theme with its next picture. A check that looked at nothing is one fault more.
    private const string Check = """
        async (values) => {
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          const { passes, violations } = await axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
          const faults = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, any }) => `${id} (${help}): ${html} ${any.map((it) => it.message).join(" ")}`));
          return passes.length > 0 ? faults : [...faults, "nothing was checked"];
        }
        """;

    // Where nothing runs, axe cannot either, and would wait for ever. Such frames need a name all the same.
    private const string Silent = "iframe[sandbox]:not([sandbox*=allow-scripts])";

    /// <summary>Fails with what is wrong, and where, in the page and in its frames.</summary>
    public static async Task ExpectAccessibleAsync(this IPage page, string screen)
    {
        var silent = page.Locator(Silent);
        for (var n = await silent.CountAsync() - 1; n >= 0; n--) Assert.False(string.IsNullOrWhiteSpace(await silent.Nth(n).GetAttributeAsync("title")), $"{screen}: a frame without a name");
        var result = await page.RunAxe(new AxeRunContext { Exclude = [new(Silent)] }, rules);
        Assert.NotEmpty(result.Passes);
        var wrong = result.Violations.SelectMany(violation => violation.Nodes, (violation, node) => $"{screen}: {violation.Id} ({violation.Help}): {node.Html} {string.Join(' ', node.Any.Select(check => check.Message))}");
        Assert.True(result.Violations.Length == 0, string.Join('\n', wrong));
    }

    /// <summary>The same in one frame alone, for whoever looks many times: the check is brought there once and stays until the frame loads anew.</summary>
    /// <returns>What is wrong, and where.</returns>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this IFrame frame, string screen)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!await frame.EvaluateAsync<bool>("() => 'axe' in window")) await frame.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        var faults = await frame.EvaluateAsync<string[]>(Check, rules.RunOnly.Values);
        return [.. faults.Select(fault => $"{screen}: {fault}")];
    }

    /// <summary>The rules that the page breaks.</summary>
    public static async Task<IEnumerable<string>> FaultsAsync(this IPage page) => (await page.RunAxe(rules)).Violations.Select(violation => violation.Id);
}
