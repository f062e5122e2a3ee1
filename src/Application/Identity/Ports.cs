using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Finds the tenant that an anonymous sign-in is for.</summary>
public interface ISignInTenants
{
    /// <summary>By the slug; else the scope's tenant; else the one tenant that the address can sign in to.</summary>
    /// <returns>Null when there is none, or when the slug and the scope disagree.</returns>
    Task<TenantInfo?> FindAsync(string? slug, string normalizedEmail, CancellationToken cancellationToken);

    /// <summary>The directory's key of an address.</summary>
    byte[] KeyOf(string normalizedEmail);
}

/// <summary>
/// Hashes and checks passwords; slow on purpose, and never more at once than there are cores. When too many wait already it throws
/// <see cref="TooBusyException"/>, which is answered 429. Sign-ins check passwords through <see cref="PasswordGate"/>.
/// </summary>
public interface IPasswordVerifier
{
    /// <summary>Checks a password; a null hash costs the same time and is never right.</summary>
    Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken);

    /// <summary>True when a password with this hash would be hashed otherwise today.</summary>
    bool IsOutdated(string hash);

    /// <summary>Hashes a new password.</summary>
    Task<string> HashAsync(string password, CancellationToken cancellationToken);
}

/// <summary>Makes the tokens of a session.</summary>
public interface ITokenIssuer
{
    /// <summary>A signed access token of a session.</summary>
    Task<IssuedAccessToken> IssueAccessTokenAsync(User user, Session session, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A new refresh token and the row that keeps its hash.</summary>
    (string Token, RefreshToken Row) IssueRefreshToken(Session session, DateTimeOffset now);

    /// <summary>Reads a refresh token.</summary>
    /// <returns>Its tenant and hash; null when it is not one.</returns>
    (Guid TenantId, byte[] Hash)? ReadRefreshToken(string token);
}

/// <summary>An access token and the seconds it lives.</summary>
public sealed record IssuedAccessToken(string Token, int ExpiresIn)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(IssuedAccessToken);
}
