using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>What a person allowed a client, until they take it back.</summary>
[Audited("consent")]
public sealed class Consent : AggregateRoot
{
    public Consent(Guid tenantId, Guid id, Guid userId, Guid oAuthClientId, IEnumerable<string> scopes, DateTimeOffset grantedAt)
        : base(tenantId, id)
    {
        UserId = userId;
        OAuthClientId = oAuthClientId;
        Scopes = [.. scopes];
        GrantedAt = grantedAt;
    }

    // EF Core materialises through this one.
    private Consent(Guid tenantId, Guid id)
        : base(tenantId, id)
    {
    }

    public Guid UserId { get; private set; }

    public Guid OAuthClientId { get; private set; }

    public List<string> Scopes { get; private set; } = [];

    public DateTimeOffset GrantedAt { get; private set; }

    /// <summary>Adds what was not allowed yet.</summary>
    public void Extend(IEnumerable<string> scopes, DateTimeOffset now)
    {
        Scopes = [.. Scopes.Union(scopes, StringComparer.Ordinal)];
        GrantedAt = now;
    }

    public bool Covers(IEnumerable<string> scopes) => scopes.All(s => Scopes.Contains(s, StringComparer.Ordinal));
}
