using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Hub.Tests.Rules;

/// <summary>The rules of the house, read from the sources.</summary>
public sealed partial class SourceRulesTests
{
    /// <summary>Which features a feature may name; <c>Platform</c> and <c>Storage</c> are open to all.</summary>
    private static readonly Dictionary<string, string[]> mayKnow = new()
    {
        ["Platform"] = [],
        ["Storage"] = [],
        ["Agents"] = [],
        // Hub.Mail is a library of its own.
        ["Customers"] = ["Tickets"],
        ["Tickets"] = ["Customers", "Agents", "Notices"],
        ["Intake"] = ["Customers", "Tickets"],
        ["Notices"] = ["Tickets"],
        ["Channels"] = ["Intake", "Customers", "Tickets", "Notices"],
        ["Realtime"] = ["Agents", "Tickets", "Notices"],
        // It plays everybody's part.
        ["Demo"] = ["Agents", "Channels", "Tickets"],
    };

    // Each folder here puts the others together.
    private static readonly string[] putsTogether = ["", "Hosting"];

    [Fact]
    public void Every_namespace_equals_its_folder()
    {
        foreach (var (path, text) in Sources())
        {
            var folder = Path.GetDirectoryName(path)!.Replace('/', '.').Replace('\\', '.');
            if (path is "Program.cs") continue;
            Assert.True(Namespace().Match(text).Groups[1].Value == (folder.Length == 0 ? "Hub" : $"Hub.{folder}"), $"{path}: the namespace is not that of its folder.");
        }
    }

    [Fact]
    public void Features_know_only_whom_they_may()
    {
        foreach (var (path, text) in Sources())
        {
            var feature = path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] : "";
            if (putsTogether.Contains(feature)) continue;
            Assert.True(mayKnow.ContainsKey(feature), $"{path}: say in this test whom {feature} may know.");
            foreach (var known in Using().Matches(text).Select(m => m.Groups[1].Value).Where(k => k != feature && k is not ("Platform" or "Storage" or "Mail")))
                Assert.True(mayKnow[feature].Contains(known), $"{path}: {feature} must not know {known}.");
        }
    }

    [Fact]
    public void Visitors_code_reads_only_the_view_for_customers()
    {
        // What is sent by mail is read from views for customers as well.
        foreach (var (path, text) in Sources().Where(s => s.Path.StartsWith("Channels/WebChat/", StringComparison.Ordinal) || s.Path.StartsWith("Channels/Email/Sending/", StringComparison.Ordinal)
            // Side conversations have a view of their own; what goes along into them is read from the one for customers.
            || (s.Path.StartsWith("Channels/Email/Side/", StringComparison.Ordinal) && !s.Path.EndsWith("Queue.cs", StringComparison.Ordinal) && !s.Path.EndsWith("Endpoints.cs", StringComparison.Ordinal))))
        {
            Assert.False(MessagesTable().IsMatch(text), $"{path} reads the table messages. Customers see the views made for them and nothing else.");
            Assert.DoesNotContain("MessageReader", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_desk_read_of_tickets_goes_through_visibility()
    {
        foreach (var (path, text) in Sources().Where(s => (s.Path.StartsWith("Tickets/", StringComparison.Ordinal) && s.Path.EndsWith("Reader.cs", StringComparison.Ordinal)) || s.Path is "Tickets/TicketCounts.cs" or "Realtime/DeskHub.cs"))
            foreach (var read in TicketsTable().Matches(text).Select(m => text[m.Index..Math.Min(text.Length, m.Index + 900)]))
                Assert.True(read.Contains("Visibility.Sql", StringComparison.Ordinal) || read.Contains("{see}", StringComparison.Ordinal) || text.Contains("RowSource} where {where}", StringComparison.Ordinal), $"{path} reads tickets without Visibility.");
    }

    [Fact]
    public void No_sweep_asks_the_database_for_the_time()
    {
        // Presence compares rows of different processes, so there the database's clock is the right one (see its remarks).
        foreach (var (path, text) in Sources().Where(s => s.Path is not ("Notices/Presence.cs" or "Platform/Health.cs") && !s.Path.StartsWith("Agents/", StringComparison.Ordinal)))
            Assert.False(SqlNow().IsMatch(text), $"{path} uses SQL now(): pass the time of TimeProvider.");
    }

    [Fact]
    public void Files_stay_small()
    {
        foreach (var (path, text) in Sources()) Assert.True(text.Split('\n').Length <= 400, $"{path} has over 400 lines: split it.");
    }

    private static IEnumerable<(string Path, string Text)> Sources([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Hub"));
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(f => (Path.GetRelativePath(root, f).Replace('\\', '/'), f))
            .Where(f => !f.Item1.StartsWith("bin/", StringComparison.Ordinal) && !f.Item1.StartsWith("obj/", StringComparison.Ordinal))
            .Select(f => (f.Item1, File.ReadAllText(f.f)));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using Hub\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b(from|join|into|update)\s+messages\b", RegexOptions.IgnoreCase)]
    private static partial Regex MessagesTable();

    [GeneratedRegex(@"\b(from|join)\s+tickets\b", RegexOptions.IgnoreCase)]
    private static partial Regex TicketsTable();

    [GeneratedRegex(@"\bnow\(\)|current_timestamp", RegexOptions.IgnoreCase)]
    private static partial Regex SqlNow();
}
