using System.Text;
using System.Text.RegularExpressions;
using Hub.Mail.Text;

namespace Hub.Mail.Tests.Text;

/// <summary>Replies as twelve mail programs wrote them, from the collection of mailgun/talon.</summary>
public sealed partial class TalonTests
{
    // The collection counts a signature to the reply; here it is folded with the quotation below it. Nothing else differs.
    private static readonly Dictionary<string, string> foldedSignatures = new()
    {
        ["iphone.eml"] = "\n\nSent from my iPhone",
        ["sparrow.eml"] = "\n\n-- \nxxx\nSent with Sparrow (http://www.sparrowmailapp.com/?sig)",
    };

    private const string Greeting = "Hi. I am fine.\n\nThanks,\nAlex";

    [Fact]
    public void The_replies_of_twelve_programs_are_parted_from_what_they_quote()
    {
        if (Collections.Folder("talon", "standard_replies") is not { } folder) return;
        var files = Directory.GetFiles(folder, "*.eml");
        Assert.NotEmpty(files);
        Assert.Multiple([.. files.Select(file => (Action)(() =>
        {
            var given = Path.ChangeExtension(file, null) + "_reply_text";
            var expected = File.Exists(given) ? File.ReadAllText(given).ReplaceLineEndings("\n").Trim() : "Hello";
            if (foldedSignatures.TryGetValue(Path.GetFileName(file), out var signature))
            {
                Assert.EndsWith(signature, expected, StringComparison.Ordinal);
                expected = expected[..^signature.Length].TrimEnd();
            }
            var (text, quoted) = WrittenText.Split(PlainPart(File.ReadAllText(file).ReplaceLineEndings("\n")));
            Assert.True(expected == text.Trim(), $"{Path.GetFileName(file)}: {text}");
            Assert.False(string.IsNullOrWhiteSpace(quoted), $"{Path.GetFileName(file)} has a quotation.");
            if (signature is not null) Assert.StartsWith(signature.TrimStart(), quoted, StringComparison.Ordinal);
        }))]);
    }

    [Fact]
    public void The_HTML_replies_of_nine_programs_are_parted_from_what_they_quote()
    {
        if (Collections.Folder("talon", "html_replies") is not { } folder) return;
        var files = Directory.GetFiles(folder, "*.html");
        Assert.NotEmpty(files);
        Assert.Multiple([.. files.Select(file => (Action)(() =>
        {
            var (text, quoted) = WrittenText.FromHtml(File.ReadAllText(file));
            Assert.True(Words(Greeting) == Words(text), $"{Path.GetFileName(file)}: {text}");
            Assert.True(quoted?.Contains("Hello! How are you?", StringComparison.Ordinal), $"{Path.GetFileName(file)}: {quoted}");
        }))]);
    }

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    // Enough of MIME for these files: the first part of type text/plain.
    private static string PlainPart(string mail)
    {
        var start = mail.IndexOf("Content-Type: text/plain", StringComparison.Ordinal);
        var boundary = Boundary().Match(mail);
        var end = boundary.Success ? mail.IndexOf($"\n--{boundary.Groups[1].Value}", start, StringComparison.Ordinal) : mail.Length;
        var part = mail[start..end];
        var body = part[(part.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        if (part.Contains("Content-Transfer-Encoding: base64", StringComparison.Ordinal)) return Encoding.UTF8.GetString(Convert.FromBase64String(body));
        return part.Contains("quoted-printable", StringComparison.Ordinal) ? body.Replace("=\n", "", StringComparison.Ordinal) : body;
    }

    [GeneratedRegex("boundary=\"?([^\"\\n;]+)")]
    private static partial Regex Boundary();
}
