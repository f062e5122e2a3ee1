namespace Satcom.WebApi.Realtime;

internal static partial class Log
{
    [LoggerMessage(EventId = 5101, Level = LogLevel.Error, Message = "The payload of hub message {Method} is not JSON and was not delivered")]
    public static partial void BadPayload(this ILogger log, Exception exception, string method);
}
