using System.Reflection;

namespace Satcom.Application.Common;

/// <summary>What the pipeline knows of a message type; read once per type.</summary>
/// <typeparam name="TRequest">The message.</typeparam>
internal static class MessageInfo<TRequest>
{
    public static readonly string Name = typeof(TRequest).Name;

    public static readonly bool IsCommand = typeof(ICommand).IsAssignableFrom(typeof(TRequest));

    public static readonly IReadOnlyList<string> AnyOf = typeof(TRequest).GetCustomAttribute<RequiresAttribute>()?.AnyOf ?? [];

    public static readonly bool IsAnonymous = typeof(TRequest).IsDefined(typeof(AnonymousAttribute));

    public static readonly bool IsSignedIn = typeof(TRequest).IsDefined(typeof(SignedInAttribute));

    public static readonly bool IsSystemOnly = typeof(TRequest).IsDefined(typeof(SystemOnlyAttribute));

    public static readonly bool KeepsReplay = IsCommand && !IsAnonymous && !IsSystemOnly && !typeof(TRequest).IsDefined(typeof(NoReplayAttribute));

    public static readonly string Action = typeof(TRequest).GetCustomAttribute<AuditActionAttribute>()?.Action ?? Name;
}
