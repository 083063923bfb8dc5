using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Hub.Tests.Support;

/// <summary>
/// A visitor who writes one message after the other, as the widget does it: each has an id of its own, and what was not acknowledged
/// is sent again with the same id, over a line that comes back by itself with the first token.
/// </summary>
public sealed class ChattyVisitor : ReturningClient
{
    private readonly Lock gate = new();
    private readonly string siteKey;
    private readonly ConcurrentDictionary<long, JsonElement> screen = new();
    private readonly ConcurrentDictionary<string, int> refusals = new();
    private readonly ConcurrentDictionary<string, (long Ticket, int Seq)> acknowledged = new();
    private readonly List<string> sent = [];
    private readonly SemaphoreSlim catchingUp = new(1);
    private string? token;
    private int last;
    private int asking;

    private ChattyVisitor(string siteKey, IReadOnlyList<Uri> addresses, int first) : base(addresses, first) => this.siteKey = siteKey;

    /// <summary>Ids of all that was said, in the order of saying.</summary>
    public IReadOnlyList<string> Sent
    {
        get { lock (gate) return [.. sent]; }
    }

    /// <summary>What the hub answered to each id.</summary>
    public IReadOnlyDictionary<string, (long Ticket, int Seq)> Acknowledged => acknowledged;

    /// <summary>How often each code of refusal was heard.</summary>
    public IReadOnlyDictionary<string, int> Refusals => refusals;

    /// <summary>The messages that the visitor sees, by their permanent id.</summary>
    public IReadOnlyDictionary<long, JsonElement> Screen => screen;

    public string? Token => token;

    /// <summary>How often the hub asked for a new Start.</summary>
    public int Resyncs { get; private set; }

    /// <param name="siteKey">Key of the site.</param>
    /// <param name="addresses">Servers, tried in turn.</param>
    /// <param name="first">Which of them is the first.</param>
    /// <param name="token">Of a visitor whose other tab this is.</param>
    public static ChattyVisitor Open(string siteKey, IReadOnlyList<Uri> addresses, int first = 0, string? token = null)
    {
        var visitor = new ChattyVisitor(siteKey, addresses, first) { token = token };
        visitor.Live();
        return visitor;
    }

    /// <summary>Waits until the chat is open.</summary>
    public Task OpenedAsync() => LineAsync();

    /// <summary>Says something, as often as it takes, until it is acknowledged.</summary>
    public async Task SayAsync(string text)
    {
        var clientId = Guid.CreateVersion7().ToString();
        lock (gate) sent.Add(clientId);
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var line = await LineAsync();
            try
            {
                var answer = await line.CallAsync("Send", new { clientId, text });
                acknowledged[clientId] = (answer.GetProperty("ticket").GetInt64(), answer.GetProperty("seq").GetInt32());
                return;
            }
            catch (HubRefusal refusal) when (refusal.Code == "unavailable")
            {
                refusals.AddOrUpdate(refusal.Code, 1, (_, n) => n + 1);
            }
            catch (Exception failure) when (IsPassing(failure))
            {
                // The line comes back; until then LineAsync waits.
            }
            if (patience.IsCancellationRequested) throw new TimeoutException($"{clientId} was not acknowledged in {Patience.TotalSeconds} s.");
            await Task.Delay(Random.Shared.Next(50, 150));
        }
    }

    /// <summary>Says numbered things until told to stop; the last one is acknowledged too.</summary>
    public async Task TalkAsync(TimeSpan pause, CancellationToken until)
    {
        for (var n = 1; !until.IsCancellationRequested; n++)
        {
            await SayAsync(n.ToString(CultureInfo.InvariantCulture));
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), CancellationToken.None);
        }
    }

    protected override Task<HubSocket> OpenAsync(Uri address) => HubSocket.OpenAsync(address, "/hubs/visitor");

    protected override async Task BeginAsync(HubSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var started = await socket.CallAsync("Start", new { siteKey, token, locale = "en", page = "https://shop.test/" });
        // Kept from the first Start on: the first message may be saved by a server that does not live to say so.
        token ??= started.GetProperty("token").GetString();
        foreach (var message in started.GetProperty("messages").EnumerateArray()) Take(message);
        await CatchUpAsync(socket);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        catchingUp.Dispose();
    }

    protected override void Hear(HubSocket socket, string method, JsonElement arguments)
    {
        switch (method)
        {
            case "Message" when !Take(arguments[0]):
                _ = Task.Run(() => InsistAsync(socket, () => CatchUpAsync(socket)));
                break;
            case "Resync":
                Resyncs++;
                _ = Task.Run(() => InsistAsync(socket, () => BeginAsync(socket)));
                break;
        }
    }

    /// <summary>Puts a message on the screen.</summary>
    /// <param name="message">It.</param>
    /// <param name="complete">True where all that stands before it is known to be on the screen.</param>
    /// <returns>False where one before it is missing.</returns>
    private bool Take(JsonElement message, bool complete = false)
    {
        lock (gate)
        {
            screen[message.GetProperty("id").GetInt64()] = message;
            if (!complete && message.GetProperty("prev").GetInt32() > last) return false;
            last = Math.Max(last, message.GetProperty("seq").GetInt32());
            return true;
        }
    }

    private async Task CatchUpAsync(HubSocket socket)
    {
        // Ten gaps heard at once are one question.
        if (Interlocked.Exchange(ref asking, 1) == 1) return;
        await catchingUp.WaitAsync(Patience);
        Interlocked.Exchange(ref asking, 0);
        try
        {
            JsonElement messages;
            do
            {
                messages = await socket.CallAsync("After", last);
                foreach (var message in messages.EnumerateArray()) Take(message, complete: true);
            } while (messages.GetArrayLength() > 0);
        }
        finally
        {
            catchingUp.Release();
        }
    }
}
