using System.Globalization;

namespace Hub.Storage.Backup;

/// <summary>Tells whoever waits how far it is: one line a table that holds something, and one every ten seconds in a large one.</summary>
internal sealed class BackupProgress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private long spoke = time.GetTimestamp();

    public void Begin(string what)
    {
        output.WriteLine(what);
        spoke = time.GetTimestamp();
    }

    /// <summary>So many rows of this table are done; more follow.</summary>
    public void Passed(string table, long rows)
    {
        if (time.GetElapsedTime(spoke) < Every) return;
        Line(table, rows, " …");
    }

    /// <summary>The table is done.</summary>
    public void Done(string table, long rows)
    {
        if (rows > 0) Line(table, rows, "");
    }

    private void Line(string table, long rows, string end)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {table,-24}{rows,15:N0}{end}"));
        spoke = time.GetTimestamp();
    }
}
