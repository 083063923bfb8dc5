using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hub.Platform.OpenApi;

/// <summary>Examples of requests and answers, from <c>Examples/*.json</c>: by operation, <c>parameters</c>, <c>requests</c> and <c>answers</c>.</summary>
/// <remarks>Each has a title; <c>$name</c> stands for a value that several share, <c>{ "$of": "$name", … }</c> for such a value with changes.</remarks>
internal sealed class OperationExamples : IOpenApiOperationTransformer
{
    private readonly Dictionary<string, JsonObject> operations = [];
    private readonly Dictionary<string, JsonObject> shared = [];

    public OperationExamples()
    {
        foreach (var name in Resources.NamesEndingIn(".example.json"))
        {
            var file = JsonNode.Parse(Resources.Read(name))!.AsObject();
            foreach (var (key, value) in file)
                (key.StartsWith('$') ? shared : operations).Add(key, value!.AsObject());
        }
    }

    /// <summary>The operations that have examples.</summary>
    public IEnumerable<string> Known => operations.Keys;

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is not { } id || !operations.TryGetValue(id, out var examples)) return Task.CompletedTask;
        foreach (var (name, value) in examples["parameters"]?.AsObject() ?? [])
            ((OpenApiParameter)operation.Parameters!.Single(p => p.Name == name)).Example = value!.DeepClone();
        foreach (var (title, value) in examples["requests"]?.AsObject() ?? [])
            Add(operation.RequestBody!.Content!["application/json"], title, value);
        foreach (var (answer, value) in examples["answers"]?.AsObject() ?? [])
        {
            // "201 Made for the first time"
            var (status, title) = (answer[..3], answer[4..]);
            Add(operation.Responses![status].Content!.Values.First(), title, value);
        }
        return Task.CompletedTask;
    }

    private void Add(OpenApiMediaType content, string title, JsonNode? value)
    {
        content.Examples ??= new Dictionary<string, IOpenApiExample>();
        var key = JsonNamingPolicy.CamelCase.ConvertName(string.Concat(title.Split(' ').Select(w => char.ToUpperInvariant(w[0]) + new string([.. w[1..].Where(char.IsAsciiLetterOrDigit)]))));
        content.Examples[key] = new OpenApiExample { Summary = title, Value = Resolve(value) };
    }

    /// <summary>Replaces <c>"$name"</c> by a shared value, and <c>{ "$of": "$name", … }</c> by a shared value with changes.</summary>
    private JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } made when made.ContainsKey("$of") => Merge(made),
        JsonObject made => new JsonObject(made.Select(p => KeyValuePair.Create(p.Key, Resolve(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Resolve)]),
        JsonValue text when text.TryGetValue<string>(out var name) && shared.TryGetValue(name, out var value) => Resolve(value),
        _ => node?.DeepClone(),
    };

    private JsonObject Merge(JsonObject made)
    {
        var whole = Resolve(shared[made["$of"]!.GetValue<string>()])!.AsObject();
        foreach (var (key, value) in made.Where(p => p.Key != "$of")) whole[key] = Resolve(value);
        return whole;
    }
}
