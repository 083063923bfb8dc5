using System.Globalization;
using System.Text.Json;

namespace Hub.Tests.Api;

/// <summary>Checks JSON against the part of JSON Schema 2020-12 that the description uses; what it does not know it refuses.</summary>
public sealed class SchemaChecker(JsonElement document)
{
    private static readonly HashSet<string> known =
    [
        "$ref", "type", "enum", "properties", "required", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "minimum", "maximum", "minLength", "maxLength", "format", "description", "default",
    ];

    /// <summary>What is wrong with a value; a property that nobody described is wrong too.</summary>
    public IReadOnlyList<string> Errors(JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(schema, value, "$", isWhole: true, errors);
        return errors;
    }

    /// <summary>The schema that a reference names, or the schema itself.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            var at = document;
            foreach (var step in reference.GetString()![2..].Split('/')) at = at.GetProperty(step);
            schema = at;
        }
        return schema;
    }

    private void Check(JsonElement schema, JsonElement value, string at, bool isWhole, List<string> errors)
    {
        schema = Resolve(schema);
        foreach (var keyword in schema.EnumerateObject().Where(k => !known.Contains(k.Name))) errors.Add($"{at}: {keyword.Name} is not known to this checker");
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(t => Is(t!, value)))
        {
            errors.Add($"{at}: {Short(value)} is not {type}");
            return;
        }
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(w => JsonElement.DeepEquals(w, value))) errors.Add($"{at}: {Short(value)} is none of {words}");
        if (schema.TryGetProperty("allOf", out var all))
            foreach (var part in all.EnumerateArray()) Check(part, value, at, part.TryGetProperty("$ref", out _), errors);
        if (schema.TryGetProperty("anyOf", out var any) && !any.EnumerateArray().Any(s => Fits(s, value, at))) errors.Add($"{at}: {Short(value)} fits none of anyOf");
        if (schema.TryGetProperty("oneOf", out var one) && one.EnumerateArray().Count(s => Fits(s, value, at)) is not 1 and var count) errors.Add($"{at}: {Short(value)} fits {count} of oneOf");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(schema, value, at, isWhole && !schema.TryGetProperty("allOf", out _), errors);
                break;
            case JsonValueKind.Array when schema.TryGetProperty("items", out var items):
                var index = 0;
                foreach (var item in value.EnumerateArray()) Check(items, item, $"{at}[{index++}]", true, errors);
                break;
            case JsonValueKind.Number:
                if (schema.TryGetProperty("minimum", out var least) && value.GetDouble() < least.GetDouble()) errors.Add($"{at}: {value} is below {least}");
                if (schema.TryGetProperty("maximum", out var most) && value.GetDouble() > most.GetDouble()) errors.Add($"{at}: {value} is above {most}");
                break;
            case JsonValueKind.String:
                CheckText(schema, value.GetString()!, at, errors);
                break;
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, string at, bool isWhole, List<string> errors)
    {
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var hasMore = schema.TryGetProperty("additionalProperties", out var more);
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Select(n => n.GetString()!).Where(n => !value.TryGetProperty(n, out _))) errors.Add($"{at}: {name} is missing");
        foreach (var property in value.EnumerateObject())
        {
            if (hasProperties && properties.TryGetProperty(property.Name, out var described)) Check(described, property.Value, $"{at}.{property.Name}", true, errors);
            else if (hasMore && more.ValueKind is JsonValueKind.Object) Check(more, property.Value, $"{at}.{property.Name}", true, errors);
            else if (isWhole && hasProperties) errors.Add($"{at}: {property.Name} is not described");
        }
    }

    private static void CheckText(JsonElement schema, string text, string at, List<string> errors)
    {
        var length = text.EnumerateRunes().Count();
        if (schema.TryGetProperty("minLength", out var least) && length < least.GetInt32()) errors.Add($"{at}: shorter than {least}");
        if (schema.TryGetProperty("maxLength", out var most) && length > most.GetInt32()) errors.Add($"{at}: longer than {most}");
        if (schema.TryGetProperty("format", out var format) && format.GetString() is "date-time"
            && !(DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) && text.Contains('T', StringComparison.Ordinal)))
            errors.Add($"{at}: {text} is no time");
    }

    private bool Fits(JsonElement schema, JsonElement value, string at)
    {
        var errors = new List<string>();
        Check(schema, value, at, true, errors);
        return errors.Count == 0;
    }

    private static IEnumerable<string?> Types(JsonElement type) => type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind is JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind is JsonValueKind.String,
        "number" => value.ValueKind is JsonValueKind.Number,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        "array" => value.ValueKind is JsonValueKind.Array,
        "object" => value.ValueKind is JsonValueKind.Object,
        _ => false,
    };

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();
}
