namespace Satcom.WebApi.Realtime;

internal static partial class Log
{
    [LoggerMessage(EventId = 5101, Level = LogLevel.Error, Message = "The payload of hub message {Method} is not JSON and was not delivered")]
    public static partial void BadPayload(this ILogger log, Exception exception, string method);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Debug, Message = "Hub method {Method} refused its caller: {Code}")]
    public static partial void HubRefused(this ILogger log, string method, string code);

    [LoggerMessage(EventId = 5103, Level = LogLevel.Error, Message = "Hub method {Method} failed with an exception that nothing handles")]
    public static partial void HubFailed(this ILogger log, Exception exception, string method);
}
