using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hub.Platform.OpenApi;

/// <summary>Makes the schemas say what the contract says.</summary>
/// <remarks>
/// From types alone the generator would call every number a text as well (the reader takes both), every nullable property of an answer
/// null (it is left out), every field of a request needless, and every word a text.
/// </remarks>
internal sealed class SchemaRules(SchemaTypes types) : IOpenApiDocumentTransformer
{
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        // What an attribute names may be new, and have attributes of its own.
        var followed = new HashSet<string>();
        while (document.Components?.Schemas?.Keys.FirstOrDefault(followed.Add) is { } id)
            if (document.Components.Schemas[id] is OpenApiSchema schema && types[id] is { } type)
                await FollowAttributesAsync(schema, type, document, context, cancellationToken);

        var schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        var (requests, answers) = (SchemaWalk.RequestIds(document), SchemaWalk.AnswerIds(document));
        foreach (var (id, found) in schemas)
        {
            if (found is not OpenApiSchema schema) continue;
            if (schema.Enum is { Count: > 0 }) schema.Type ??= JsonSchemaType.String;
            if (types[id] is not { Kind: JsonTypeInfoKind.Object } type) continue;
            if (answers.Contains(id)) AsAnswer(schema, type);
            if (requests.Contains(id)) AsRequest(schema, type);
        }
        foreach (var schema in SchemaWalk.All(document))
        {
            OnlyNumbers(schema);
            // The generator describes what may be null at the part that is not.
            if (schema.Description is null && schema.OneOf is [{ Type: JsonSchemaType.Null }, OpenApiSchemaReference { Reference: { Description: { } words } reference }])
                (schema.Description, reference.Description) = (words, null);
        }
    }

    private static async Task FollowAttributesAsync(OpenApiSchema owner, JsonTypeInfo type, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        foreach (var property in type.Properties)
        {
            if (owner.Properties?.TryGetValue(property.Name, out var told) != true || told is null) continue;
            if (Attribute<WordsAttribute>(property) is { } words)
                owner.Properties[property.Name] = await WordsAsync(words, told, document, context, ct);
            if (Attribute<ReadsAsAttribute>(property) is not { } reads) continue;
            var read = new List<IOpenApiSchema>();
            foreach (var each in reads.Types) read.Add(await SchemaOfAsync(each, document, context, ct));
            if (Attribute<RangeAttribute>(property) is { } range && read[0] is OpenApiSchema number)
                (number.Minimum, number.Maximum) = (Convert.ToString(range.Minimum, CultureInfo.InvariantCulture), Convert.ToString(range.Maximum, CultureInfo.InvariantCulture));
            if (reads.OrNull) read.Insert(0, new OpenApiSchema { Type = JsonSchemaType.Null });
            owner.Properties[property.Name] = Described(read.Count == 1 ? read[0] : new OpenApiSchema { AnyOf = read }, told.Description ?? told.OneOf?[^1].Description);
        }
    }

    /// <summary>The words in place, or a reference to those of an enum, which all who take them share.</summary>
    private static async Task<IOpenApiSchema> WordsAsync(WordsAttribute words, IOpenApiSchema told, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        var mayBeNull = told.Type?.HasFlag(JsonSchemaType.Null) == true;
        if (told.Type?.HasFlag(JsonSchemaType.Array) == true)
        {
            var items = words.Type is null ? InPlace(words, new OpenApiSchema()) : await SchemaOfAsync(words.Type, document, context, ct);
            ((OpenApiSchema)told).Items = items;
            return told;
        }
        if (words.Type is null) return InPlace(words, (OpenApiSchema)told, mayBeNull);
        var shared = await SchemaOfAsync(words.Type, document, context, ct);
        return Described(mayBeNull ? new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, shared] } : shared, told.Description);
    }

    private static OpenApiSchema InPlace(WordsAttribute words, OpenApiSchema schema, bool mayBeNull = false)
    {
        schema.Type = mayBeNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Enum = [.. words.Words.Select(w => (JsonNode)w)];
        if (mayBeNull) schema.Enum.Add(JsonNullSentinel.JsonNull);
        return schema;
    }

    private static async Task<IOpenApiSchema> SchemaOfAsync(Type type, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        if (type.IsArray) return new OpenApiSchema { Type = JsonSchemaType.Array, Items = await SchemaOfAsync(type.GetElementType()!, document, context, ct) };
        var made = await context.GetOrCreateSchemaAsync(type, null, ct);
        if (type.IsPrimitive || type == typeof(string)) return made;
        document.AddComponent(type.Name, made);
        return new OpenApiSchemaReference(type.Name, document);
    }

    /// <summary>What is null is left out of an answer, except where null says something.</summary>
    private static void AsAnswer(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Required = new HashSet<string>();
        foreach (var property in type.Properties)
        {
            if (schema.Properties?.ContainsKey(property.Name) != true) continue;
            var always = Attribute<JsonIgnoreAttribute>(property) is { Condition: JsonIgnoreCondition.Never };
            if (always || !MayBeNull(property)) schema.Required.Add(property.Name);
            if (!always) schema.Properties[property.Name] = WithoutNull(schema.Properties[property.Name]);
        }
        if (schema.Required.Count == 0) schema.Required = null;
    }

    /// <summary>Needed is what is marked so; the types of requests are nullable so that what is missing can be refused with a sentence.</summary>
    private static void AsRequest(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Required = new HashSet<string>();
        foreach (var property in type.Properties.Where(p => Attribute<RequiredAttribute>(p) is not null))
        {
            schema.Required.Add(property.Name);
            schema.Properties![property.Name] = WithoutNull(schema.Properties[property.Name]);
        }
        if (schema.Required.Count == 0) schema.Required = null;
    }

    private static IOpenApiSchema Described(IOpenApiSchema schema, string? description)
    {
        if (schema is OpenApiSchemaReference reference) reference.Description = description;
        else ((OpenApiSchema)schema).Description = description;
        return schema;
    }

    private static IOpenApiSchema WithoutNull(IOpenApiSchema told)
    {
        if (told is not OpenApiSchema schema) return told;
        if (schema.Type is { } type) schema.Type = type & ~JsonSchemaType.Null;
        if (schema.Enum is { } words && words.Any(JsonNullSentinel.IsJsonNullSentinel)) schema.Enum = [.. words.Where(w => !w.IsJsonNullSentinel())];
        if (schema.OneOf is { Count: 2 } two && two[0].Type is JsonSchemaType.Null && two[1] is OpenApiSchemaReference { Reference.Id: { } id } other)
            return new OpenApiSchemaReference(id, other.Reference.HostDocument) { Description = schema.Description ?? other.Reference.Description };
        return schema;
    }

    private static void OnlyNumbers(OpenApiSchema schema)
    {
        if (schema.Type is not { } type || (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) == 0) return;
        schema.Type = type & ~JsonSchemaType.String;
        schema.Pattern = null;
    }

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null || IsJsonElement(property) : property.IsGetNullable;

    // Of a JSON value only its attribute knows.
    private static bool IsJsonElement(JsonPropertyInfo property) => property.PropertyType == typeof(System.Text.Json.JsonElement) && Attribute<ReadsAsAttribute>(property) is { OrNull: true };

    private static T? Attribute<T>(JsonPropertyInfo property) where T : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();
}
