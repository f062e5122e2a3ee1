using Microsoft.AspNetCore.SignalR;

namespace Satcom.WebApi.Realtime;

/// <summary>
/// Logs what goes wrong in the hub, once: a refusal is one quiet line, because clients can cause as many as they like, and anything
/// else is a fault of ours with its stack. The framework's own lines, which make no such difference, are off.
/// </summary>
internal sealed class HubReport(ILogger<HubReport> log) : IHubFilter
{
    private static readonly string[] Silenced = ["Microsoft.AspNetCore.SignalR.HubConnectionHandler", "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher"];

    public static void Silence(ILoggingBuilder logging)
    {
        foreach (var category in Silenced)
        {
            logging.AddFilter(category, LogLevel.Critical);
        }
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (Report(e, invocationContext.HubMethodName))
        {
            throw;
        }
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (Report(e, nameof(OnConnectedAsync)))
        {
            throw;
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        try
        {
            await next(context, exception);
        }
        catch (Exception e) when (Report(e, nameof(OnDisconnectedAsync)))
        {
            throw;
        }
    }

    /// <summary>Looks on, and catches nothing.</summary>
    private bool Report(Exception exception, string method)
    {
        if (exception is HubException)
        {
            log.HubRefused(method, exception.Message);
        }
        else if (exception is not OperationCanceledException)
        {
            log.HubFailed(exception, method);
        }

        return false;
    }
}
