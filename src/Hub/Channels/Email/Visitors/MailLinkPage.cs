using System.Net;
using Hub.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Channels.Email.Visitors;

/// <summary>The page behind a link in a mail: a sentence and buttons, in English or French, which shows nothing of any conversation.</summary>
/// <remarks>Without scripts; not kept, not indexed, and its address, which is the proof, is told to nobody.</remarks>
internal static class MailLinkPage
{
    private const string Style = """
        :root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText}
        main{max-width:28rem;padding:2rem}h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}form{margin:.6rem 0 0}button{font:inherit;font-weight:600;padding:.6rem 1.1rem;border:0;border-radius:.5rem;background:#0b6073;color:#fff;cursor:pointer}
        button:focus-visible{outline:3px solid #5bb8cc;outline-offset:2px}
        """;

    /// <summary>Whether the reader's browser prefers French to English.</summary>
    public static bool InFrench(HttpContext http) =>
        Languages.Of([.. http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value)]) is "fr";

    /// <summary>The page of a link that leads nowhere (any more): 404.</summary>
    public static ContentHttpResult Unknown(HttpContext http) => InFrench(http)
        ? Show(http, "Lien inconnu", "Ce lien n’est pas (ou plus) valable. Il est peut-être coupé\u00a0: ouvrez-le en entier depuis l’e-mail.", [], StatusCodes.Status404NotFound)
        : Show(http, "Unknown link", "This link is not valid (any more). Perhaps it is cut: open all of it from the mail.", [], StatusCodes.Status404NotFound);

    /// <param name="http">The request.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="words">A sentence or two.</param>
    /// <param name="buttons">Where each posts to, and its words.</param>
    /// <param name="status">Of the answer.</param>
    public static ContentHttpResult Show(HttpContext http, string title, string words, IEnumerable<(string Action, string Label)> buttons, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        var forms = string.Concat(buttons.Select(b => $"<form method=\"post\" action=\"{WebUtility.HtmlEncode(b.Action)}\"><button>{b.Label}</button></form>"));
        return TypedResults.Content($$"""
            <!doctype html><html lang="{{(InFrench(http) ? "fr" : "en")}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <title>{{title}}</title>
            <style>
            {{Style}}
            </style><main><h1>{{title}}</h1><p>{{words}}</p>{{forms}}</main></html>
            """, "text/html; charset=utf-8", null, status);
    }
}
