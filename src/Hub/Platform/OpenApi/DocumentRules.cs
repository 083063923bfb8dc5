using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hub.Platform.OpenApi;

/// <summary>What is said once for the whole API.</summary>
internal sealed class DocumentRules : IOpenApiDocumentTransformer
{
    public const string Cookie = "cookie";
    public const string Token = "xsrf";
    public const string Problem = "Problem";

    private const string About =
        """
        The API of Hub, as the agents' desk uses it.

        * **JSON** in camelCase. Times are UTC, ISO 8601. What is unknown or none is left out of answers, not null, except where null is said to mean something.
        * **Signing in**: `GET /api/v1/session` sets the cookie `XSRF-TOKEN`. Every write repeats its value as the header `X-XSRF-TOKEN`, signing in too.
          `POST /api/v1/session` then sets the cookie that says who you are. A browser's writes must come from the desk's own origin.
        * **Refusals** are `application/problem+json` (RFC 9457). Programs compare `type`; people read `detail`; `errors` names the fields to blame.
          A code that is not listed at an endpoint comes from a proxy in between.
        * **Lists** answer `{ "items": […], "next": "…" }`; `next` goes into `cursor` for the page after it and is null where the list ends. A cursor is opaque.
        * **Twice is once**: a message with a `clientId` that its author has used is not added again; the first answer is given again.
        * **Live changes** come by SignalR on `/hubs/desk`: tickets as `TicketRow`, messages as `MessageView`.
        """;

    private static readonly Dictionary<string, string> tags = new()
    {
        ["Session"] = "Sign in, sign out, who am I.",
        ["Tickets"] = "Matters of customers, and what was said in them.",
        ["Files"] = "What came with messages.",
        ["Customers"] = "The people who write to us.",
        ["Agents"] = "The people of the company.",
        ["Teams"] = "Agents who share tickets.",
        ["Invitations"] = "How colleagues come to the desk.",
        ["Sites"] = "Web pages that carry the chat.",
        ["Mailboxes"] = "Addresses that receive and send mail.",
        ["Mail"] = "What became of every mail.",
        ["Health"] = "For whoever watches over the process.",
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Hub", Version = "1", Description = About, License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" } };
        // The address by which the document was fetched says nothing about where the next reader finds the server.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = new HashSet<OpenApiTag>(tags.Select(t => new OpenApiTag { Name = t.Key, Description = t.Value }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Cookie] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "hub", Description = "Set by signing in; `__Host-hub` where the desk is on https." },
            [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-XSRF-TOKEN", Description = "The value of the cookie `XSRF-TOKEN`, which each answer of `/api/v1/session` sets. It counts for one user: ask again after signing in." },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[Problem] = ProblemSchema();
        var used = SchemaWalk.UsedIds(document);
        document.Components.Schemas = document.Components.Schemas.Where(s => used.Contains(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary();
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why not (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("What programs compare: `urn:hub:problem:` and a code that stays."),
            ["title"] = Text("The code alone."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status again." },
            ["detail"] = Text("A sentence for the person."),
            ["instance"] = Text("Not used at present."),
            ["traceId"] = Text("Under which the server's log may know more."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Sentences by field, where fields are to blame.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
