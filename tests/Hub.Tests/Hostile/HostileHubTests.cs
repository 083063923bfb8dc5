using System.Reflection;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hub.Agents;
using Hub.Channels.WebChat;
using Hub.Realtime;
using Hub.Tests.Api;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Hostile;

/// <summary>Whatever is called on a live line, the answer is a result or a refusal with a code, and the line lives on.</summary>
public sealed class HostileHubTests(FilledHub filled) : IClassFixture<FilledHub>
{
    private const int CallsOfEach = 4;

    public static TheoryData<string, Type> Lines => new() { { "/hubs/visitor", typeof(VisitorHub) }, { "/hubs/desk", typeof(DeskHub) } };

    [Fact]
    public void Every_live_line_is_tried_here()
    {
        var mapped = from endpoint in filled.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     let hub = endpoint.Metadata.GetMetadata<HubMetadata>()
                     where hub is not null && !endpoint.RoutePattern.RawText!.EndsWith("/negotiate", StringComparison.Ordinal)
                     select (endpoint.RoutePattern.RawText, hub.HubType);
        Assert.Equal(Lines.Select(l => ((string)l[0], (Type)l[1])).Order(), mapped.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Any_call_gets_a_result_or_a_refusal_and_the_line_lives_on(string path, Type hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        using var browser = await filled.App.SignInAsync(Role.Agent);
        var siteKey = await filled.App.SiteKeyAsync();
        // Whoever leaves has no token any more for the rest: that has a test of its own.
        var methods = hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.GetBaseDefinition() == m && m.Name is not nameof(VisitorHub.Leave)).ToList();
        var known = methods.Select(method => Arguments(method, siteKey).Select(arguments => (Method: method.Name, arguments)));
        var unknown = from name in Junk.Text from arguments in Gen.ListOf(Junk.Value, 2) select (Method: name, arguments: $"[{string.Join(',', arguments)}]");
        // Every method several times, in any order.
        var round = from calls in Gen.CollectToList(Enumerable.Repeat(known, CallsOfEach).SelectMany(m => m).Append(unknown)) from mixed in Gen.Shuffle<(string Method, string Arguments)>(calls) select mixed;
        var findings = new Findings();
        foreach (var (seed, calls) in new Budget(0.2).Rounds(round))
            await TryAsync(path, () => OpenAsync(path, browser, siteKey), calls, findings, seed);
        findings.AssertNone();
        await Health.AssertAsync(filled);
    }

    [Theory]
    [InlineData("/hubs/visitor")]
    [InlineData("/hubs/desk")]
    public async Task Frames_of_any_kind_harm_nobody_else(string path)
    {
        using var browser = await filled.App.SignInAsync(Role.Agent);
        var siteKey = await filled.App.SiteKeyAsync();
        await using var neighbour = await OpenAsync(path, browser, siteKey);
        var frames = Gen.OneOf(
            Gen.Elements("{}", "{\"type\":0}", "{\"type\":2}", "{\"type\":3,\"invocationId\":\"9\"}", "{\"type\":4,\"invocationId\":\"9\",\"target\":\"After\",\"arguments\":[1]}", "{\"type\":5,\"invocationId\":\"9\"}", "{\"type\":6}", "{\"type\":7}",
                "{\"type\":8,\"sequenceId\":1}", "{\"type\":9,\"sequenceId\":-1}", "{\"type\":99}", "{\"type\":\"1\"}", "{\"type\":1}", "{\"type\":1,\"target\":null,\"arguments\":null}", "{\"type\":1,\"target\":\"After\"}", "{\"type\":1,\"target\":\"After\",\"arguments\":{}}",
                "{\"type\":1,\"invocationId\":7,\"target\":\"After\",\"arguments\":[]}", "{\"type\":1,\"streamIds\":[\"1\"],\"target\":\"After\",\"arguments\":[]}", "[]", "null", "", "\u001e\u001e", "{\"type\":1,\"type\":6}"),
            Junk.Value, Junk.Text);
        foreach (var (_, few) in new Budget(0.1).Rounds(Gen.ListOf(frames, 5)))
        {
            await using var line = await OpenAsync(path, browser, siteKey);
            foreach (var frame in few.TakeWhile(_ => line.IsOpen))
                try
                {
                    await line.SendRawAsync(frame + '\u001e');
                }
                catch (IOException)
                {
                    // Closed for the frame before: the protocol may.
                }
        }
        // A known refusal: the line of somebody else answers as ever.
        Assert.Contains("_", (await Assert.ThrowsAsync<HubRefusal>(() => neighbour.CallAsync(path is "/hubs/desk" ? "Watch" : "Send", path is "/hubs/desk" ? 999_999_999 : new { text = "" }))).Code, StringComparison.Ordinal);
        await Health.AssertAsync(filled);
    }

    private static async Task TryAsync(string path, Func<Task<HubSocket>> openAsync, (string Method, string Arguments)[] calls, Findings findings, ulong seed)
    {
        var line = await openAsync();
        try
        {
            foreach (var (method, arguments) in calls)
            {
                findings.Count();
                var how = $"seed {seed}, {Short(method)}({Short(arguments)})";
                try
                {
                    await line.CallJsonAsync(method, arguments);
                }
                catch (HubRefusal refusal)
                {
                    // Words of SignalR's own for what fits no method; ours have a code.
                    var isCoded = refusal.Message.Contains("HubException: ", StringComparison.Ordinal);
                    if (!isCoded && refusal.Message.StartsWith("An unexpected error", StringComparison.Ordinal)) findings.Add($"{Short(method)}: {refusal.Message}", how);
                    if (isCoded && !refusal.Code.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !refusal.Message.Contains("Method does not exist", StringComparison.Ordinal)) findings.Add($"{Short(method)}: no code: {refusal.Message}", how);
                }
                catch (IOException)
                {
                    // JSON deeper than 64 is no JSON to the protocol's reader, which closes; so does SignalR on what is larger than its limit.
                    var size = Encoding.UTF8.GetByteCount(Junk.Quote(method)) + Encoding.UTF8.GetByteCount(arguments);
                    if (size < (path is "/hubs/desk" ? 32 : 256) * 1_000 && !arguments.Contains(new string('[', 60), StringComparison.Ordinal) && !arguments.Contains(string.Concat(Enumerable.Repeat("{\"a\":", 60)), StringComparison.Ordinal)) findings.Add($"{Short(method)}: the line was closed", how);
                    await line.DisposeAsync();
                    line = await openAsync();
                }
                catch (TimeoutException)
                {
                    findings.Add($"{Short(method)}: no answer", how);
                    return;
                }
            }
        }
        finally
        {
            await line.DisposeAsync();
        }
    }

    private static string Short(string text) => text.Length > 600 ? $"{text[..600]}… ({text.Length})" : text;

    private async Task<HubSocket> OpenAsync(string path, Browser browser, string siteKey)
    {
        if (path is "/hubs/desk") return await HubSocket.OpenDeskAsync(filled.App, browser);
        var line = await HubSocket.OpenAsync(filled.App.Address, path);
        await line.CallAsync("Start", new { siteKey, token = filled.VisitorToken });
        return line;
    }

    private Gen<string> Arguments(MethodInfo method, string siteKey)
    {
        var right = method.GetParameters().Select(p => Gen.Frequency((6, Of(p.ParameterType, p.Name!, siteKey)), (1, Junk.Value)));
        return from arguments in Gen.CollectToList(right)
               from arity in Gen.Frequency((12, Gen.Constant(0)), (1, Gen.Constant(-1)), (1, Gen.Constant(1)))
               from more in Junk.Value
               let all = arity switch { < 0 => arguments.Skip(1), > 0 => arguments.Append(more), _ => arguments }
               select $"[{string.Join(',', all)}]";
    }

    private Gen<string> Of(Type type, string name, string siteKey)
    {
        if (name is "siteKey") return Gen.Elements(Junk.Quote(siteKey), "null", "\"x\"");
        if (name is "token") return Gen.Elements(Junk.Quote(filled.VisitorToken), "null", Junk.Quote(filled.VisitorToken + "A"), "\"\\u0000\"");
        if (type == typeof(bool)) return Gen.Elements("true", "false");
        if (type == typeof(int)) return Gen.Elements("0", "1", "2", "-1", "2147483647", "-2147483648");
        if (type == typeof(long)) return Gen.Elements($"{filled.Chat}", $"{filled.Mail}", $"{filled.Closed}", "0", "-1", "999999999", "9223372036854775807", "-9223372036854775808");
        if (type == typeof(string)) return Gen.Frequency((1, Gen.Elements("null", "\"Hello\"", "\"claire@shop.test\"")), (2, Junk.Text.Select(Junk.Quote)));
        if (type.IsArray) return Gen.Elements("[]", "null", "[null]", "[\"1\"]");
        var fields = type.GetProperties().Select(p => from present in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
                                                      from value in Gen.Frequency((6, Of(p.PropertyType, JsonNamingPolicy.CamelCase.ConvertName(p.Name), siteKey)), (1, Junk.Value))
                                                      select present ? $"{Junk.Quote(JsonNamingPolicy.CamelCase.ConvertName(p.Name))}:{value}" : null);
        return Gen.CollectToList(fields).Select(f => $"{{{string.Join(',', f.OfType<string>())}}}");
    }
}
