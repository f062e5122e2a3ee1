using System.Reflection;

namespace Satcom.Application.Common;

/// <summary>What the pipeline knows of a message type; read once per type.</summary>
/// <typeparam name="TRequest">The message.</typeparam>
internal static class MessageInfo<TRequest>
{
    public static readonly string Name = typeof(TRequest).Name;

    public static readonly string Action = typeof(TRequest).GetCustomAttribute<AuditActionAttribute>()?.Action ?? Name;

    private static readonly MessageFacts Facts = MessageFacts.Of(typeof(TRequest));

    /// <summary>Feature_UseCase: what clients know the message by.</summary>
    public static readonly string Operation = Facts.Operation;

    public static readonly bool IsCommand = Facts.IsCommand;

    public static readonly IReadOnlyList<string> AnyOf = Facts.AnyOf;

    public static readonly bool IsAnonymous = Facts.IsAnonymous;

    public static readonly bool IsSignedIn = Facts.IsSignedIn;

    public static readonly bool KeepsReplay = Facts.KeepsReplay;
}
