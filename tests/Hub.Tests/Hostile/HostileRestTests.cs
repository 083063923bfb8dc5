using System.Net;
using System.Net.Http.Headers;
using Hub.Tests.Api;

namespace Hub.Tests.Hostile;

/// <summary>
/// Whatever is sent to the API, the answer is one that its description knows: a success, or a problem with a code of ours; never a 500, never silence.
/// Longer: <c>HUB_HOSTILE_SECONDS=600 ./ops/test Hostile</c>
/// </summary>
public sealed class HostileRestTests(FilledHub filled) : IClassFixture<FilledHub>
{
    [Fact]
    public async Task Any_request_gets_a_success_or_a_problem_that_is_described()
    {
        var document = await ApiDocument.FetchAsync(filled.App);
        var known = await Known.ReadAsync(filled);
        var findings = new Findings();
        await using var wire = new RawHttp(filled.App.Address);
        foreach (var (seed, requests) in new Budget(0.6).Batches(new HostileRequests(document, known).All))
        {
            await known.RestoreAsync();
            foreach (var request in requests)
            {
                findings.Count();
                if (await FaultAsync(wire, document, known, request) is { } fault) findings.Add($"{request.Operation}: {fault}", $"seed {seed}, {request}");
            }
        }
        await known.RestoreAsync();
        findings.AssertNone();
        await Health.AssertAsync(filled);
    }

    private static async Task<string?> FaultAsync(RawHttp wire, ApiDocument document, Known known, HostileRequest request)
    {
        var (cookie, token) = known.Of(request.Role);
        var usual = new[] { ("Cookie", cookie), ("X-XSRF-TOKEN", token) }.Where(h => !request.Headers.Any(own => own.Name == h.Item1));
        try
        {
            var answer = await wire.SendAsync(request.Operation.Method, request.Target, [.. usual, .. request.Headers], request.Body);
            if (answer.Status >= 500) return $"{answer.Status}";
            if (answer.Status is >= 300 and < 400) return $"{answer.Status} leads elsewhere";
            using var message = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ByteArrayContent(answer.Body) };
            if (answer.MediaType is not null) message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.MediaType);
            if (request.Reaches) return string.Join("; ", (await document.ErrorsAsync(request.Operation, message)).Take(3)) is { Length: > 0 } wrong ? $"{answer.Status}: {wrong}" : null;
            // An address that is nobody's: Kestrel itself refuses what is no HTTP, without a body.
            var isOurs = answer.MediaType is "application/problem+json" && System.Text.Encoding.UTF8.GetString(answer.Body).Contains("urn:hub:problem:", StringComparison.Ordinal);
            return answer.Status < 400 || isOurs || (answer.Status is 400 && answer.Body.Length == 0) ? null : $"{answer.Status} without a problem: {answer.MediaType}";
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            return $"no answer: {failure.Message}";
        }
    }
}
