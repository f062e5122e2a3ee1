using Satcom.Application.Common;

namespace Satcom.Application.Tenancy;

/// <summary>Issues the short-lived token by which a platform administrator acts inside another tenant.</summary>
public interface IPlatformScopeTokens
{
    /// <summary>Issues a token that names the person and the tenant entered; its entry is in both audits already.</summary>
    ValueTask<PlatformScopeToken> IssueAsync(Actor actor, TenantInfo tenant, string reason, CancellationToken cancellationToken);
}

/// <summary>A token of the platform scope.</summary>
/// <param name="ExpiresIn">Its life in seconds.</param>
public sealed record PlatformScopeToken(string AccessToken, int ExpiresIn)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(PlatformScopeToken)} {{ ExpiresIn = {ExpiresIn} }}";
}
