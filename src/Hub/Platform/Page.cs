using System.Text.Json.Serialization;

namespace Hub.Platform;

/// <summary>A page of a list; <see cref="Next"/> is the opaque cursor of the one after it, null where it ends.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
