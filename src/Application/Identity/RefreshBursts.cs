using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MediatR;

namespace Satcom.Application.Identity;

/// <summary>
/// Which refresh tokens are being used on this node. Uses that overlap count as one that arrived when the first of them did: a client
/// that waits for its answer before it tries again never overlaps itself, and tabs that wake up together always do.
/// </summary>
internal sealed class RefreshBursts(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Burst> _bursts = new(StringComparer.Ordinal);

    /// <summary>Begins a use; to be ended before its answer is sent.</summary>
    public Use Enter(string refreshToken)
    {
        // Not the token itself: nothing that lasts longer than the request may hold it.
        var key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken)));
        var burst = _bursts.AddOrUpdate(key, static (_, now) => new Burst(now, 1), static (_, burst, _) => burst with { Uses = burst.Uses + 1 }, time.GetUtcNow());
        return new Use(this, key, burst.StartedAt);
    }

    private void Leave(string key)
    {
        while (_bursts.TryGetValue(key, out var burst))
        {
            if (burst.Uses > 1 ? _bursts.TryUpdate(key, burst with { Uses = burst.Uses - 1 }, burst) : _bursts.TryRemove(KeyValuePair.Create(key, burst)))
            {
                return;
            }
        }
    }

    /// <summary>One use of a token.</summary>
    internal sealed class Use(RefreshBursts bursts, string key, DateTimeOffset arrivedAt) : IDisposable
    {
        /// <summary>When the burst that it is part of began.</summary>
        public DateTimeOffset ArrivedAt { get; } = arrivedAt;

        public void Dispose() => bursts.Leave(key);
    }

    private sealed record Burst(DateTimeOffset StartedAt, int Uses);
}

/// <summary>When the present request's use of a refresh token counts as arrived.</summary>
internal sealed class RefreshArrival
{
    public DateTimeOffset At { get; set; }
}

/// <summary>A message that spends a refresh token.</summary>
internal interface ISpendsRefreshToken
{
    /// <summary>The token; null where none was sent.</summary>
    string? RefreshToken { get; }
}

/// <summary>Outermost around a refresh, so that its use ends after the commit and before the answer.</summary>
internal sealed class RefreshBurstBehaviour<TRequest, TResponse>(RefreshBursts bursts, RefreshArrival arrival) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>, ISpendsRefreshToken
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var use = bursts.Enter(request.RefreshToken ?? string.Empty);
        arrival.At = use.ArrivedAt;
        return await next();
    }
}
