using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Hub.Tests.Rules;

/// <summary>What a browser loads first, compressed, from the files as they were built.</summary>
public sealed partial class SizeTests
{
    /// <summary>The bars, in bytes. What follows on a click or by route does not count.</summary>
    [Theory]
    [InlineData("widget/loader.js", 4_000)]
    [InlineData("widget/chat.html", 60_000)]
    [InlineData("desk/index.html", 450_000)]
    public void What_a_browser_loads_first_stays_small(string page, long most)
    {
        var loaded = new HashSet<string>();
        Load(page, loaded);
        Assert.NotEmpty(loaded);
        var size = loaded.Sum(Compressed);
        Assert.True(size <= most, $"{page} with {string.Join(", ", loaded)} is {size:n0} bytes compressed; the bar is {most:n0}");
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
