using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Hub.Tests.Support;

/// <summary>A browser as the server sees it: it keeps cookies, and repeats the cookie XSRF-TOKEN as a header when it writes.</summary>
public sealed class Browser : IDisposable
{
    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false };

    public Browser(Uri address)
    {
        handler.CookieContainer = Cookies;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOfTests(certificate);
        Http = new HttpClient(handler) { BaseAddress = address, Timeout = Wait.Guard };
    }

    /// <summary>The plain client, for requests that need other headers; it shares the cookies.</summary>
    public HttpClient Http { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Nobody vouches for the certificates that tests make.</summary>
    public static bool IsOfTests(X509Certificate? certificate) => certificate?.Subject == "CN=hub.test";

    /// <summary>Value of the header <c>Cookie</c>, for a WebSocket.</summary>
    public string CookieHeader => Cookies.GetCookieHeader(Http.BaseAddress!);

    /// <summary>Who is signed in; 0: nobody.</summary>
    public long AgentId { get; private set; }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<HttpResponseMessage> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Sends as the desk does. A header given here replaces the usual one; an empty value leaves it out.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(headers);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (method != HttpMethod.Get && Cookies.GetCookies(Http.BaseAddress!)["XSRF-TOKEN"] is { } token)
            request.Headers.Add("X-XSRF-TOKEN", Uri.UnescapeDataString(token.Value));
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0) request.Headers.TryAddWithoutValidation(name, value);
        }
        return await Http.SendAsync(request);
    }

    /// <summary>Signs in as the desk does: asks who it is, which brings the XSRF cookie, then sends address and password.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string email, string password)
    {
        (await GetAsync("/api/v1/session")).Dispose();
        var answer = await PostAsync("/api/v1/session", new { email, password });
        if (answer.IsSuccessStatusCode) AgentId = (await answer.JsonAsync()).GetProperty("user").GetProperty("id").GetInt64();
        return answer;
    }

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }
}

/// <summary>Reading what the server answered.</summary>
public static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The JSON of an answer that must have this status; else the test fails and shows what came instead.</summary>
    public static async Task<JsonElement> ExpectAsync(this Task<HttpResponseMessage> sending, HttpStatusCode status)
    {
        ArgumentNullException.ThrowIfNull(sending);
        using var answer = await sending;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"Expected {status}, got {answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>A refusal with this status and this code (the end of the problem's <c>type</c>).</summary>
    public static async Task ExpectProblemAsync(this Task<HttpResponseMessage> sending, HttpStatusCode status, string code)
    {
        ArgumentNullException.ThrowIfNull(sending);
        using var answer = await sending;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"Expected {status}, got {answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal($"urn:hub:problem:{code}", problem.GetProperty("type").GetString());
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("detail").GetString()));
    }
}
