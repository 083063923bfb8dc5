using Microsoft.AspNetCore.StaticFiles;

namespace Hub.Mail.Mime;

/// <summary>Media types of files that come without one.</summary>
internal static class MediaTypes
{
    private static readonly FileExtensionContentTypeProvider Known = new();

    /// <summary>By a name's extension; <c>application/octet-stream</c> where that says nothing.</summary>
    public static ContentType OfName(string? name)
    {
        if (name is null || !Known.TryGetContentType(name, out var type) || type.Split('/') is not [var top, var sub]) return ContentType.Octets;
        return new(top, sub, new Dictionary<string, string>());
    }
}
