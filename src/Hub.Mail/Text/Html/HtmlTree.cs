using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Hub.Mail.Text.Html;

/// <summary>
/// Builds a plain tree out of the tokens of an HTML body. The HTML standard's own tree construction takes quadratic time
/// on deep nesting and copies formatting elements without bound, which a mail could use against us; text needs neither.
/// </summary>
internal sealed class HtmlTree
{
    /// <summary>Elements nested deeper than this are left out; their text stays.</summary>
    public const int MaxDepth = 500;

    // Room for the longest addresses.
    private const int MaxAttribute = 4_000;

    // Pictures within attributes, in base64.
    private const int MaxPicture = 300_000;
    private const int MaxAttributes = 50;

    // The longest newsletters have some ten thousand.
    private const int MaxNodes = 500_000;

    // Elements looked at for end tags, for each node that a mail may have: one to three are usual.
    private const int LooksPerNode = 20;

    private static readonly HashSet<string> Void =
    [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ];

    // Elements whose content is no markup (HTML standard, 13.2.5.2 and 13.2.5.3).
    private static readonly Dictionary<string, HtmlParseMode> Raw = new()
    {
        ["script"] = HtmlParseMode.Script,
        ["style"] = HtmlParseMode.Rawtext,
        ["xmp"] = HtmlParseMode.Rawtext,
        ["iframe"] = HtmlParseMode.Rawtext,
        ["noembed"] = HtmlParseMode.Rawtext,
        ["noframes"] = HtmlParseMode.Rawtext,
        ["title"] = HtmlParseMode.RCData,
        ["textarea"] = HtmlParseMode.RCData,
    };

    // What an opening tag closes when it is the innermost open element (HTML standard, 13.1.2.4).
    private static readonly Dictionary<string, string[]> Closes = new()
    {
        ["li"] = ["li", "p"],
        ["dt"] = ["dt", "dd", "p"],
        ["dd"] = ["dt", "dd", "p"],
        ["td"] = ["td", "th", "p"],
        ["th"] = ["td", "th", "p"],
        ["tr"] = ["tr", "td", "th", "p"],
        ["tbody"] = ["tbody", "thead", "tfoot", "tr", "td", "th", "p"],
        ["option"] = ["option"],
    };

    private readonly HtmlNode root = new("");
    private readonly List<HtmlNode> open = [];
    private readonly Dictionary<string, int> openByName = [];
    private int tooDeep;
    private int nodes;
    private long looks;

    /// <summary>Attributes of the body's own tag.</summary>
    public Dictionary<string, string> Body { get; private set; } = HtmlNode.NoAttributes;

    public HtmlNode Root => root;

    private HtmlNode Innermost => open.Count > 0 ? open[^1] : root;

    /// <summary>The elements and texts of a body; cut when there are more than any mail has.</summary>
    public static (HtmlNode Root, bool IsCut) Parse(string html)
    {
        var tree = new HtmlTree();
        return (tree.root, !tree.Read(html, MaxNodes));
    }

    /// <summary>Adds the elements and texts of a body.</summary>
    /// <param name="html">Any markup.</param>
    /// <param name="most">Nodes after which it gives up.</param>
    /// <param name="goesOn">Asked before each tag and text: false gives up.</param>
    /// <returns>False where it gave up.</returns>
    public bool Read(string html, int most, Func<bool>? goesOn = null)
    {
        using var tokens = new HtmlTokenizer(new TextSource(html), HtmlEntityProvider.Resolver);
        for (var token = tokens.Get(); token.Type is not HtmlTokenType.EndOfFile; token = tokens.Get())
        {
            if (nodes >= most || looks >= (long)most * LooksPerNode || goesOn?.Invoke() == false) return false;
            if (token.Type is HtmlTokenType.Character) Add(new HtmlNode("") { Data = token.Data });
            else if (token is HtmlTagToken { Type: HtmlTokenType.StartTag } start)
            {
                if (Raw.TryGetValue(start.Name, out var mode)) tokens.State = mode;
                if (start.Name == "body" && Body.Count == 0) Body = Attributes(start);
                Open(start.Name, () => Attributes(start));
            }
            else if (token.Type is HtmlTokenType.EndTag) Close(token.Name);
        }
        return true;
    }

    /// <summary>Adds to the innermost open element.</summary>
    public void Add(HtmlNode node)
    {
        Innermost.Children.Add(node);
        nodes++;
    }

    /// <summary>An opening tag: closes what it ends, and opens its element.</summary>
    public void Open(string name, Func<Dictionary<string, string>> attributes)
    {
        // A gateway may put one document into another; then these stand in the middle and mean nothing.
        if (name is "html" or "head" or "body") return;
        if (Closes.TryGetValue(name, out var closed))
        {
            while (open.Count > 0 && closed.Contains(Innermost.Name)) Pop();
        }
        else if (Blocks.Contains(name) && Innermost.Name == "p") Pop();
        if (open.Count == MaxDepth && !Void.Contains(name))
        {
            tooDeep++;
            return;
        }
        var node = new HtmlNode(name) { Attributes = attributes() };
        if (Void.Contains(name)) Add(node);
        else
        {
            Add(node);
            open.Add(node);
            openByName[name] = openByName.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>A closing tag.</summary>
    public void Close(string name)
    {
        looks++;
        if (name is "html" or "head" or "body") return;
        if (name == "br") Add(new HtmlNode("br"));
        else if (tooDeep > 0) tooDeep--;
        else if (openByName.GetValueOrDefault(name) > 0 && Reaches(name))
        {
            while (Innermost.Name != name) Pop();
            Pop();
        }
    }

    // An end tag does not close what lies outside its table cell, and one of a phrase no block.
    private bool Reaches(string name)
    {
        for (var i = open.Count - 1; i >= 0; i--)
        {
            looks++;
            if (open[i].Name == name) return true;
            if (open[i].Name is "td" or "th" or "table" && name is not ("td" or "th" or "tr" or "tbody" or "thead" or "tfoot" or "table")) return false;
            if (open[i].Name == "table" && name != "table") return false;
            if (Blocks.Contains(open[i].Name) && !Blocks.Contains(name)) return false;
        }
        return false;
    }

    private void Pop()
    {
        openByName[Innermost.Name]--;
        open.RemoveAt(open.Count - 1);
    }

    private static Dictionary<string, string> Attributes(HtmlTagToken tag)
    {
        if (tag.Attributes.Count == 0) return HtmlNode.NoAttributes;
        var kept = new Dictionary<string, string>();
        for (var i = 0; i < Math.Min(tag.Attributes.Count, MaxAttributes); i++)
        {
            var attribute = tag.Attributes[i];
            if (attribute.Value.Length <= (attribute.Name == "src" ? MaxPicture : MaxAttribute)) kept.TryAdd(attribute.Name, attribute.Value);
        }
        return kept;
    }
}
