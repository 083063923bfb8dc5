using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Browser.Support;

/// <summary>A proxy as some companies have it: it lets no WebSocket through, and passes an answer on only when it has all of it, so an answer that never ends never comes.</summary>
public sealed class BufferingProxy : IAsyncDisposable
{
    // Between a browser and its server these are about the connection, not about the message.
    private static readonly string[] ofTheConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Content-Length"];

    private readonly WebApplication app;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private int refused;

    private BufferingProxy(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>WebSockets that somebody wanted.</summary>
    public int Refused => Volatile.Read(ref refused);

    public static async Task<BufferingProxy> OpenAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var proxy = new BufferingProxy(builder.Build());
        proxy.app.Run(context => proxy.PassAsync(server, context));
        await proxy.app.StartAsync();
        proxy.Address = new Uri(proxy.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(impatience.Token);
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task PassAsync(Uri server, HttpContext context)
    {
        if (context.Request.Headers.Upgrade.Count > 0)
        {
            Interlocked.Increment(ref refused);
            context.Response.StatusCode = (int)HttpStatusCode.Forbidden;
            return;
        }
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var request = new HttpRequestMessage(new(context.Request.Method), new Uri(server, context.Request.Path + context.Request.QueryString));
        if (body.Length > 0) request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, value) in context.Request.Headers.Where(h => !ofTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            if (!request.Headers.TryAddWithoutValidation(name, value.AsEnumerable())) request.Content?.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, value) in answer.Headers.Concat(answer.Content.Headers).Where(h => !ofTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
                context.Response.Headers[name] = value.ToArray();
            await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync(context.RequestAborted), context.RequestAborted);
        }
        catch (Exception end) when (end is OperationCanceledException or HttpRequestException)
        {
            context.Abort();
        }
    }
}
