namespace Hub.Mail;

/// <summary>Files for what is too large for memory: nobody else may read them, and they go with whoever has them open.</summary>
public static class TemporaryFile
{
    private const int Buffer = 64 * 1024;

    /// <summary>A new file, open for reading and writing.</summary>
    /// <param name="folder">Where it lies; it is there.</param>
    /// <exception cref="IOException">The disk is full, the folder is gone.</exception>
    public static FileStream Create(string folder)
    {
        var path = Path.Combine(folder, "hub-mail-" + Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = Buffer,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (OperatingSystem.IsWindows()) return new(path, options);
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // A name is not needed: without one the file goes with the process too, however that ends.
        File.Delete(path);
        return file;
    }
}
