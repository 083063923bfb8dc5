using System.Reflection;

namespace Hub.Platform;

/// <summary>SQL that is long enough to deserve a file of its own travels inside the assembly.</summary>
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
}
