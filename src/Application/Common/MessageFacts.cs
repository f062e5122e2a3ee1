using System.Reflection;
using MediatR;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Common;

/// <summary>What a message's type says of it: who may send it, and how it may be refused.</summary>
public sealed class MessageFacts
{
    private static readonly Dictionary<string, MessageFacts> ByOperation = typeof(MessageFacts).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false, IsPublic: true } && t.IsAssignableTo(typeof(IBaseRequest)))
        .Select(t => new MessageFacts(t))
        .ToDictionary(m => m.Operation, StringComparer.Ordinal);

    private MessageFacts(Type type)
    {
        Type = type;
        Operation = OperationName.Of(type);
        IsCommand = type.IsAssignableTo(typeof(ICommand));
        IsAnonymous = type.IsDefined(typeof(AnonymousAttribute));
        IsSignedIn = type.IsDefined(typeof(SignedInAttribute));
        AnyOf = type.GetCustomAttribute<RequiresAttribute>()?.AnyOf ?? [];
        KeepsReplay = IsCommand && !IsAnonymous && !type.IsDefined(typeof(SystemOnlyAttribute)) && !type.IsDefined(typeof(NoReplayAttribute));
        Own = [.. type.GetInterfaces().Append(type).SelectMany(t => t.GetCustomAttributes<FailsAttribute>(inherit: false)).Select(f => f.Error).Distinct().Select(Sample)];
    }

    /// <summary>The message's type.</summary>
    public Type Type { get; }

    /// <summary>Feature_UseCase.</summary>
    public string Operation { get; }

    public bool IsCommand { get; }

    public bool IsAnonymous { get; }

    public bool IsSignedIn { get; }

    /// <summary>The permissions of which the caller needs one.</summary>
    public IReadOnlyList<string> AnyOf { get; }

    /// <summary>True when an Idempotency-Key is honoured.</summary>
    public bool KeepsReplay { get; }

    /// <summary>True when If-Match is honoured.</summary>
    public bool HonoursIfMatch => Own.OfType<VersionMismatch>().Any();

    /// <summary>The refusals that the message's use case declares.</summary>
    public IReadOnlyList<Error> Own { get; }

    /// <summary>Every refusal that the message can be answered with, its own first.</summary>
    public IEnumerable<Error> Errors => Own.Concat(OfPipeline()).Distinct();

    /// <summary>The message behind an operation, or null.</summary>
    public static MessageFacts? Find(string operation) => ByOperation.GetValueOrDefault(operation);

    /// <summary>The facts of any message.</summary>
    public static MessageFacts Of(Type message) => new(message);

    private IEnumerable<Error> OfPipeline()
    {
        yield return new ValidationFailed(new Dictionary<string, IReadOnlyList<FieldError>>(StringComparer.Ordinal));
        if (!IsAnonymous)
        {
            yield return new Unauthenticated();
        }

        // What concerns the person alone is refused to integrators' programs.
        if (AnyOf.Count > 0 || IsSignedIn)
        {
            yield return new Forbidden();
        }

        // Host, header and token are compared before the message is made.
        yield return new TenantMismatch();
        if (IsAnonymous)
        {
            yield return new TenantUnknown();
        }

        if (KeepsReplay)
        {
            yield return new IdempotencyKeyReused();
            yield return new IdempotencyInProgress();
        }
    }

    /// <summary>An error with nothing in it, for its code and kind.</summary>
    private static Error Sample(Type error)
    {
        var constructor = error.GetConstructors().First(c => c.GetParameters() is not [{ } only] || only.ParameterType != error);
        return (Error)constructor.Invoke([.. constructor.GetParameters().Select(p => p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null)]);
    }
}
