using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Hub.Platform.OpenApi;

/// <summary>The API described by itself: <c>/openapi/v1.json</c> for programs, <c>/docs/api</c> for people.</summary>
public static class OpenApiFeature
{
    // The page's own files only, all of them from this server; its scripts set styles.
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void AddHubOpenApi(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOpenApi(options =>
        {
            var types = new SchemaTypes();
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = types.IdOf;
            options.AddOperationTransformer<OperationRules>();
            options.AddOperationTransformer(new OperationExamples());
            options.AddDocumentTransformer(new SchemaRules(types));
            options.AddDocumentTransformer<DocumentRules>();
        });
    }

    public static void MapHubOpenApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var description = new Lazy<Task<byte[]>>(() => DescribeAsync(app.Services));
        app.MapGet("/openapi/v1.json", async () => TypedResults.Bytes(await description.Value, "application/json;charset=utf-8")).ExcludeFromDescription().RequireAuthorization(Policies.Public);
        var page = app.MapSwaggerUI("docs/api", options =>
        {
            options.SwaggerEndpoint("/openapi/v1.json", "Hub");
            options.DocumentTitle = "Hub: API";
            options.DocExpansion(DocExpansion.List);
            options.DefaultModelsExpandDepth(0);
            options.DefaultModelExpandDepth(3);
            options.EnableDeepLinking();
            // Reading only: writes need a header that this page does not know.
            options.SupportedSubmitMethods(SubmitMethod.Get);
        });
        page.RequireAuthorization(Policies.Public);
        page.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is not { } inner) return;
            endpoint.RequestDelegate = http =>
            {
                http.Response.Headers.ContentSecurityPolicy = PagePolicy;
                return inner(http);
            };
        });
    }

    // Once: it never changes while we run, takes a good part of a second the first time, and anybody may ask for it.
    private static async Task<byte[]> DescribeAsync(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync(CancellationToken.None);
        using var text = new MemoryStream();
        await document.SerializeAsync(text, OpenApiSpecVersion.OpenApi3_1, OpenApiConstants.Json, CancellationToken.None);
        return text.ToArray();
    }
}
