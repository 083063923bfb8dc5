using Hub.Platform;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Realtime;

/// <summary>Tells a desk by a code that the database is away, so that it waits and asks again; SignalR alone would say "unexpected".</summary>
internal sealed class OutageFilter : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception failure) when (Problems.IsOutage(failure))
        {
            throw new HubException("unavailable: Hub cannot reach its database just now. Please try again.");
        }
    }
}
