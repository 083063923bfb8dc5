using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Hub.Bench.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hub.Bench.Chat;

/// <summary>The floor of the chat: a program that does nothing but keep a message and pass it on, over the same lines as Hub.</summary>
internal static class BareServer
{
    /// <summary>Its table: one row a message, and one index.</summary>
    public const string Table = "create table if not exists bare (id bigint generated always as identity primary key, ticket bigint not null, key text not null, text text not null, at timestamptz not null)";

    /// <summary>Serves until its process is ended. <c>--writer</c>: <c>batched</c>, <c>single</c>, or <c>none</c>.</summary>
    public static async Task RunAsync(Arguments arguments, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{arguments.Number("port", 0)}");
        builder.Services.AddSignalR();
        builder.Services.AddSingleton<Bare>();
        var database = Environment.GetEnvironmentVariable("HUB_BENCH_DATABASE") is { Length: > 0 } connectionString ? Source(connectionString) : null;
        builder.Services.AddSingleton(new BareReader(database));
        builder.Services.AddSingleton<IBareWriter>(_ => arguments.Text("writer") switch
        {
            "batched" => new BatchWriter(database!),
            "single" => new SingleWriter(database!),
            _ => new NoWriter(),
        });
        await using var app = builder.Build();
        app.MapHub<BareHub>("/hubs/visitor");
        app.MapHub<BareHub>("/hubs/desk");
        app.MapGet("/api/v1/session", () => Results.Ok());
        app.MapPost("/api/v1/tickets/{number:long}/messages", async (long number, Said said, Bare bare) =>
        {
            await bare.AddAsync(number, said.ClientId, said.Text);
            return Results.Ok(new { ticket = number });
        });
        await app.StartAsync(ct);
        await Console.Out.WriteLineAsync("ready");
        await Task.Delay(Timeout.InfiniteTimeSpan, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Connections with Hub's settings.</summary>
    public static NpgsqlDataSource Source(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = true, MaxPoolSize = 40, MaxAutoPrepare = 64, AutoPrepareMinUsages = 2 });

    private sealed class NoWriter : IBareWriter
    {
        public Task WriteAsync(long ticket, string key, string text) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal sealed record Said(string ClientId, string Text);

/// <summary>Keeps a message, then passes it to whoever has the ticket open.</summary>
internal sealed class Bare(IBareWriter writer, IHubContext<BareHub> lines)
{
    private long last;

    public long NextTicket() => Interlocked.Increment(ref last);

    public async Task AddAsync(long ticket, string key, string text)
    {
        await writer.WriteAsync(ticket, key, text);
        await lines.Clients.Group(Group(ticket)).SendAsync("Message", ticket, new { clientId = key, text });
    }

    public static string Group(long ticket) => $"ticket:{ticket}";
}

/// <summary>What was said, for whoever comes back: one query.</summary>
internal sealed class BareReader(NpgsqlDataSource? database)
{
    public async Task<IReadOnlyList<string>> ReadAsync(long ticket)
    {
        var texts = new List<string>();
        if (database is null) return texts;
        await using var command = database.CreateCommand("select text from bare where ticket = $1 order by id desc limit 50");
        command.Parameters.Add(new() { Value = ticket });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
        return texts;
    }
}

internal sealed class BareHub(Bare bare, BareReader reader) : Microsoft.AspNetCore.SignalR.Hub
{
    private static readonly ConcurrentDictionary<string, long> tickets = new();

    public async Task<object> Start(JsonElement request)
    {
        // Its token is the ticket's number: whoever has one comes back to it.
        var known = request.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String ? long.Parse(token.GetString()!, CultureInfo.InvariantCulture) : 0;
        var ticket = tickets[Context.ConnectionId] = known > 0 ? known : bare.NextTicket();
        await Groups.AddToGroupAsync(Context.ConnectionId, Bare.Group(ticket));
        return new { token = $"{ticket}", ticket, messages = known > 0 ? await reader.ReadAsync(ticket) : [] };
    }

    public Task<IReadOnlyList<string>> After(int seq) => reader.ReadAsync(0);

    public async Task<object> Send(JsonElement message)
    {
        var ticket = tickets[Context.ConnectionId];
        await bare.AddAsync(ticket, message.GetProperty("clientId").GetString()!, message.GetProperty("text").GetString()!);
        return new { ticket };
    }

    public Task Watch(long ticket) => Groups.AddToGroupAsync(Context.ConnectionId, Bare.Group(ticket));
}
