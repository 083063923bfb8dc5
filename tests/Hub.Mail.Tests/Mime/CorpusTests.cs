using System.Text;
using Hub.Mail.Mime;
using Xunit.Abstractions;

namespace Hub.Mail.Tests.Mime;

/// <summary>Apache James Mime4j's collection of real and tortured mail, where a copy stands beside the repository.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    /// <summary>How many of the collection's parts must come out as its authors decoded them.</summary>
    private const int Expected = 151;

    [Fact]
    public void The_parts_of_the_mime4j_mails_come_out_as_its_authors_decoded_them()
    {
        if (Folder() is not { } folder)
        {
            output.WriteLine("NOT RUN: there is no folder ../shared/data/mail/mime4j beside the repository.");
            return;
        }
        int right = 0, all = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.msg", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var mail = MailReader.Read(File.ReadAllBytes(file));
            Assert.NotNull(mail.Subject);
            _ = (mail.TextBody, mail.HtmlBody);
            var decoded = Path.ChangeExtension(file, null) + "_decoded.xml";
            if (!File.Exists(decoded)) continue;
            var names = Names(decoded);
            List<byte[]> leaves = [];
            Leaves(mail.Root, leaves);
            all += names.Count;
            var matching = names.Zip(leaves).Count(pair => Same(Path.Combine(Path.GetDirectoryName(file)!, pair.First), pair.Second));
            right += matching;
            if (matching < names.Count || names.Count != leaves.Count)
                output.WriteLine($"{Path.GetFileName(file)}: {matching} of {names.Count} parts match, {leaves.Count} were read; {string.Join(", ", mail.Defects)}");
        }
        output.WriteLine($"{right} of {all} parts match.");
        Assert.True(right >= Expected, $"{right} of {all} parts match.");
    }

    private static List<string> Names(string decoded)
    {
        // The files hold bytes that no XML has; the names are ASCII.
        var text = File.ReadAllText(decoded, Encoding.Latin1);
        List<string> names = [];
        const string Mark = "-body name=\"";
        for (var at = text.IndexOf(Mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Mark, at, StringComparison.Ordinal))
        {
            at += Mark.Length;
            names.Add(text[at..text.IndexOf('"', at)]);
        }
        return names;
    }

    private static void Leaves(MimePart part, List<byte[]> leaves)
    {
        if (part.ReadMessage() is { } message) Leaves(message.Root, leaves);
        else if (part.Children.Count == 0) leaves.Add(part.Decode());
        foreach (var child in part.Children) Leaves(child, leaves);
    }

    /// <summary>Text is stored there in UTF-8 or as it came, with line ends of its own.</summary>
    private static bool Same(string file, byte[] content)
    {
        if (!File.Exists(file)) return false;
        var expected = File.ReadAllBytes(file);
        return expected.AsSpan().SequenceEqual(content)
            || (file.EndsWith(".txt", StringComparison.Ordinal) && Lines(expected) == Lines(content));
    }

    private static string Lines(byte[] text) => Encoding.Latin1.GetString(text).ReplaceLineEndings("\n");

    /// <summary>Beside the repository; of a linked worktree, beside the repository that it belongs to.</summary>
    private static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var git = Path.Combine(at.FullName, ".git");
            if (!Path.Exists(git)) continue;
            var repository = Directory.Exists(git) ? at.FullName : Path.Combine(File.ReadAllText(git)["gitdir: ".Length..].Trim(), "..", "..", "..");
            var folder = Path.Combine(repository, "..", "shared", "data", "mail", "mime4j");
            return Directory.Exists(folder) ? folder : null;
        }
        return null;
    }
}
