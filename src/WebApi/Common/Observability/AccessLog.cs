using Microsoft.AspNetCore.Http.Features;

namespace Satcom.WebApi.Common.Observability;

/// <summary>One line per request: method, route template, status, duration. Never the path's values, the query or a body.</summary>
internal sealed class AccessLog(RequestDelegate next, TimeProvider time, ILoggerFactory loggers)
{
    public const string Category = "Satcom.Access";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        using var scope = _logger.BeginScope(new RequestLogScope(context));
        try
        {
            await next(context);
        }
        finally
        {
            if (_logger.IsEnabled(LogLevel.Information))
            {
                Log.Request(_logger, context.Request.Method, Route(context), context.Response.StatusCode, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3));
            }
        }
    }

    /// <summary>An unknown path is not written: it may hold anything.</summary>
    private static string Route(HttpContext context) =>
        (context.Features.Get<IEndpointFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "-";
}
