using System.Reflection;

namespace Hub.Platform;

/// <summary>SQL and examples that are long enough to deserve a file of their own travel inside the assembly.</summary>
public static class Resources
{
    /// <exception cref="InvalidOperationException">There is no such resource.</exception>
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Names of the resources that end so, in order.</summary>
    public static IEnumerable<string> NamesEndingIn(string end) =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.EndsWith(end, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
