using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hub.Platform;

/// <summary>The one place where refusals and failures become <c>application/problem+json</c> (RFC 9457).</summary>
public static class Problems
{
    /// <summary>The stable <c>type</c> of a problem.</summary>
    public static string TypeOf(string code) => $"urn:hub:problem:{code}";

    public static ProblemHttpResult ToProblem(this Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return TypedResults.Problem(
            detail: refusal.Message,
            statusCode: refusal.Status,
            title: refusal.Code,
            type: TypeOf(refusal.Code),
            extensions: refusal.Errors is null ? null : new Dictionary<string, object?> { ["errors"] = refusal.Errors });
    }

    public static void AddProblems(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            var failure = context.Exception ?? context.HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
            if (failure is BadHttpRequestException bad) Set(bad.StatusCode, "request_invalid", "The request could not be read. Check its JSON and its parameters.");
            else if (failure is not null && IsOutage(failure)) Set(503, "unavailable", "Hub cannot reach its database just now. Nothing was saved; please try again.");
            else if (failure is not null) Set(500, "internal", "Something went wrong in Hub. Nothing was saved; please try again.");
            else if (problem.Type is null || !problem.Type.StartsWith("urn:hub:", StringComparison.Ordinal))
                Set(problem.Status ?? 500, CodeOf(problem.Status), problem.Detail ?? SentenceOf(problem.Status));

            void Set(int status, string code, string sentence)
            {
                problem.Status = context.HttpContext.Response.StatusCode = status;
                problem.Title = code;
                problem.Type = TypeOf(code);
                problem.Detail = sentence;
            }
        });
        builder.Services.AddSingleton<IProblemDetailsWriter, ForAnybody>();
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = false);
    }

    /// <summary>True where the database is away or too slow, so that a repetition may succeed.</summary>
    public static bool IsOutage(Exception failure) => failure switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState.StartsWith("57", StringComparison.Ordinal) || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => true,
        TimeoutException => true,
        { InnerException: { } inner } => IsOutage(inner),
        _ => false,
    };

    /// <summary>Comes after the framework's own writer, which is silent towards who accepts no JSON, and lets it write: RFC 9110 section 12.5.1 leaves that open, and a problem says more than words without a code.</summary>
    private sealed class ForAnybody : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public ValueTask WriteAsync(ProblemDetailsContext context) => context.HttpContext.RequestServices.GetServices<IProblemDetailsWriter>().First().WriteAsync(context);
    }

    private static string CodeOf(int? status) => status switch
    {
        400 => "request_invalid",
        401 => "not_signed_in",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        413 => "too_large",
        415 => "unsupported_media_type",
        416 => "range_unsatisfiable",
        429 => "rate_limited",
        _ => "internal",
    };

    private static string SentenceOf(int? status) => status switch
    {
        400 => "The request could not be read. Check its JSON and its parameters.",
        401 => "Please sign in first.",
        403 => "Your role does not allow this.",
        404 => "There is nothing here.",
        405 => "This address does not take that method.",
        413 => "The request is too large.",
        415 => "Send JSON: content-type application/json.",
        416 => "The file has no such part.",
        429 => "Too many requests. Please wait a moment.",
        _ => "Something went wrong in Hub. Nothing was saved; please try again.",
    };
}
