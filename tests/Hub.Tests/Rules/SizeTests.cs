using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Hub.Tests.Rules;

/// <summary>What a browser loads first, compressed, from the files as they were built.</summary>
public sealed partial class SizeTests(ITestOutputHelper output)
{
    /// <summary>The bars, in bytes, and what is aimed at. What follows on a click or by route does not count.</summary>
    [Theory]
    [InlineData("the loader", 2_000, 4_000, "widget/loader.js")]
    [InlineData("the chat opened", 40_000, 60_000, "widget/loader.js", "widget/chat.html")]
    [InlineData("the desk", 330_000, 450_000, "desk/index.html")]
    public void What_a_browser_loads_first_stays_small(string what, long aim, long most, params string[] pages)
    {
        var loaded = new HashSet<string>();
        foreach (var page in pages) Load(page, loaded);
        Assert.NotEmpty(loaded);
        var size = loaded.Sum(Compressed);
        output.WriteLine($"{what}: {size:n0} bytes compressed, aim {aim:n0}, bar {most:n0}");
        foreach (var file in loaded) output.WriteLine($"{Compressed(file),9:n0} {file}");
        Assert.True(size <= most, $"{what} with {string.Join(", ", loaded)} is {size:n0} bytes compressed; the bar is {most:n0}");
    }

    // A page's scripts and styles, and what those import before they run.
    private static void Load(string file, HashSet<string> loaded)
    {
        if (!loaded.Add(file)) return;
        var text = File.ReadAllText(Path.Combine(Root(), file));
        foreach (Match link in file.EndsWith(".html", StringComparison.Ordinal) ? InPage().Matches(text) : InScript().Matches(text))
        {
            var name = link.Groups[1].Value;
            Load(name.StartsWith('/') ? name[1..] : Path.Combine(Path.GetDirectoryName(file)!, name).Replace("/./", "/", StringComparison.Ordinal), loaded);
        }
    }

    private static long Compressed(string file)
    {
        using var small = new MemoryStream();
        using (var packed = new GZipStream(small, CompressionLevel.Optimal, leaveOpen: true)) packed.Write(File.ReadAllBytes(Path.Combine(Root(), file)));
        return small.Length;
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Hub/wwwroot"));

    [GeneratedRegex("""(?:src|href)="(/[^"]+\.(?:js|css))["?]""")]
    private static partial Regex InPage();

    [GeneratedRegex("""(?:\bfrom|\bimport)\s*"(\./[^"]+\.js)["?]""")]
    private static partial Regex InScript();
}
