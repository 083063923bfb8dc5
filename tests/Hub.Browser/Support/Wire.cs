using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hub.Browser.Support;

/// <summary>A line between a browser and a server that can be cut: an address of its own, which passes every byte on while it is whole.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> ends = new();
    private readonly Uri server;
    private readonly Task accepting;
    private volatile bool cut;

    public Wire(Uri server)
    {
        this.server = server;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Breaks every connection, and each new one until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        cut = true;
        foreach (var end in ends.Keys) end.Close();
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
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
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
}
