using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace Hub.Platform.OpenApi;

/// <summary>Remembers which type each schema of the document was made from.</summary>
internal sealed class SchemaTypes
{
    private readonly ConcurrentDictionary<string, JsonTypeInfo> known = new();

    public JsonTypeInfo? this[string id] => known.GetValueOrDefault(id);

    /// <summary>The name of a type's schema; none where it is written in place.</summary>
    public string? IdOf(JsonTypeInfo type)
    {
        // Any JSON, of which the property knows more, and bytes.
        if (type.Type == typeof(JsonElement) || type.Type == typeof(Stream) || type.Type == typeof(IFormFile)) return null;
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } id) return null;
        known[id] = type;
        return id;
    }
}
