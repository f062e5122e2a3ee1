using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>What a person granted a client: the OAuth side of the session that the client's tokens descend in.</summary>
public sealed class OAuthGrant : ITenantOwned
{
    public OAuthGrant(Guid tenantId, Guid sessionId, Guid oAuthClientId, Guid? parentSessionId, IEnumerable<string> scopes, string? resource, DateTimeOffset authenticatedAt, IEnumerable<string> methods)
    {
        TenantId = tenantId;
        SessionId = sessionId;
        OAuthClientId = oAuthClientId;
        ParentSessionId = parentSessionId;
        Scopes = [.. scopes];
        Resource = resource;
        AuthenticatedAt = authenticatedAt;
        Methods = [.. methods];
    }

    // EF Core materialises through this one.
    private OAuthGrant()
    {
    }

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    public Guid SessionId { get; private set; }

    public Guid OAuthClientId { get; private set; }

    /// <summary>The browser's session in which it was granted; it ends with that one unless it was granted for longer.</summary>
    public Guid? ParentSessionId { get; private set; }

    public List<string> Scopes { get; private set; } = [];

    /// <summary>The resource that its tokens are for; null for the API.</summary>
    public string? Resource { get; private set; }

    /// <summary>When the person proved who they are.</summary>
    public DateTimeOffset AuthenticatedAt { get; private set; }

    /// <summary>How they proved it: pwd, otp (RFC 8176).</summary>
    public List<string> Methods { get; private set; } = [];

    /// <summary>It was granted in a session that another one of the same person has taken the place of.</summary>
    public void Follow(Guid parentSessionId) => ParentSessionId = parentSessionId;
}
