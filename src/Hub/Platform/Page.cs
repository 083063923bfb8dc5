using System.Text.Json.Serialization;

namespace Hub.Platform;

/// <summary>A page of a list.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">The opaque cursor of the page after it; null where the list ends.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
