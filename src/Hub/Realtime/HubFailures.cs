using Hub.Platform;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Realtime;

/// <summary>
/// What goes wrong on a live line. A database that is away is told by a code, so that the desk waits and asks again: SignalR alone would say
/// "unexpected". What nobody expected is logged, here and not by SignalR, which logs every refusal and whatever strangers send as errors of ours.
/// </summary>
internal sealed class HubFailures(ILogger<HubFailures> log) : IHubFilter
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
        catch (Exception failure) when (IsUnexpected(failure, invocationContext.Context))
        {
            log.LogError(failure, "{Hub}.{Method} failed", invocationContext.Hub.GetType().Name, invocationContext.HubMethodName);
            throw;
        }
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (IsUnexpected(failure, context.Context))
        {
            log.LogError(failure, "{Hub} could not take a connection", context.Hub.GetType().Name);
            throw;
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        try
        {
            await next(context, exception);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "{Hub} could not let go of a connection", context.Hub.GetType().Name);
            throw;
        }
    }

    /// <summary>Neither a refusal of ours, nor what breaks off because the other side has gone.</summary>
    private static bool IsUnexpected(Exception failure, HubCallerContext connection) =>
        failure is not HubException && !(failure is OperationCanceledException && connection.ConnectionAborted.IsCancellationRequested);
}
