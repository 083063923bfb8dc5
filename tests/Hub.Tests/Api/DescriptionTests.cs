using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Api;

/// <summary>The description of the API says all there is to say, and is well formed.</summary>
public sealed partial class DescriptionTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact]
    public async Task Every_endpoint_of_the_API_is_described()
    {
        var document = await ApiDocument.FetchAsync(hub);
        var routes = from endpoint in hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     let path = Constraint().Replace(endpoint.RoutePattern.RawText!, "}").TrimEnd('/')
                     where path.StartsWith("/api/v1", StringComparison.Ordinal) || path.StartsWith("/health", StringComparison.Ordinal)
                     from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                     select $"{method} {path}";
        Assert.Equal(routes.Order(), document.Operations.Select(o => o.Name).Order());
    }

    [Fact]
    public async Task Every_endpoint_has_a_summary_a_name_one_tag_and_examples()
    {
        var document = await ApiDocument.FetchAsync(hub);
        var tags = document.Root.GetProperty("tags").EnumerateArray().Select(t => t.GetProperty("name").GetString()).ToList();
        foreach (var operation in document.Operations)
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.Json.GetProperty("summary").GetString()), operation.Name);
            Assert.Contains(operation.Json.GetProperty("tags").EnumerateArray().Single().GetString(), tags);
            Assert.True(operation.Body is not { } body || Examples(body).Count > 0, $"{operation}: no example of a request");
            Assert.True(operation.Parameters.Where(p => p.GetProperty("in").GetString() is "path").All(p => p.TryGetProperty("example", out _)), $"{operation}: no example of its address");
            foreach (var (status, answer) in operation.Answers.Where(a => a.Status < 300))
                Assert.True(!answer.TryGetProperty("content", out var content) || !content.TryGetProperty("application/json", out var json) || Examples(json).Count > 0, $"{operation}: no example of {status}");
        }
        Assert.Distinct(document.Operations.Select(o => o.Json.GetProperty("operationId").GetString()));
    }

    [Fact]
    public async Task Every_example_is_what_its_schema_says()
    {
        var document = await ApiDocument.FetchAsync(hub);
        var count = 0;
        foreach (var operation in document.Operations)
        {
            var media = operation.Answers.Where(a => a.Answer.TryGetProperty("content", out _)).SelectMany(a => a.Answer.GetProperty("content").EnumerateObject().Select(m => m.Value));
            foreach (var content in operation.Body is { } body ? media.Prepend(body) : media)
                foreach (var example in Examples(content))
                {
                    Assert.True(document.Checker.Errors(content.GetProperty("schema"), example.Value.GetProperty("value")) is { Count: 0 }, $"{operation}, {example.Name}: {string.Join("; ", document.Checker.Errors(content.GetProperty("schema"), example.Value.GetProperty("value")))}");
                    count++;
                }
            foreach (var parameter in operation.Parameters.Where(p => p.TryGetProperty("example", out _)))
                Assert.True(document.Checker.Errors(parameter.GetProperty("schema"), parameter.GetProperty("example")) is { Count: 0 }, $"{operation}: {parameter}");
        }
        Assert.True(count > 50);
    }

    [Fact]
    public async Task Every_schema_field_and_parameter_has_a_sentence()
    {
        var document = await ApiDocument.FetchAsync(hub);
        foreach (var schema in document.Schemas)
        {
            Assert.True(HasDescription(schema.Value), schema.Name);
            if (schema.Value.TryGetProperty("properties", out var properties))
                foreach (var property in properties.EnumerateObject()) Assert.True(HasDescription(property.Value), $"{schema.Name}.{property.Name}");
        }
        foreach (var operation in document.Operations)
            foreach (var parameter in operation.Parameters) Assert.True(HasDescription(parameter), $"{operation}: {parameter}");
    }

    [Fact]
    public async Task Every_endpoint_says_who_may_call_it_and_what_it_refuses()
    {
        var document = await ApiDocument.FetchAsync(hub);
        foreach (var endpoint in hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal)))
        {
            var (method, path) = (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), Constraint().Replace(endpoint.RoutePattern.RawText!, "}").TrimEnd('/'));
            var operation = document.Operations.Single(o => o.Name == $"{method} {path}");
            var isOpen = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy == global::Hub.Platform.Policies.Public);
            var needs = operation.Json.TryGetProperty("security", out var security) ? security.EnumerateArray().SelectMany(s => s.EnumerateObject()).Select(s => s.Name).ToList() : [];
            Assert.Equal(!isOpen, needs.Contains("cookie"));
            // A visitor brings a token of their own.
            var isGuarded = method != "GET" && !path.StartsWith("/api/v1/visitor/", StringComparison.Ordinal);
            Assert.Equal(isGuarded, needs.Contains("xsrf"));
            var policy = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).Last(p => p is not null);
            foreach (var (status, code, isDue) in new[]
            {
                (401, "not_signed_in", !isOpen), (403, "forbidden", policy is global::Hub.Platform.Policies.Supervisor or global::Hub.Platform.Policies.Administrator),
                (400, "antiforgery", isGuarded), (403, "origin", isGuarded), (413, "too_large", operation.Body is not null),
                (415, "unsupported_media_type", operation.Body is not null), (500, "internal", true), (503, "unavailable", true),
            })
                Assert.True(isDue == (operation.Answer(status)?.ToString().Contains($"urn:hub:problem:{code}\"", StringComparison.Ordinal) == true), $"{operation}: {status} {code}");
            foreach (var (status, answer) in operation.Answers.Where(a => a.Status >= 400))
            {
                var problem = answer.GetProperty("content").EnumerateObject().Single();
                Assert.Equal("application/problem+json", problem.Name);
                Assert.NotEmpty(problem.Value.GetProperty("schema").GetProperty("allOf")[1].GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray());
            }
        }
    }

    [Fact]
    public async Task The_document_is_well_formed()
    {
        var document = await ApiDocument.FetchAsync(hub);
        Assert.StartsWith("3.1", document.Root.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.All(new[] { "title", "version", "description" }, field => Assert.False(string.IsNullOrWhiteSpace(document.Root.GetProperty("info").GetProperty(field).GetString())));
        foreach (Match reference in Reference().Matches(document.Text))
            Assert.True(document.Checker.Resolve(JsonSerializer.Deserialize<JsonElement>($"{{{reference.Value}}}")).ValueKind is JsonValueKind.Object, reference.Value);
        foreach (var operation in document.Operations)
        {
            var inPath = Placeholder().Matches(operation.Path).Select(m => m.Groups[1].Value).Order();
            Assert.Equal(inPath, operation.Parameters.Where(p => p.GetProperty("in").GetString() is "path").Select(p => p.GetProperty("name").GetString()).Order());
            Assert.All(operation.Parameters.Where(p => p.GetProperty("in").GetString() is "path"), p => Assert.True(p.GetProperty("required").GetBoolean()));
            Assert.Distinct(operation.Parameters.Select(p => p.GetProperty("name").GetString()));
            Assert.Contains(operation.Answers, a => a.Status < 300);
            Assert.All(operation.Answers, a => Assert.False(string.IsNullOrWhiteSpace(a.Answer.GetProperty("description").GetString())));
        }
        // No word of the description is known to nobody: whatever is not used is not there.
        foreach (var schema in document.Schemas) Assert.Contains($"#/components/schemas/{schema.Name}\"", document.Text, StringComparison.Ordinal);
    }

    /// <summary>The desk's types are made from the committed file. After a change of the API: <c>ops/api</c> writes it anew.</summary>
    [Fact]
    public async Task The_committed_description_is_the_present_one()
    {
        var document = await ApiDocument.FetchAsync(hub);
        var file = CommittedFile();
        if (Environment.GetEnvironmentVariable("HUB_WRITE_API") is "1") await File.WriteAllTextAsync(file, document.Text.ReplaceLineEndings("\n") + "\n");
        Assert.True(await File.ReadAllTextAsync(file) == document.Text.ReplaceLineEndings("\n") + "\n", "The API has changed: run ./ops/api and look at what it changes in src/Hub.Desk/src/api.");
    }

    [Fact]
    public async Task The_page_for_people_is_served_whole_by_the_hub_itself()
    {
        using var browser = hub.OpenBrowser();
        using var page = await browser.GetAsync("/docs/api/index.html");
        var html = await page.Content.ReadAsStringAsync();
        Assert.True(page.IsSuccessStatusCode);
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        foreach (var file in Source().Matches(html).Select(m => m.Groups[1].Value))
        {
            Assert.DoesNotContain("//", file, StringComparison.Ordinal);
            using var part = await browser.GetAsync($"/docs/api/{file}");
            Assert.True(part.IsSuccessStatusCode, file);
        }
        using var bare = await browser.GetAsync("/docs/api");
        Assert.EndsWith("api/index.html", bare.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private static string CommittedFile([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Hub.Desk/src/api/openapi.json"));

    private static IReadOnlyList<JsonProperty> Examples(JsonElement content) => content.TryGetProperty("examples", out var examples) ? [.. examples.EnumerateObject()] : [];

    private static bool HasDescription(JsonElement described) => described.TryGetProperty("description", out var text) && !string.IsNullOrWhiteSpace(text.GetString());

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"\\$ref\": \"[^\"]*\"")]
    private static partial Regex Reference();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Source();
}
