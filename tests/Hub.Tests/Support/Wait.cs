using System.Diagnostics;

namespace Hub.Tests.Support;

/// <summary>Bounded waiting: no test hangs, and none sleeps longer than it must.</summary>
public static class Wait
{
    /// <summary>Longer than anything here may take, on a busy machine too.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until it is so.</summary>
    /// <exception cref="TimeoutException">It did not become so in 30 seconds; the message says what.</exception>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        ArgumentNullException.ThrowIfNull(isSo);
        var clock = Stopwatch.StartNew();
        while (!await isSo().WaitAsync(Guard))
        {
            if (clock.Elapsed > Guard) throw new TimeoutException($"Waited {Guard.TotalSeconds} s in vain: {what}");
            await Task.Delay(20);
        }
    }
}
