using System.Collections.Frozen;
using MediatR;
using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>Other changes won the race time and again; it may well succeed a moment later.</summary>
public sealed record TooBusy() : Error("service_unavailable", ErrorKind.Unavailable);

/// <summary>
/// Innermost: runs the handler and commits once. When another change won the race, the handler runs again on fresh data; when
/// the conflict stays, the violated constraint says which error it is.
/// </summary>
internal sealed class UnitOfWorkBehaviour<TRequest, TResponse>(
    RequestScope scope, IUnitOfWork unitOfWork, IIdempotencyStore idempotency, ConstraintErrors constraints) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    private const int MaxAttempts = 5;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (!MessageInfo<TRequest>.IsCommand)
        {
            return await next();
        }

        for (scope.Attempt = 0; ; scope.Attempt++)
        {
            var response = await next();
            if (response.Error is not (null or IKeepsChanges))
            {
                unitOfWork.Reset();
            }

            idempotency.Keep(response);
            var outcome = await unitOfWork.CommitAsync(cancellationToken);
            if (outcome.Conflict is not { } conflict)
            {
                if (response.BoxedValue is IVersioned { Version: 0 } versioned)
                {
                    versioned.Version = outcome.Version;
                }

                return response;
            }

            unitOfWork.Reset();
            if (idempotency.Beaten(conflict.Constraint))
            {
                return response;
            }

            // What the handler judged by, from memory, may be older than what the database knows: then it looks anew.
            if (!constraints.Forget(conflict.Constraint, scope) && !conflict.MayPass)
            {
                // A constraint that no feature has an error for is a fault of ours, not of the caller's.
                return TResponse.Failed(constraints.Find(conflict.Constraint) ?? throw new InvalidOperationException($"{MessageInfo<TRequest>.Name} breaks {conflict.Constraint}."));
            }

            if (scope.Attempt + 1 >= MaxAttempts)
            {
                return TResponse.Failed(constraints.Find(conflict.Constraint) ?? new TooBusy());
            }

            Telemetry.UnitOfWorkRetries.Add(1, new KeyValuePair<string, object?>("message", MessageInfo<TRequest>.Name));
        }
    }
}

/// <summary>The errors of every feature's constraints.</summary>
internal sealed class ConstraintErrors(IEnumerable<ConstraintError> errors, IEnumerable<IStaleKnowledge> remembered)
{
    private readonly FrozenDictionary<string, Error> _errors = errors.ToFrozenDictionary(e => e.Constraint, e => e.Error, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, IStaleKnowledge> _remembered = remembered.ToFrozenDictionary(r => r.Constraint, StringComparer.Ordinal);

    /// <summary>What a feature says of its constraint; null where none does.</summary>
    public Error? Find(string? constraint) => constraint is null ? null : _errors.GetValueOrDefault(constraint);

    /// <summary>Forgets what this node remembers of what a constraint holds.</summary>
    /// <returns>True when that was something, so that the handler may do better.</returns>
    public bool Forget(string? constraint, RequestScope scope)
    {
        if (constraint is null || !scope.HasTenant || !_remembered.TryGetValue(constraint, out var known))
        {
            return false;
        }

        known.Forget(scope.Tenant.Id);
        return true;
    }
}
