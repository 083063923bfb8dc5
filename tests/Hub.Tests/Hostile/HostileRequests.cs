using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hub.Tests.Api;

namespace Hub.Tests.Hostile;

/// <summary>A request of somebody with bad intentions or a bad program.</summary>
/// <param name="Role">Who sends it: a role, or <c>nobody</c>.</param>
/// <param name="Operation">Which endpoint it is meant for.</param>
/// <param name="Target">The address as it goes over the wire.</param>
/// <param name="Reaches">It is surely this endpoint that the address leads to.</param>
/// <param name="Headers">More of them, or others in place of the usual ones.</param>
/// <param name="Body">Octets; none: no body.</param>
internal sealed record HostileRequest(string Role, ApiOperation Operation, string Target, bool Reaches, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body)
{
    public override string ToString() =>
        $"{Role}: {Operation.Method} {Short(Target)} {string.Join(", ", Headers.Select(h => $"{h.Name}: {Short(h.Value)}"))} {(Body is null ? "without a body" : Short(Encoding.Latin1.GetString(Body)))}";

    private static string Short(string text) => string.Concat((text.Length > 600 ? text[..600] + $"… ({text.Length})" : text).Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : $"{c}"));
}

/// <summary>Makes requests for every endpoint from the description of the API.</summary>
internal sealed class HostileRequests
{
    private static readonly string[] roles = ["nobody", "agent", "supervisor", "administrator"];

    private static readonly string[] noNumbers =
    [
        "x", "1.5", "1e3", "0x10", "%00", "1%00", "%ff", "%c3%28", "%u0031", "%", "%zz", "..", "%2e%2e", "%2F", "1%2F2", "1;2", "1,2", "{number}", "null", "9223372036854775808", "-9223372036854775809", "%EF%BC%91", "123456789012345678901234567890",
        "%20", "*", "~", "'", "%22", "%3Cscript%3E", "%0d%0aX-Evil:1", "%F0%9F%99%82", "a%5cb",
    ];

    private static readonly string[] types =
    [
        "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/json; charset=klingon",
        "application/json;;;", "application/problem+json", "application/merge-patch+json", "json", "", "*/*", "application/json, text/plain",
    ];

    private readonly ApiDocument document;
    private readonly Known known;
    private readonly SchemaJson json, tame;

    public HostileRequests(ApiDocument document, Known known)
    {
        this.document = document;
        this.known = known;
        json = new SchemaJson(document.Checker, known.Json, isTame: false);
        tame = new SchemaJson(document.Checker, known.Json, isTame: true);
    }

    /// <summary>A request for every endpoint of the description, in any order.</summary>
    public Gen<HostileRequest[]> Round => from requests in Gen.CollectToList(document.Operations.Select(For)) from mixed in Gen.Shuffle<HostileRequest>(requests) select mixed;

    private Gen<HostileRequest> For(ApiOperation operation) => Gen.Frequency((2, Wild(operation)), (1, Tame(operation)));

    /// <summary>Nothing wrong on purpose: it is to come far, and what comes after it meets what it did.</summary>
    private Gen<HostileRequest> Tame(ApiOperation operation) =>
        from role in Gen.Frequency((1, Gen.Elements(roles)), (3, Gen.Constant("administrator")))
        from path in operation.Path.Contains("{number}/messages/{id}", StringComparison.Ordinal)
            ? known.Answers.Select(a => operation.Path.Replace("{number}/messages/{id}", a, StringComparison.Ordinal))
            : Gen.CollectToList(PathNames(operation).Select(n => known.Ids(operation, n).Select(v => (Name: n, Value: v)))).Select(all => all.Aggregate(operation.Path, (p, v) => p.Replace($"{{{v.Name}}}", v.Value, StringComparison.Ordinal)))
        from query in Gen.CollectToList(operation.Parameters.Where(p => p.GetProperty("in").GetString() is "query").Select(p =>
            from present in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
            from value in Right(p)
            select present ? $"{p.GetProperty("name").GetString()}={Uri.EscapeDataString(value)}" : null))
        from body in operation.Body is { } json ? tame.Of(json.GetProperty("schema"), "").Select(Encoding.UTF8.GetBytes) : Gen.Constant<byte[]>(operation.Method is "GET" or "DELETE" ? null! : [])
        select new HostileRequest(role, operation, $"{path}?{string.Join('&', query.OfType<string>())}", true, operation.Body is null ? [] : [("Content-Type", "application/json")], body);

    private static IEnumerable<string> PathNames(ApiOperation operation) =>
        operation.Parameters.Where(p => p.GetProperty("in").GetString() is "path").Select(p => p.GetProperty("name").GetString()!);

    private Gen<string> Right(JsonElement parameter) =>
        document.Checker.Resolve(parameter.GetProperty("schema")).TryGetProperty("enum", out var words) ? Gen.Elements(words.EnumerateArray().Select(w => w.GetString()!)) : known.Query(parameter.GetProperty("name").GetString()!);

    private Gen<HostileRequest> Wild(ApiOperation operation) =>
        from role in Gen.Frequency((1, Gen.Elements(roles)), (2, Gen.Constant("administrator")))
        from path in Path(operation)
        from query in Query(operation)
        from body in Body(operation)
        from headers in Headers(operation)
        let type = body.Type is null ? [] : new[] { ("Content-Type", body.Type) }
        select new HostileRequest(role, operation, path.Target + query, path.Reaches, [.. type, .. headers], body.Octets);

    private Gen<(string Target, bool Reaches)> Path(ApiOperation operation)
    {
        var path = Gen.Constant((Target: operation.Path, Reaches: true));
        foreach (var parameter in operation.Parameters.Where(p => p.GetProperty("in").GetString() is "path"))
        {
            var name = parameter.GetProperty("name").GetString()!;
            var isNumber = parameter.GetProperty("schema").GetProperty("type").GetString() is "integer";
            var right = known.Ids(operation, name).Or(isNumber ? Gen.Elements("0", "-1", "1", "2", "999999999", "9223372036854775807", "-9223372036854775808", "007") : Gen.Elements("x", "~", new string('a', 3_000), "%E2%82%AC", "a%20b"));
            path = from so in path
                   from value in Gen.Frequency((9, right.Select(v => (Text: v, Fits: true))), (1, Gen.Elements(noNumbers).Select(v => (Text: v, Fits: false))))
                   select (so.Target.Replace($"{{{name}}}", value.Text, StringComparison.Ordinal), so.Reaches && value.Fits);
        }
        return path;
    }

    private Gen<string> Query(ApiOperation operation)
    {
        var named = operation.Parameters.Where(p => p.GetProperty("in").GetString() is "query").Select(p =>
            from how in Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Constant(1)), (1, Gen.Constant(2)))
            from one in Value(p)
            from two in Value(p)
            let name = p.GetProperty("name").GetString()
            select how switch { 0 => [], 1 => new[] { $"{name}={one}" }, _ => [$"{name}={one}", $"{name}={two}"] });
        return from parameters in Gen.CollectToList(named)
               from more in Gen.Frequency((12, Gen.Constant("")), (1, Gen.Elements("x", "=", "&&", "%00=1", "limit", "limit[]=1", "%ff=%ff", "a=" + new string('y', 4_000), "?", "#")))
               let all = parameters.SelectMany(p => p).Append(more).Where(p => p.Length > 0).ToList()
               select all.Count == 0 ? "" : "?" + string.Join('&', all);
    }

    private Gen<string> Value(JsonElement parameter)
    {
        var (name, schema) = (parameter.GetProperty("name").GetString()!, document.Checker.Resolve(parameter.GetProperty("schema")));
        var right = name is "cursor" ? known.Cursors
            : schema.TryGetProperty("enum", out var words) ? Gen.Elements(words.EnumerateArray().Select(w => w.GetString()!))
            : schema.GetProperty("type").GetString() is "integer" ? Gen.Elements("1", "2", "50", "100", "1000", "0", "-1", "2147483647", "2147483648", "9223372036854775807")
            : Gen.Elements("open", "open,pending", "me", "none", "1", "chat", "email", "Lampe", "anna@shop.test", "<same@shop.test>", "%25", "_", "%5C");
        return Gen.Frequency((5, right), (2, Junk.Text.Select(Escape)), (1, Gen.Elements("%00", "%ff", "%", "%ed%a0%80", "+", "")));
    }

    private Gen<(byte[]? Octets, string? Type)> Body(ApiOperation operation)
    {
        var isRead = operation.Method is "GET" or "DELETE";
        if (operation.Body is not { } body)
            return Gen.Frequency((9, Gen.Constant<(byte[]?, string?)>((isRead ? null : [], null))), (1, Junk.Value.Select(v => ((byte[]?)Encoding.UTF8.GetBytes(v), (string?)"application/json"))));
        var right = json.Of(body.GetProperty("schema"), "");
        const string Json = "application/json";
        return Gen.Frequency<(byte[]?, string?)>(
            (30, right.Select(t => ((byte[]?)Encoding.UTF8.GetBytes(t), (string?)Json))),
            (2, Junk.Value.Select(t => ((byte[]?)Encoding.UTF8.GetBytes(t), (string?)Json))),
            (2, from t in right from at in Gen.Choose(0, Math.Max(0, t.Length)) select ((byte[]?)Encoding.UTF8.GetBytes(t[..at]), (string?)Json)),
            (2, from t in right from end in Gen.Elements(",", "}", "\0", "//x", " {}", "\u001e") select ((byte[]?)Encoding.UTF8.GetBytes(t + end), (string?)Json)),
            (1, from octets in Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b)) select ((byte[]?)octets, (string?)Json)),
            (1, from t in right from encoding in Gen.Elements<Encoding>(Encoding.Unicode, Encoding.UTF32, Encoding.Latin1, Encoding.BigEndianUnicode) select ((byte[]?)encoding.GetBytes(t), (string?)Json)),
            (1, right.Select(t => ((byte[]?)[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(t)], (string?)Json))),
            (1, right.Select(t => ((byte[]?)[.. Encoding.UTF8.GetBytes(t.Replace("e", "\u00ff", StringComparison.Ordinal)), 0xC3, 0x28, 0xED, 0xA0, 0x80], (string?)Json))),
            (2, from t in right from type in Gen.Elements(types) select ((byte[]?)Encoding.UTF8.GetBytes(t), (string?)type)),
            (1, Gen.Elements<(byte[]?, string?)>((null, null), ([], Json), (null, Json), ([], null))));
    }

    /// <summary>Headers with values that no program of good will sends.</summary>
    public static Gen<(string Name, string Value)> OddHeader { get; } = Gen.OneOf(
        Gen.Elements("*", "\"\"", "W/\"x\"", "\"a\", \"b\"", "x", ",,,", new string('x', 6_000), "\"\u00e9\u00ff\"", "\"5f0c2a9be1d47733\"").Select(v => ("If-Match", v)),
        Gen.Elements("x", "x:99999", "[::1]:1", "a..b", "-", "xn--a", "xn--zzzzzzz.test", "xn--80ak6aa.test", "xn--0.xn--é", "desk.test:0", new string('h', 300)).Select(v => ("Host", v)),
        Gen.Elements("", "x", "CfDJ8", new string('a', 2_000), "\u00e9").Select(v => ("X-XSRF-TOKEN", v)),
        Gen.Elements("https://evil.test", "null", "", "http://127.0.0.1", "x").Select(v => ("Origin", v)),
        Gen.Elements("", "hub=x", "hub=; hub=y", "=", ";;;", "XSRF-TOKEN=%00; hub-xsrf=x", "\u00ff=\u00fe").Select(v => ("Cookie", v)),
        Gen.Elements("text/html", "application/xml", "", "x/y;q=2", "*/*;q=0").Select(v => ("Accept", v)),
        Gen.Elements("gzip", "br", "x").Select(v => ("Content-Encoding", v)),
        Gen.Elements("bytes=0-0", "bytes=9999999999999999999-", "bytes=-1", "x").Select(v => ("Range", v)),
        Gen.Elements("Sun, 22 Nov 2026 09:00:00 GMT", "x", "0").Select(v => ("If-Modified-Since", v)),
        Gen.Elements("PUT", "GET", "").Select(v => ("X-HTTP-Method-Override", v)),
        Gen.Elements("127.0.0.1", "::1, x", "\u00ff").Select(v => ("X-Forwarded-For", v)),
        Gen.Elements("desk.test", "xn--a", "x, y:1", "[", "\u00ff").Select(v => ("X-Forwarded-Host", v)));

    private static Gen<IReadOnlyList<(string Name, string Value)>> Headers(ApiOperation operation) =>
        Gen.Frequency(
            (7, Gen.Constant<IReadOnlyList<(string, string)>>([])),
            (2, OddHeader.Select(h => (IReadOnlyList<(string, string)>)[h])),
            (operation.Json.ToString().Contains("If-Match", StringComparison.Ordinal) ? 4 : 1, Gen.ListOf(OddHeader, 2).Select(h => (IReadOnlyList<(string, string)>)[.. h])));

    private static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => char.IsAsciiLetterOrDigit((char)b) ? $"{(char)b}" : $"%{b:X2}"));
}
