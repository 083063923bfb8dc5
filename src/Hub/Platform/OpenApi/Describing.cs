using System.Text.Json;

namespace Hub.Platform.OpenApi;

/// <summary>The only texts that a property or a parameter takes or gives, or those of its elements. Says it; checks nothing.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class WordsAttribute : Attribute
{
    public WordsAttribute(params string[] words) => Words = words;

    /// <param name="type">An enum: the words are its names in camelCase.</param>
    public WordsAttribute(Type type)
    {
        Type = type;
        Words = [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)];
    }

    /// <summary>The enum; none where the words are only texts.</summary>
    public Type? Type { get; }
    public IReadOnlyList<string> Words { get; }
}

/// <summary>What the JSON of a property is, where its type does not tell.</summary>
/// <param name="types">One, or each that it may be.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadsAsAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;

    /// <summary>Null says something else than leaving it out.</summary>
    public bool OrNull { get; init; }
}

/// <summary>An endpoint's refusals of one status, by their codes.</summary>
internal sealed record RefusalCodes(int Status, IReadOnlyList<string> Codes);

/// <summary>The endpoint takes a form with one file, which it reads by itself.</summary>
internal sealed record TakesFile(string Field);

/// <summary>A header of an endpoint's answers.</summary>
internal sealed record AnswerHeader(string Name, string Description);

/// <summary>What an endpoint says about itself beyond what its types say.</summary>
public static class Describing
{
    /// <summary>Names the codes with which an endpoint refuses, besides those that follow from its policy, method and body.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, int status, params string[] codes) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RefusalCodes(status, codes));

    /// <summary>Names a header of its answers.</summary>
    public static TBuilder GivesHeader<TBuilder>(this TBuilder builder, string name, string description) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AnswerHeader(name, description));
}
