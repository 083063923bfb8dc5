using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Hub.Platform;

namespace Hub.Tests.Operations;

/// <summary>Settings as the pages and samples of ops name them, against those that there are.</summary>
public sealed partial class SettingsPageTests
{
    // Read before there are options.
    private static readonly string[] early = ["Hub__Log", "Hub__LogLevels"];

    [Fact]
    public void Every_setting_is_on_the_page_of_settings()
    {
        var page = Named("ops/settings.md").ToHashSet();
        var settings = Settings(typeof(HubOptions), "Hub").ToList();
        Assert.Contains("Hub__Mail__Lmtp", settings);
        Assert.Empty(settings.Concat(early).Except(page));
        Assert.Contains("ConnectionStrings__Hub", File.ReadAllText(Path.Combine(Root(), "ops/settings.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_that_a_page_or_a_sample_names_exists()
    {
        var settings = Settings(typeof(HubOptions), "Hub").Concat(early).ToHashSet();
        string[] files = ["README.md", "compose.yaml", "ops/systemd/hub.env", "ops/systemd/hub@.service", "ops/proxy/nginx.conf", "ops/proxy/haproxy.cfg",
            .. Directory.EnumerateFiles(Path.Combine(Root(), "ops"), "*.md").Select(f => "ops/" + Path.GetFileName(f))];
        var named = files.SelectMany(f => Named(f).Select(name => (File: f, Name: name))).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, n => Assert.True(settings.Contains(n.Name), $"{n.File} names {n.Name}, which there is not."));
    }

    [Fact]
    public void Defaults_on_the_page_are_those_of_the_code()
    {
        var rows = File.ReadAllLines(Path.Combine(Root(), "ops/settings.md")).Where(l => l.StartsWith("| `Hub__", StringComparison.Ordinal)).Select(l => l.Split(" | ")).ToList();
        var said = 0;
        foreach (var row in rows)
        {
            var names = Setting().Matches(row[0]).Select(m => m.Value).ToList();
            var defaults = row[^1].TrimEnd('|', ' ').Split(", ");
            if (names.Count != defaults.Length) continue;
            foreach (var (name, text) in names.Zip(defaults))
            {
                if (Default(name) is not { } value) continue;
                said++;
                Assert.True(text.Trim('`') == value || (name is "Hub__DataDir" && text.StartsWith("`.data`", StringComparison.Ordinal)), $"{name} is {value}, the page says {text}.");
            }
        }
        Assert.True(said > 12, $"{said} defaults were compared.");
    }

    private static IEnumerable<string> Settings(Type options, string prefix) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(p => p.PropertyType.Namespace == options.Namespace && p.PropertyType.IsClass
            ? Settings(p.PropertyType, $"{prefix}__{p.Name}") : [$"{prefix}__{p.Name}"]);

    /// <summary>As one would write it; none where there is none.</summary>
    private static string? Default(string name)
    {
        object? value = new HubOptions();
        foreach (var part in name.Split("__").Skip(1)) value = value?.GetType().GetProperty(part)?.GetValue(value);
        return value is bool truth ? truth ? "true" : "false" : value?.ToString();
    }

    private static IEnumerable<string> Named(string file) => Setting().Matches(File.ReadAllText(Path.Combine(Root(), file))).Select(m => m.Value);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    [GeneratedRegex("Hub__[A-Za-z]+(?:__[A-Za-z]+)*")]
    private static partial Regex Setting();
}
