using System.Net;
using System.Net.Sockets;
using Hub.Platform;

namespace Hub.Tickets;

/// <summary>Fetches pictures of mails from where they lie, so that no browser of ours tells their sender who looks, and from where.</summary>
/// <remarks>To their server it is always the same reader: no cookie, no referrer, nothing of the agent's request.</remarks>
public sealed class PictureProxy : IDisposable
{
    private const int MostBytes = 5_000_000;
    private const int MostRedirects = 4;

    private readonly HttpClient client;
    private readonly TimeProvider time;
    private readonly TimeSpan patience;

    // Each may hold 5 MB.
    private readonly SemaphoreSlim atOnce = new(16);

    /// <param name="outside">What may be reached.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">For how long a picture is waited for; none: 5 s.</param>
    public PictureProxy(OutsideNetwork outside, TimeProvider time, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(outside);
        (this.time, this.patience) = (time, patience ?? TimeSpan.FromSeconds(5));
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxConnectionsPerServer = 6,
            MaxResponseHeadersLength = 32,
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, ct) => outside.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (compatible; Hub)");
        client.DefaultRequestHeaders.Accept.ParseAdd("image/avif, image/webp, image/png, image/jpeg, image/gif");
    }

    /// <summary>Fetches a picture; each redirection is judged like the first address.</summary>
    /// <param name="address">Where the mail says it is.</param>
    /// <param name="ct">The reader has gone.</param>
    public async Task<Outcome<Picture>> FetchAsync(string address, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await atOnce.WaitAsync(stop.Token);
            try
            {
                return await FollowAsync(address, stop.Token);
            }
            finally
            {
                atOnce.Release();
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Unavailable("its server did not answer in time");
        }
        catch (HttpRequestException failure) when (failure.InnerException is OutsideRefusedException)
        {
            return Unavailable("its address is not public");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            return Unavailable("its server could not be reached");
        }
    }

    public void Dispose()
    {
        client.Dispose();
        atOnce.Dispose();
    }

    private async Task<Outcome<Picture>> FollowAsync(string address, CancellationToken ct)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var next)) return Unavailable("its address cannot be read");
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (!IsFit(next)) return Unavailable("its address is none of the web");
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.StatusCode is HttpStatusCode.OK) return await ReadAsync(response, ct);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return Unavailable($"its server answered {(int)response.StatusCode}");
            next = new Uri(next, location);
        }
        return Unavailable("its server sends from one address to the next");
    }

    private static async Task<Outcome<Picture>> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > MostBytes) return TooLarge();
        await using var content = await response.Content.ReadAsStreamAsync(ct);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await content.ReadAsync(buffer, ct)) > 0;)
        {
            if (bytes.Length + count > MostBytes) return TooLarge();
            // Whatever is no picture need not be read to its end.
            if (bytes.Length >= 64 && Picture.TypeOf(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) is null) break;
            bytes.Write(buffer, 0, count);
        }
        var picture = bytes.ToArray();
        return Picture.TypeOf(picture) is { } type ? new Picture(type, picture) : Unavailable("what its server sent is no picture that is shown here");
    }

    // Of the ports that belong to other services, none.
    private static bool IsFit(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0 && (address.Port is 80 or 443 or >= 1024);

    private static Refusal TooLarge() => Unavailable("it is larger than 5 MB");

    private static Refusal Unavailable(string why) => new("picture_unavailable", StatusCodes.Status502BadGateway, $"The picture cannot be shown: {why}.");
}
