using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Finds the tenant that an anonymous sign-in is for.</summary>
public interface ISignInTenants
{
    /// <summary>By the slug; else the scope's tenant; else the one tenant that the address can sign in to.</summary>
    Task<SignInPlace> FindAsync(string? slug, string normalizedEmail, CancellationToken cancellationToken);

    /// <summary>The directory's key of an address, for an entry that is written now.</summary>
    byte[] KeyOf(string normalizedEmail);

    /// <summary>The keys under which an address may stand in the directory, the one of <see cref="KeyOf"/> first.</summary>
    IReadOnlyList<byte[]> KeysOf(string normalizedEmail);
}

/// <summary>Where an anonymous sign-in is looked for, and where it is written down.</summary>
/// <param name="Tenant">The tenant; where none was found or the names disagree, the scope's or the platform's own, so that the way takes as long. Null before there is a platform.</param>
/// <param name="IsFound">False where nobody must be found.</param>
public sealed record SignInPlace(TenantInfo? Tenant, bool IsFound);

/// <summary>
/// Hashes and checks passwords; slow on purpose, and never more at once than there are cores. When too many wait already it throws
/// <see cref="TooBusyException"/>, which is answered 429. Sign-ins check passwords through <see cref="PasswordGate"/>.
/// </summary>
public interface IPasswordVerifier
{
    /// <summary>Checks a password; null costs the same time and is never right, and so does a hash that was made for another account.</summary>
    Task<bool> VerifyAsync(StoredPassword? stored, string password, CancellationToken cancellationToken);

    /// <summary>True when a password with this hash would be hashed otherwise today.</summary>
    bool IsOutdated(StoredPassword stored);

    /// <summary>Hashes a new password, for one account and no other.</summary>
    Task<string> HashAsync(Guid tenantId, Guid userId, string password, CancellationToken cancellationToken);
}

/// <summary>The hash of an account's password as it is kept, with whose it is.</summary>
public sealed record StoredPassword(Guid TenantId, Guid UserId, string Hash)
{
    /// <summary>An account's; null where there is no account, or no password yet.</summary>
    public static StoredPassword? Of(User? user) => user?.PasswordHash is { } hash ? new StoredPassword(user.TenantId, user.Id, hash) : null;

    /// <inheritdoc/>
    public override string ToString() => nameof(StoredPassword);
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
