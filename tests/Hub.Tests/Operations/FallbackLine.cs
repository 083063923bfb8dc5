using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hub.Tests.Support;

namespace Hub.Tests.Operations;

/// <summary>A SignalR connection where WebSockets do not get through: server-sent events or long polling after a negotiation, every request with <c>?s=</c>, as our clients do.</summary>
/// <remarks>Transport protocols of SignalR: a POST sends frames; frames come as <c>data:</c> lines, or as the bodies of polls, of which the first is empty.</remarks>
public sealed class FallbackLine : IAsyncDisposable
{
    private const char End = '\u001e';
    private readonly HttpClient http;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> calls = new();
    private readonly TaskCompletionSource shaken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task reading = Task.CompletedTask;
    private string url = "";
    private int last;

    private FallbackLine(HttpClient http) => this.http = http;

    /// <summary>Ends with the connection.</summary>
    public Task Closed => reading;

    /// <param name="address">Of the proxy.</param>
    /// <param name="transport"><c>ServerSentEvents</c> or <c>LongPolling</c>.</param>
    /// <param name="word">What keeps the line on one server; none: nothing does.</param>
    public static async Task<FallbackLine> OpenAsync(Uri address, string transport, string? word)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => Browser.IsOfTests(certificate);
        var line = new FallbackLine(new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(3) });
        try
        {
            var query = word is null ? "?" : $"?s={word}&";
            using var negotiation = await line.http.PostAsync(new Uri($"/hubs/visitor/negotiate{query}negotiateVersion=1", UriKind.Relative), null).WaitAsync(Wait.Guard);
            negotiation.EnsureSuccessStatusCode();
            var offer = await negotiation.JsonAsync();
            Assert.Contains(offer.GetProperty("availableTransports").EnumerateArray(), t => t.GetProperty("transport").GetString() == transport);
            line.url = $"/hubs/visitor{query}id={offer.GetProperty("connectionToken").GetString()}";
            if (transport is "LongPolling") (await line.PollAsync()).Dispose();
            line.reading = transport is "LongPolling" ? line.PollOnAsync() : line.ListenAsync();
            await line.SendAsync("{\"protocol\":\"json\",\"version\":1}");
            await line.shaken.Task.WaitAsync(Wait.Guard);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonElement> CallAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
        var answer = calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        return await answer.Task.WaitAsync(Wait.Guard);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Wait.Guard);
        http.Dispose();
        closing.Dispose();
    }

    private async Task SendAsync(string frame)
    {
        using var content = new StringContent(frame + End);
        using var answer = await http.PostAsync(new Uri(url, UriKind.Relative), content).WaitAsync(Wait.Guard);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<HttpResponseMessage> PollAsync()
    {
        var answer = await http.GetAsync(new Uri(url, UriKind.Relative), closing.Token);
        answer.EnsureSuccessStatusCode();
        return answer;
    }

    private Task PollOnAsync() => UntilItBreaksAsync(async () =>
    {
        while (true)
        {
            using var answer = await PollAsync();
            if (answer.StatusCode == HttpStatusCode.NoContent) return;
            Take(await answer.Content.ReadAsStringAsync(closing.Token));
        }
    });

    private Task ListenAsync() => UntilItBreaksAsync(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, closing.Token);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(closing.Token));
        while (await reader.ReadLineAsync(closing.Token) is { } read)
            if (read.StartsWith("data: ", StringComparison.Ordinal)) Take(read[6..]);
    });

    private async Task UntilItBreaksAsync(Func<Task> read)
    {
        var why = "The line was closed.";
        try
        {
            await read();
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            why = failure.Message;
        }
        shaken.TrySetException(new IOException(why));
        foreach (var call in calls.Values) call.TrySetException(new IOException(why));
    }

    private void Take(string frames)
    {
        foreach (var frame in frames.Split(End, StringSplitOptions.RemoveEmptyEntries).Select(f => JsonSerializer.Deserialize<JsonElement>(f)))
        {
            if (!frame.TryGetProperty("type", out var type)) shaken.TrySetResult();
            else if (type.GetInt32() == 3 && calls.TryRemove(frame.GetProperty("invocationId").GetString()!, out var call))
            {
                if (frame.TryGetProperty("error", out var error)) call.TrySetException(new HubRefusal(error.GetString()!));
                else call.TrySetResult(frame.TryGetProperty("result", out var result) ? result : default);
            }
        }
    }
}
