namespace Hub.Browser.Support;

/// <summary>What somebody does who has no mouse.</summary>
public static class Keys
{
    /// <summary>Presses of Tab that may lie between two places somebody goes to one after the other.</summary>
    private const int Steps = 20;

    /// <summary>Goes on with Tab until the control has the focus.</summary>
    public static async Task GoToAsync(this IPage page, ILocator control, string key = "Tab")
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(control);
        await control.WaitForAsync();
        for (var step = 0; step < Steps && !await IsFocusedAsync(control); step++) await page.Keyboard.PressAsync(key);
        await Expect(control).ToBeFocusedAsync(new() { Timeout = 1_000 });
    }

    private static Task<bool> IsFocusedAsync(ILocator control) => control.EvaluateAsync<bool>("element => element.getRootNode().activeElement === element");
}
