namespace Satcom.WebApi.Common.Observability;

internal static partial class Log
{
    [LoggerMessage(EventId = 1101, Message = "{Method} {Route} {Status} {Milliseconds} ms")]
    public static partial void Request(ILogger logger, LogLevel level, string method, string route, int status, double milliseconds);

    [LoggerMessage(1102, LogLevel.Warning, "The ASP.NET Core runtime is {Version}; {Floor} and later hold security fixes that this service relies on. Update it.")]
    public static partial void RuntimeTooOld(ILogger logger, Version version, Version floor);

    [LoggerMessage(1103, LogLevel.Warning, "Not ready: {Part} says {Reason}.")]
    public static partial void NotReady(ILogger logger, string part, string reason);

    [LoggerMessage(1104, LogLevel.Warning, "Not ready: {Part} failed.")]
    public static partial void CheckFailed(ILogger logger, Exception exception, string part);

    [LoggerMessage(1105, LogLevel.Warning, "A metric could not be observed.")]
    public static partial void ObservationFailed(ILogger logger, Exception exception);
}
