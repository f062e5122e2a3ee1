using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>One refusal that a message may be answered with; the OpenAPI document tells clients of it. See <see cref="FailsAttribute{TError}"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true)]
public abstract class FailsAttribute(Type error) : Attribute
{
    /// <summary>The error's type.</summary>
    public Type Error { get; } = error;
}

/// <summary>
/// Says that a message may be answered with an error. What the pipeline answers for every message (no permission, broken rules, a
/// key used again) goes without saying. <see cref="VersionMismatch"/> says too that the message honours If-Match. On an interface
/// it holds for all messages that have it.
/// </summary>
/// <typeparam name="TError">The refusal.</typeparam>
public sealed class FailsAttribute<TError>() : FailsAttribute(typeof(TError))
    where TError : Error;
