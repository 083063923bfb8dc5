using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hub.Tests.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Hostile;

/// <summary>
/// Whatever is sent to the API, the answer is one that its description knows: a success, or a problem with a code of ours; never a 500, never silence.
/// Longer: <c>./ops/hostile 10</c>
/// </summary>
public sealed partial class HostileRestTests(FilledHub filled) : IClassFixture<FilledHub>
{
    [Fact]
    public async Task Any_request_gets_a_success_or_a_problem_that_is_described()
    {
        var document = await ApiDocument.FetchAsync(filled.App);
        var known = await Known.ReadAsync(filled);
        var findings = new Findings();
        await using var wire = new RawHttp(filled.App.Address);
        foreach (var (seed, requests) in new Budget(0.85).Rounds(new HostileRequests(document, known).Round))
        {
            await known.RestoreAsync();
            foreach (var request in requests)
            {
                findings.Count();
                var errors = filled.App.Log.Errors.Count;
                if (await FaultAsync(wire, document, known, request, findings) is { } fault) findings.Add($"{request.Operation}: {fault}", $"seed {seed}, {request}");
                else if (filled.App.Log.Errors.Count > errors) findings.Add($"{request.Operation}: an error was logged: {Because()}", $"seed {seed}, {request}");
            }
        }
        await known.RestoreAsync();
        findings.AssertNone();
        findings.AssertReaching();
        await Health.AssertAsync(filled);
    }

    [Fact]
    public async Task Any_address_of_a_page_is_answered()
    {
        var mapped = filled.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => "/" + Placeholder().Replace(e.RoutePattern.RawText!, "1").TrimStart('/'));
        string[] pages = [.. mapped, "/", "/chat?site=", "/docs/api/", "/docs/api/index.html", "/openapi/", "/invite/", "/tickets/1", "/api/", "/desk/assets/"];
        string[] ends = ["", "x", "%00", "%ff", "..", "%2e%2e/%2e%2e/etc/passwd", "..%5c..%5cx", "?x=%00", "?site=%ff", "?site=a%00", "//evil.test", ";x=1", "%F0%9F%99%82", ".html", "/", "%", new string('a', 3_000)];
        string[] languages = ["fr;q=x", ";;;", "*", "fr-FR,fr;q=0.9,en;q=0.8", "\u00ff", new string('f', 3_000), "x;q=9999999999"];
        var requests = from page in Gen.Elements(pages)
                       from end in Gen.Elements(ends)
                       from method in Gen.Frequency((6, Gen.Constant("GET")), (2, Gen.Constant("POST")), (1, Gen.Elements("HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "X", "get")))
                       from language in Gen.Elements(languages)
                       from odd in HostileRequests.OddHeader
                       select (method, Target: page + end, Headers: new[] { ("Accept-Language", language), odd });
        var findings = new Findings();
        foreach (var (seed, round) in new Budget(0.1).Rounds(Gen.ListOf(requests, 50)))
            foreach (var (method, target, headers) in round)
            {
                findings.Count();
                await using var wire = new RawHttp(filled.App.Address);
                try
                {
                    if (await wire.SendAsync(method, target, headers, method is "POST" ? [] : null) is { Status: >= 500 } answer) findings.Add($"{answer.Status} {Because()}", $"seed {seed}, {method} {target} {headers[1]}");
                }
                catch (Exception failure) when (failure is IOException or TimeoutException)
                {
                    findings.Add($"no answer: {failure.Message}", $"seed {seed}, {method} {target} {headers[1]}");
                }
            }
        findings.AssertNone();
        await Health.AssertAsync(filled);
    }

    /// <summary>What the server logged last: the beginning of a failure's words.</summary>
    private string Because() => filled.App.Log.Errors.LastOrDefault() is { } line ? line.ReplaceLineEndings(" ")[..Math.Min(line.Length, 500)] : "";

    private async Task<string?> FaultAsync(RawHttp wire, ApiDocument document, Known known, HostileRequest request, Findings findings)
    {
        var (cookie, token) = known.Of(request.Role);
        var usual = new[] { ("Cookie", cookie), ("X-XSRF-TOKEN", token) }.Where(h => !request.Headers.Any(own => own.Name == h.Item1));
        try
        {
            var answer = await wire.SendAsync(request.Operation.Method, request.Target, [.. usual, .. request.Headers], request.Body);
            if (answer.Status < 300) findings.Reached();
            if (answer.Status >= 500) return $"{answer.Status} {Because()}";
            if (answer.Status is >= 300 and < 400) return $"{answer.Status} leads elsewhere";
            using var message = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ByteArrayContent(answer.Body) };
            if (answer.MediaType is not null) message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.MediaType);
            if (answer.IsNoHttp && (!request.Reaches || request.Target.Length > 8_000 || request.Headers.Any(h => h.Name is not "Content-Type"))) return null;
            // A host that can be nobody's is refused before anything is looked for.
            if (request.Reaches && !request.Headers.Any(h => h.Name is "Host" or "X-Forwarded-Host")) return string.Join("; ", (await document.ErrorsAsync(request.Operation, message)).Take(3)) is { Length: > 0 } wrong ? $"{answer.Status}: {wrong}" : null;
            var isOurs = answer.MediaType is "application/problem+json" && System.Text.Encoding.UTF8.GetString(answer.Body).Contains("urn:hub:problem:", StringComparison.Ordinal);
            return answer.Status < 400 || isOurs ? null : $"{answer.Status} without a problem: {answer.MediaType}";
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            return $"no answer: {failure.Message}";
        }
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
