using MediatR;
using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>The key was used for another request.</summary>
public sealed record IdempotencyKeyReused() : Error("idempotency_key_reused", ErrorKind.Unprocessable);

/// <summary>The first request with the key is still running.</summary>
public sealed record IdempotencyInProgress() : Error("idempotency_in_progress", ErrorKind.Conflict);

/// <summary>
/// Answers a command that was sent before under the same Idempotency-Key with its first answer. The answer is committed in
/// the transaction of the command's changes, so a crash can never keep one without the other.
/// </summary>
internal sealed class IdempotencyBehaviour<TRequest, TResponse>(RequestScope scope, IIdempotencyStore store) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (!MessageInfo<TRequest>.KeepsReplay || scope.IdempotencyKey is null)
        {
            return await next();
        }

        using var claim = store.TryClaim();
        if (claim is null)
        {
            return TResponse.Failed(new IdempotencyInProgress());
        }

        var hash = store.HashOf(request);
        if (await store.FindAsync<TResponse>(hash, cancellationToken) is { } first)
        {
            return first;
        }

        store.Expect(hash);
        var response = await next();
        if (!store.WasBeaten)
        {
            return response;
        }

        // Another node ran the same request and committed first: its answer is the answer.
        return await store.FindAsync<TResponse>(hash, cancellationToken) ?? TResponse.Failed(new IdempotencyInProgress());
    }
}
