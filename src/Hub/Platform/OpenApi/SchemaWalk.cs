using Microsoft.OpenApi;

namespace Hub.Platform.OpenApi;

/// <summary>Goes through the schemas of a document.</summary>
internal static class SchemaWalk
{
    /// <summary>Every schema written out anywhere: of components, parameters, bodies and answers.</summary>
    public static IEnumerable<OpenApiSchema> All(OpenApiDocument document) =>
        Roots(document).Concat(Values(document.Components?.Schemas)).SelectMany(Within);

    /// <summary>Names of the schemas that request bodies are made of.</summary>
    public static HashSet<string> RequestIds(OpenApiDocument document) =>
        Reach(document, Operations(document).SelectMany(o => Values(o.RequestBody?.Content)).Select(c => c.Schema).OfType<IOpenApiSchema>());

    /// <summary>Names of the schemas that answers are made of.</summary>
    public static HashSet<string> AnswerIds(OpenApiDocument document) =>
        Reach(document, Operations(document).SelectMany(o => Values(o.Responses)).SelectMany(r => Values(r.Content)).Select(c => c.Schema).OfType<IOpenApiSchema>());

    /// <summary>Names of all schemas that an operation leads to.</summary>
    public static HashSet<string> UsedIds(OpenApiDocument document) => Reach(document, Roots(document));

    private static HashSet<string> Reach(OpenApiDocument document, IEnumerable<IOpenApiSchema> from)
    {
        var ids = new HashSet<string>();
        var open = new Queue<IOpenApiSchema>(from);
        while (open.TryDequeue(out var schema))
        {
            if (schema is not OpenApiSchemaReference { Reference.Id: { } id })
                foreach (var child in Children(schema)) open.Enqueue(child);
            else if (ids.Add(id) && document.Components?.Schemas?.TryGetValue(id, out var target) == true)
                open.Enqueue(target);
        }
        return ids;
    }

    private static IEnumerable<IOpenApiSchema> Roots(OpenApiDocument document) =>
        from operation in Operations(document)
        from schema in (operation.Parameters ?? []).Select(p => p.Schema)
            .Concat(Values(operation.RequestBody?.Content).Select(c => c.Schema))
            .Concat(Values(operation.Responses).SelectMany(r => Values(r.Content)).Select(c => c.Schema))
        where schema is not null
        select schema;

    public static IEnumerable<OpenApiOperation> Operations(OpenApiDocument document) => document.Paths.Values.SelectMany(p => Values(p.Operations));

    private static ICollection<T> Values<TKey, T>(IDictionary<TKey, T>? all) => all is null ? [] : all.Values;

    private static IEnumerable<OpenApiSchema> Within(IOpenApiSchema schema) =>
        schema is OpenApiSchema own ? Children(own).SelectMany(Within).Prepend(own) : [];

    private static IEnumerable<IOpenApiSchema> Children(IOpenApiSchema schema)
    {
        IEnumerable<IOpenApiSchema?> all = [.. Values(schema.Properties), .. schema.AllOf ?? [], .. schema.AnyOf ?? [], .. schema.OneOf ?? [], schema.Items, schema.AdditionalProperties];
        return all.OfType<IOpenApiSchema>();
    }
}
