using System.Net.WebSockets;
using System.Text.Json;

namespace Hub.Tests.Support;

/// <summary>A client as ours are: its line comes back by itself, at the next of its addresses, and catches up.</summary>
public abstract class ReturningClient(IReadOnlyList<Uri> addresses, int first) : IAsyncDisposable
{
    /// <summary>How long anything may take that has to wait for servers to come back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // SignalR puts out whoever says nothing for 30 seconds.
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource closing = new();
    private volatile TaskCompletionSource<HubSocket> line = Fresh();
    private Task living = Task.CompletedTask;
    private int connections;

    /// <summary>How often it connected.</summary>
    public int Connections => connections;

    /// <summary>Opens the line; it is tried again and again until the client is disposed of.</summary>
    protected void Live() => living = Task.Run(LiveAsync);

    protected abstract Task<HubSocket> OpenAsync(Uri address);

    /// <summary>What is said first on each new line.</summary>
    protected abstract Task BeginAsync(HubSocket socket);

    protected abstract void Hear(HubSocket socket, string method, JsonElement arguments);

    /// <summary>The line, as soon as there is one.</summary>
    /// <exception cref="TimeoutException">It did not come back.</exception>
    protected Task<HubSocket> LineAsync() => line.Task.WaitAsync(Patience);

    /// <summary>True for what a client must live with: the line broke, nobody listens, or the hub said "unavailable".</summary>
    protected static bool IsPassing(Exception failure) =>
        failure is IOException or WebSocketException or ObjectDisposedException or OperationCanceledException or HttpRequestException or HubRefusal { Code: "unavailable" };

    /// <summary>Does what an event asks for; again while the hub says "unavailable", and no more when the line is gone: the next one begins by catching up.</summary>
    protected static async Task InsistAsync(HubSocket socket, Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(work);
        while (!socket.Closed.IsCompleted)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception failure) when (IsPassing(failure))
            {
                await Task.Delay(Random.Shared.Next(50, 150));
            }
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        try
        {
            await living.WaitAsync(Patience);
        }
        finally
        {
            closing.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    private async Task LiveAsync()
    {
        for (var at = first; !closing.IsCancellationRequested; at++)
        {
            try
            {
                await using var socket = await OpenAsync(addresses[at % addresses.Count]);
                Interlocked.Increment(ref connections);
                socket.OnEvent = (method, arguments) => Hear(socket, method, arguments);
                await BeginAsync(socket);
                line.TrySetResult(socket);
                await KeepAsync(socket);
            }
            catch (Exception failure) when (IsPassing(failure))
            {
                await Task.Delay(Random.Shared.Next(50, 150), CancellationToken.None);
            }
            catch (Exception failure)
            {
                // Whoever waits for the line shall see it.
                line.TrySetException(failure);
                line = Fresh();
                line.TrySetException(failure);
                throw;
            }
            if (line.Task.IsCompleted) line = Fresh();
        }
    }

    private async Task KeepAsync(HubSocket socket)
    {
        while (!socket.Closed.IsCompleted && !closing.IsCancellationRequested)
        {
            using var next = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
            if (await Task.WhenAny(socket.Closed, Task.Delay(PingEvery, next.Token)) != socket.Closed && !closing.IsCancellationRequested)
                await socket.SendRawAsync("{\"type\":6}\u001e");
            await next.CancelAsync();
        }
    }

    private static TaskCompletionSource<HubSocket> Fresh()
    {
        var fresh = new TaskCompletionSource<HubSocket>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Where nobody waits, a failure is seen when the client is disposed of.
        _ = fresh.Task.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return fresh;
    }
}
