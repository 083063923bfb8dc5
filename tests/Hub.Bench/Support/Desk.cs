using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Hub.Bench.Support;

/// <summary>An agent's browser: cookies, the REST API, and what the live line needs.</summary>
internal sealed class Desk : IDisposable
{
    public const string Administrator = "admin@hub.test";
    public const string Password = "a long password for benches";

    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseProxy = false, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan };
    private readonly CookieContainer cookies = new();

    private Desk(Uri address)
    {
        handler.CookieContainer = cookies;
        Http = new HttpClient(handler) { BaseAddress = address, Timeout = Line.Guard };
    }

    public HttpClient Http { get; }

    /// <summary>Headers of the WebSocket.</summary>
    public (string Name, string Value)[] Headers => [("Cookie", cookies.GetCookieHeader(Http.BaseAddress!)), ("Origin", Http.BaseAddress!.GetLeftPart(UriPartial.Authority))];

    /// <summary>Signs in as the page does.</summary>
    public static async Task<Desk> SignInAsync(Uri address, string email, CancellationToken ct)
    {
        var desk = new Desk(address);
        (await desk.Http.GetAsync("/api/v1/session", ct)).Dispose();
        using var answer = await desk.PostAsync("/api/v1/session", new { email, password = Password }, ct);
        answer.EnsureSuccessStatusCode();
        return desk;
    }

    /// <summary>A desk of the bare program, which asks nobody who they are.</summary>
    public static Desk Anonymous(Uri address) => new(address);

    /// <summary>Gives the hub so many agents with the administrator's password, and signs them in.</summary>
    public static async Task<IReadOnlyList<Desk>> HireAsync(Uri address, string connectionString, int count, CancellationToken ct)
    {
        await AddAgentsAsync(connectionString, count, ct);
        var desks = new List<Desk>();
        for (var n = 1; n <= count; n++) desks.Add(await SignInAsync(address, Email(n), ct));
        return desks;
    }

    /// <summary>The address of the n-th agent, from 1.</summary>
    public static string Email(int n) => $"agent{n}@hub.test";

    /// <summary>Gives the hub so many agents with the administrator's password.</summary>
    public static async Task AddAgentsAsync(string connectionString, int count, CancellationToken ct)
    {
        await using var connection = await Postgres.OpenAsync(connectionString, ct);
        await using var command = new NpgsqlCommand(
            """
            insert into agents (name, email, user_name, normalized_user_name, normalized_email, password_hash, security_stamp, concurrency_stamp, role, created_at)
            select 'Agent ' || n, 'agent' || n || '@hub.test', 'agent' || n || '@hub.test', 'AGENT' || n || '@HUB.TEST', 'AGENT' || n || '@HUB.TEST',
                   a.password_hash, md5(n::text) || 'BENCH', md5(n::text), 2, a.created_at
            from agents a, generate_series(1, $1) n where a.normalized_email = upper($2) on conflict do nothing
            """, connection);
        command.Parameters.Add(new() { Value = count });
        command.Parameters.Add(new() { Value = Administrator });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Gets, and reads the whole answer.</summary>
    /// <returns>Its length.</returns>
    public async Task<int> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await Http.GetAsync(path, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync(ct)).Length;
    }

    public async Task<JsonElement> GetJsonAsync(string path, CancellationToken ct) => JsonElement.Parse(await Http.GetByteArrayAsync(new Uri(path, UriKind.Relative), ct));

    public async Task<HttpResponseMessage> PostAsync(string path, object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (cookies.GetCookies(Http.BaseAddress!)["XSRF-TOKEN"] is { } token) request.Headers.Add("X-XSRF-TOKEN", Uri.UnescapeDataString(token.Value));
        return await Http.SendAsync(request, ct);
    }

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }
}
