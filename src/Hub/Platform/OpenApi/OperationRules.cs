using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Hub.Platform.OpenApi;

/// <summary>Adds to each endpoint what follows from its policy, its method and its input: who may call it, and every problem it can give.</summary>
internal sealed class OperationRules : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        var policy = endpoint.OfType<IAuthorizeData>().Select(a => a.Policy).LastOrDefault(p => p is not null) ?? Policies.Public;
        var isApi = context.Description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        var isWrite = isApi && context.Description.HttpMethod is not ("GET" or "HEAD") && !context.Description.RelativePath!.StartsWith("api/v1/visitor/", StringComparison.Ordinal);
        NameParameters(operation, context.Description);
        Guard(operation, policy, isWrite, context.Document!);
        // Bytes: the generator takes them for an upload.
        foreach (var (type, content) in (operation.Responses ?? []).SelectMany(r => r.Value.Content ?? new Dictionary<string, OpenApiMediaType>()).Where(c => c.Key is not "application/json"))
            content.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        if (!isApi) return Task.CompletedTask;

        var codes = new SortedDictionary<int, List<string>>();
        foreach (var own in endpoint.OfType<RefusalCodes>()) Add(own.Status, own.Codes);
        if (policy != Policies.Public) Add(401, "not_signed_in");
        if (policy is Policies.Supervisor or Policies.Administrator) Add(403, "forbidden");
        if (isWrite) Add(400, "antiforgery");
        if (isWrite) Add(403, "origin");
        if (operation.Parameters?.Any(p => p.In is ParameterLocation.Query && !IsText(p)) == true) Add(400, "request_invalid");
        // What is no number there is no address of ours.
        if (operation.Parameters?.Any(p => p.In is ParameterLocation.Path && !IsText(p)) == true) Add(404, "not_found");
        if (operation.RequestBody is not null)
        {
            Add(400, "request_invalid");
            Add(413, "too_large");
            Add(415, "unsupported_media_type");
        }
        if (endpoint.OfType<TakesFile>().FirstOrDefault() is { } file)
        {
            operation.RequestBody = Form(file.Field);
            (operation.Parameters ??= []).Add(new OpenApiParameter { In = ParameterLocation.Header, Name = "Idempotency-Key", Description = "Your own id of the upload; a repetition gets the first answer.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }
        Add(500, "internal");
        Add(503, "unavailable");
        operation.Responses ??= [];
        foreach (var (status, possible) in codes)
            operation.Responses[$"{status}"] = Problem(status, [.. possible.Distinct()], context.Document!);
        foreach (var header in endpoint.OfType<AnswerHeader>())
            if (operation.Responses.TryGetValue("200", out var answer) && answer is OpenApiResponse ok)
                (ok.Headers ??= new Dictionary<string, IOpenApiHeader>())[header.Name] = new OpenApiHeader { Description = header.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        return Task.CompletedTask;

        void Add(int status, params IReadOnlyList<string> more)
        {
            if (!codes.TryGetValue(status, out var list)) codes[status] = list = [];
            list.AddRange(more);
        }
    }

    /// <summary>Query parameters are read whatever their case; the contract writes them like fields.</summary>
    private static void NameParameters(OpenApiOperation operation, ApiDescription endpoint)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            var words = (endpoint.ParameterDescriptions.FirstOrDefault(p => p.Name == parameter.Name)?.ParameterDescriptor as Microsoft.AspNetCore.Mvc.Infrastructure.IParameterInfoParameterDescriptor)
                ?.ParameterInfo.GetCustomAttributes(typeof(WordsAttribute), inherit: true).OfType<WordsAttribute>().FirstOrDefault();
            if (words is not null) parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Words.Select(w => (JsonNode)w)] };
            if (parameter.In is ParameterLocation.Query) parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        }
    }

    private static OpenApiRequestBody Form(string field) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { field },
                    Properties = new Dictionary<string, IOpenApiSchema> { [field] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file, with its name." } },
                },
            },
        },
    };

    private static bool IsText(IOpenApiParameter parameter) => parameter.Schema is { Type: JsonSchemaType.String, Format: null };

    private static void Guard(OpenApiOperation operation, string policy, bool isWrite, OpenApiDocument document)
    {
        var needed = new OpenApiSecurityRequirement();
        if (policy != Policies.Public) needed[new OpenApiSecuritySchemeReference(DocumentRules.Cookie, document)] = [];
        if (isWrite) needed[new OpenApiSecuritySchemeReference(DocumentRules.Token, document)] = [];
        operation.Security = [needed];
        if (policy is Policies.Agent or Policies.Supervisor or Policies.Administrator)
            operation.Description = string.Join("\n\n", new[] { operation.Description, $"For: {policy}{(policy is Policies.Administrator ? "" : " and above")}." }.Where(t => !string.IsNullOrEmpty(t)));
    }

    private static OpenApiResponse Problem(int status, string[] codes, OpenApiDocument document) => new()
    {
        Description = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", codes.Select(c => $"`{c}`"))}.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new()
            {
                Schema = new OpenApiSchema
                {
                    AllOf =
                    [
                        new OpenApiSchemaReference(DocumentRules.Problem, document),
                        new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Properties = new Dictionary<string, IOpenApiSchema>
                            {
                                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Select(c => (JsonNode)Problems.TypeOf(c))] },
                            },
                        },
                    ],
                },
            },
        },
    };
}
