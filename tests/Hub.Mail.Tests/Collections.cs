namespace Hub.Mail.Tests;

/// <summary>Public collections of mail, which are no part of the repository: they lie in <c>../shared/data/mail</c> beside it.</summary>
internal static class Collections
{
    private const string Setting = "HUB_TEST_COLLECTIONS";

    /// <summary>The folder of one; of a linked worktree, beside the repository that it belongs to.</summary>
    /// <param name="names">The folder's name, and those below it.</param>
    /// <returns>None only where somebody said that they are not there; then its test has nothing to read.</returns>
    /// <exception cref="DirectoryNotFoundException">It is not there, and nobody said so.</exception>
    public static string? Folder(params string[] names)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var git = Path.Combine(at.FullName, ".git");
            if (!Path.Exists(git)) continue;
            var repository = Directory.Exists(git) ? at.FullName : Path.Combine(File.ReadAllText(git)["gitdir: ".Length..].Trim(), "..", "..", "..");
            var folder = Path.Combine([repository, "..", "shared", "data", "mail", .. names]);
            if (Directory.Exists(folder)) return folder;
            break;
        }
        return Environment.GetEnvironmentVariable(Setting) == "absent" ? null
            : throw new DirectoryNotFoundException($"There is no folder ../shared/data/mail/{string.Join('/', names)} beside the repository. Where that is known and meant, say {Setting}=absent, as ops/test does.");
    }
}
