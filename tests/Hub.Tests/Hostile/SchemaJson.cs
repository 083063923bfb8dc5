using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hub.Tests.Api;

namespace Hub.Tests.Hostile;

/// <summary>JSON after a schema: mostly right, so that it comes far, and wrong somewhere.</summary>
/// <param name="schemas">To follow references.</param>
/// <param name="known">Values that exist, by the name of the field; none where nothing is known.</param>
/// <param name="isTame">Nothing is wrong on purpose.</param>
internal sealed class SchemaJson(SchemaChecker schemas, Func<string, Gen<string>?> known, bool isTame)
{
    /// <summary>The right kind of value; one of seven is not, unless they are tame.</summary>
    public Gen<string> Of(JsonElement schema, string name) => isTame ? Right(schemas.Resolve(schema), name) : Gen.Frequency((6, Right(schemas.Resolve(schema), name)), (1, Junk.Value));

    private Gen<string> Right(JsonElement schema, string name)
    {
        if (known(name) is { } values) return values;
        if (schema.TryGetProperty("enum", out var words)) return Gen.Elements(words.EnumerateArray().Select(w => w.GetRawText()));
        foreach (var choice in new[] { "anyOf", "oneOf" })
            if (schema.TryGetProperty(choice, out var several)) return Gen.OneOf(several.EnumerateArray().Select(s => Of(s, "")));
        if (!schema.TryGetProperty("type", out var type)) return Junk.Value;
        var kinds = type.ValueKind is JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : new[] { type.GetString()! };
        return Gen.OneOf(kinds.Select(kind => kind switch
        {
            "object" => Object(schema),
            "array" => from items in Gen.ListOf(Of(schema.GetProperty("items"), "")).Resize(4) select $"[{string.Join(',', items)}]",
            "integer" when isTame => Gen.Elements("1", "60"),
            "integer" => Gen.Elements("0", "1", "2", "3", "60", "86400", "86401", "2147483647"),
            "boolean" => Gen.Elements("true", "false"),
            "null" => Gen.Constant("null"),
            "string" when schema.TryGetProperty("format", out _) => Gen.Elements("\"2026-11-22T10:00:00Z\"", "\"2026-11-22\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"2027-05-05T10:00:00+02:00\""),
            "string" when isTame => Gen.Elements("\"Bonjour\"", "\"Hello there, 12 characters\""),
            "string" => Gen.Frequency((2, Gen.Elements("\"Bonjour\"", "\"Hello there, 12 characters\"", "\"en\"")), (3, Junk.Text.Select(Junk.Quote))),
            _ => Junk.Value,
        }));
    }

    private Gen<string> Object(JsonElement schema)
    {
        var properties = schema.TryGetProperty("properties", out var all) ? all.EnumerateObject().ToList() : [];
        if (isTame) return Tame(schema, properties);
        // Now and then the same name twice: RFC 8259 section 4 leaves open what that means.
        var fields = properties.Select(p => from present in Gen.Frequency((4, Gen.Constant(1)), (2, Gen.Constant(0)), (1, Gen.Constant(2)))
                                            from name in Gen.Frequency((20, Gen.Constant(p.Name)), (1, Gen.Constant(p.Name.ToUpperInvariant())))
                                            from one in Of(p.Value, p.Name)
                                            from two in Of(p.Value, p.Name)
                                            select present switch { 0 => [], 1 => new[] { $"{Junk.Quote(name)}:{one}" }, _ => [$"{Junk.Quote(name)}:{one}", $"{Junk.Quote(name)}:{two}"] });
        return from known in Gen.CollectToList(fields)
               from more in Gen.Frequency((9, Gen.Constant<string[]>([])), (1, from name in Junk.Text from value in Junk.Value select new[] { $"{Junk.Quote(name)}:{value}" }))
               select $"{{{string.Join(',', known.SelectMany(f => f).Concat(more))}}}";
    }

    private Gen<string> Tame(JsonElement schema, IReadOnlyList<JsonProperty> properties)
    {
        var needed = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
        var fields = properties.Select(p => from present in needed.Contains(p.Name) ? Gen.Constant(true) : Gen.Frequency((1, Gen.Constant(true)), (3, Gen.Constant(false)))
                                            from value in Of(p.Value, p.Name)
                                            select present ? $"{Junk.Quote(p.Name)}:{value}" : null);
        return Gen.CollectToList(fields).Select(f => $"{{{string.Join(',', f.OfType<string>())}}}");
    }
}
