using MediatR;
using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>A message whose handler may change things; what it changed is committed once, after the handler.</summary>
public interface ICommand;

/// <inheritdoc cref="ICommand"/>
/// <typeparam name="T">What the caller gets.</typeparam>
public interface ICommand<T> : ICommand, IRequest<Result<T>>
    where T : notnull;

/// <summary>A command that answers nothing but success.</summary>
public interface IPlainCommand : ICommand, IRequest<Result>;

/// <summary>A message that only reads.</summary>
/// <typeparam name="T">What the caller gets.</typeparam>
public interface IQuery<T> : IRequest<Result<T>>
    where T : notnull;

/// <summary>The permissions of which the caller needs one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresAttribute(params string[] anyOf) : Attribute
{
    /// <summary>Names from <see cref="Permissions"/>; one of them is enough.</summary>
    public IReadOnlyList<string> AnyOf { get; } = anyOf;
}

/// <summary>Anybody may send it, signed in or not.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AnonymousAttribute : Attribute;

/// <summary>Anybody signed in may send it; it concerns the caller alone.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SignedInAttribute : Attribute;

/// <summary>Only the service itself sends it: a scheduled job, an event's handler, the demo's seeding.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SystemOnlyAttribute : Attribute;

/// <summary>The answer holds secrets: it is never stored for a replay, even when an Idempotency-Key is sent.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NoReplayAttribute : Attribute;

/// <summary>The name under which the audit files what the message changes, such as attendance.checkIn.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AuditActionAttribute(string action) : Attribute
{
    /// <summary>feature.useCase in camelCase.</summary>
    public string Action { get; } = action;
}

/// <summary>An answer that carries the version of what the command wrote; zero until the commit has given it one.</summary>
public interface IVersioned
{
    /// <summary>PostgreSQL's xmin of the row.</summary>
    uint Version { get; set; }
}
