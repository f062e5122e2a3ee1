using Microsoft.AspNetCore.Http.Features;

namespace Satcom.WebApi.Common.Observability;

/// <summary>
/// A line for each request that failed or was slow, and for every one where the category's level is Debug: method, route template,
/// status, duration. Never the path's values, the query or a body. What goes well is counted by the metrics.
/// </summary>
internal sealed class AccessLog(RequestDelegate next, TimeProvider time, ILoggerFactory loggers)
{
    public const string Category = "Satcom.Access";

    private const double SlowMilliseconds = 1000;

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public async Task InvokeAsync(HttpContext context)
    {
        OwnTraces.Link(context);
        var started = time.GetTimestamp();
        using var scope = _logger.BeginScope(new RequestLogScope(context));
        try
        {
            await next(context);
        }
        finally
        {
            var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
            var isNews = context.Response.StatusCode >= StatusCodes.Status400BadRequest || elapsed >= SlowMilliseconds;
            var level = isNews ? LogLevel.Information : LogLevel.Debug;
            if (_logger.IsEnabled(level))
            {
                var (route, milliseconds) = (Route(context), Math.Round(elapsed, 3));
                Log.Request(_logger, level, context.Request.Method, route, context.Response.StatusCode, milliseconds);
            }
        }
    }

    /// <summary>An unknown path is not written: it may hold anything.</summary>
    private static string Route(HttpContext context) =>
        (context.Features.Get<IEndpointFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "-";
}
