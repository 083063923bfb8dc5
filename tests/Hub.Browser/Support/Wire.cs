using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hub.Browser.Support;

/// <summary>A line between a browser and a server that can be cut or slowed: an address of its own, which passes every byte on while it is whole.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> ends = new();
    private readonly Uri server;
    private readonly Task accepting;
    private volatile bool cut;
    private volatile Gate? gate;

    public Wire(Uri server)
    {
        this.server = server;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Looks at all that passes; none: everything does.</summary>
    public Gate? Gate
    {
        get => gate;
        set => gate = value;
    }

    /// <summary>How long each piece takes, each way; zero: no time.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Bytes of a piece.</summary>
    public int Piece { get; init; } = 64 * 1024;

    /// <summary>Breaks every connection; new ones are whole.</summary>
    public void Break()
    {
        foreach (var end in ends.Keys) end.Close();
    }

    /// <summary>Breaks every connection, and each new one until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        cut = true;
        Break();
    }

    public void Mend() => cut = false;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // That is how a listener ends.
        }
    }

    private async Task PassAsync(TcpClient near)
    {
        using var far = new TcpClient { NoDelay = true };
        using (near)
        {
            ends[near] = ends[far] = true;
            try
            {
                // Asked after both are known: a cut in between has closed them.
                if (cut) return;
                await far.ConnectAsync(server.Host, server.Port);
                near.NoDelay = true;
                await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream(), toServer: true), CopyAsync(far.GetStream(), near.GetStream(), toServer: false));
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Either end may go at any time.
            }
            finally
            {
                ends.TryRemove(near, out _);
                ends.TryRemove(far, out _);
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool toServer)
    {
        var buffer = new byte[Piece];
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            if (Delay > TimeSpan.Zero) await Task.Delay(Delay);
            var (pass, end) = Gate?.Invoke(toServer, buffer.AsSpan(0, read)) ?? (read, false);
            await to.WriteAsync(buffer.AsMemory(0, pass));
            if (end) return;
        }
    }
}

/// <summary>Decides about a piece of what passes.</summary>
/// <param name="toServer">Which way.</param>
/// <param name="piece">The bytes. What a browser says in a WebSocket is masked; what a server says can be read.</param>
/// <returns>How many of them pass, and whether the connection ends then.</returns>
public delegate (int Pass, bool End) Gate(bool toServer, ReadOnlySpan<byte> piece);
