namespace Satcom.WebApi.Common.Http;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "The request failed with an exception that nothing handles.")]
    public static partial void Unhandled(ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "The database cannot be reached ({Fault}); the request was answered with 503.")]
    public static partial void DatabaseUnavailable(ILogger logger, string fault);
}
