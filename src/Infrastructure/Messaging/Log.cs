using Microsoft.Extensions.Logging;

namespace Satcom.Infrastructure.Messaging;

internal static partial class Log
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "The node bus lost its connection; trying again in {DelayMs} ms")]
    public static partial void ListenerLost(this ILogger log, Exception exception, double delayMs);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Information, Message = "The node bus is connected as node {NodeId}")]
    public static partial void Listening(this ILogger log, Guid nodeId);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "The node bus could not send {Count} payloads; trying again in {DelayMs} ms")]
    public static partial void SendFailed(this ILogger log, Exception exception, int count, double delayMs);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Error, Message = "A bus message of kind {Kind} with {Bytes} bytes is too large and was not sent to other nodes")]
    public static partial void TooLarge(this ILogger log, string kind, int bytes);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Error, Message = "A subscriber to bus messages of kind {Kind} failed")]
    public static partial void HandlerFailed(this ILogger log, Exception exception, string kind);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Warning, Message = "A bus message of kind {Kind} could not be read")]
    public static partial void Unreadable(this ILogger log, Exception exception, string kind);

    [LoggerMessage(EventId = 4107, Level = LogLevel.Information, Message = "Node {NodeId} joined")]
    public static partial void Joined(this ILogger log, Guid nodeId);

    [LoggerMessage(EventId = 4108, Level = LogLevel.Warning, Message = "Node {NodeId} has fallen silent")]
    public static partial void Gone(this ILogger log, Guid nodeId);

    [LoggerMessage(EventId = 4109, Level = LogLevel.Warning, Message = "Bus messages were lost; what was learned from them is read again")]
    public static partial void Resynchronised(this ILogger log);
}
