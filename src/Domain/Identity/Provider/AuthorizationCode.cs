using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>A code that a client exchanges once for tokens.</summary>
public sealed class AuthorizationCode : ITenantOwned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the code.</summary>
    public required byte[] CodeHash { get; init; }

    public required Guid OAuthClientId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The browser's session that it was given in.</summary>
    public required Guid BrowserSessionId { get; init; }

    public required string RedirectUri { get; init; }

    public required List<string> Scopes { get; init; }

    public string? Resource { get; init; }

    public string? Nonce { get; init; }

    /// <summary>S256 of the verifier; null only in rows that no present version writes.</summary>
    public string? CodeChallenge { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When somebody showed it; from then on it is worth nothing.</summary>
    public DateTimeOffset? SpentAt { get; private set; }

    /// <summary>The session that it opened.</summary>
    public Guid? SessionId { get; private set; }

    /// <summary>PostgreSQL's xmin: of parallel uses one wins.</summary>
    public uint Version { get; private set; }

    public void Spend(DateTimeOffset now, Guid? sessionId)
    {
        SpentAt = now;
        SessionId = sessionId;
    }
}
