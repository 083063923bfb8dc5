using System.Text;

namespace Hub.Mail.Text.Html;

/// <summary>An element, or a piece of text where <see cref="Name"/> is empty.</summary>
internal sealed class HtmlNode(string name)
{
    public static readonly Dictionary<string, string> NoAttributes = [];

    /// <summary>The tag in lower case.</summary>
    public string Name { get; } = name;

    /// <summary>The characters of a piece of text.</summary>
    public string Data { get; set; } = "";

    /// <summary>Attributes by name in lower case; those longer than a rule ever reads are left out.</summary>
    public Dictionary<string, string> Attributes { get; init; } = NoAttributes;

    public List<HtmlNode> Children { get; } = [];

    public InlineStyle Style { get => field ??= InlineStyle.Parse(this["style"]); }

    public string Id => this["id"];

    /// <summary>The value of an attribute; empty where there is none.</summary>
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");

    /// <summary>The characters inside, whether shown or not, up to a number of them and of elements.</summary>
    public string InnerText(int max)
    {
        var text = new StringBuilder();
        var next = new Stack<HtmlNode>([this]);
        for (var visited = 0; visited < max && text.Length < max && next.TryPop(out var node); visited++)
        {
            text.Append(node.Data.AsSpan(0, Math.Min(node.Data.Length, max - text.Length)));
            for (var i = Math.Min(node.Children.Count, max) - 1; i >= 0; i--) next.Push(node.Children[i]);
        }
        return text.ToString();
    }

    public bool HasClass(string name) =>
        this["class"].Split([' ', '\t', '\r', '\n', '\f']).Contains(name, StringComparer.OrdinalIgnoreCase);
}
