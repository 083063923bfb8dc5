using System.Text.Json;
using Hub.Tests.Support;

namespace Hub.Tests.Api;

/// <summary>The API's description as a server gives it.</summary>
public sealed class ApiDocument
{
    private ApiDocument(string text)
    {
        Text = text;
        Root = JsonSerializer.Deserialize<JsonElement>(text);
        Operations = [.. from path in Root.GetProperty("paths").EnumerateObject()
                         from operation in path.Value.EnumerateObject()
                         select new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value)];
        Checker = new SchemaChecker(Root);
    }

    /// <summary>As it was served.</summary>
    public string Text { get; }
    public JsonElement Root { get; }
    public IReadOnlyList<ApiOperation> Operations { get; }
    public SchemaChecker Checker { get; }

    public IEnumerable<JsonProperty> Schemas => Root.GetProperty("components").GetProperty("schemas").EnumerateObject();

    public static async Task<ApiDocument> FetchAsync(HubApp hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        using var browser = hub.OpenBrowser();
        using var answer = await browser.GetAsync("/openapi/v1.json");
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return new ApiDocument(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What of an answer the description does not allow: its status, its media type, its body.</summary>
    public async Task<IReadOnlyList<string>> ErrorsAsync(ApiOperation operation, HttpResponseMessage answer)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(answer);
        if (operation.Answer((int)answer.StatusCode) is not { } described) return [$"the status {(int)answer.StatusCode} is not described: {await answer.Content.ReadAsStringAsync()}"];
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (!described.TryGetProperty("content", out var content)) return type is null ? [] : [$"no body is described, and one of {type} came"];
        if (type is null) return ["a body is described, and none came"];
        if (!content.TryGetProperty(type, out var media)) return content.TryGetProperty("application/octet-stream", out _) ? [] : [$"{type} is not described"];
        return type.EndsWith("json", StringComparison.Ordinal) ? Checker.Errors(media.GetProperty("schema"), await answer.JsonAsync()) : [];
    }
}

/// <summary>One method of one address.</summary>
public sealed record ApiOperation(string Method, string Path, JsonElement Json)
{
    public string Name => $"{Method} {Path}";

    public IReadOnlyList<JsonElement> Parameters => Json.TryGetProperty("parameters", out var all) ? [.. all.EnumerateArray()] : [];

    /// <summary>Schema and examples of a JSON body; none where it takes none.</summary>
    public JsonElement? Body => Json.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").TryGetProperty("application/json", out var json) ? json : null : null;

    public IEnumerable<(int Status, JsonElement Answer)> Answers => Json.GetProperty("responses").EnumerateObject().Select(r => (int.Parse(r.Name, System.Globalization.CultureInfo.InvariantCulture), r.Value));

    public JsonElement? Answer(int status) => Answers.Where(a => a.Status == status).Select(a => (JsonElement?)a.Answer).FirstOrDefault();

    public override string ToString() => Name;
}
