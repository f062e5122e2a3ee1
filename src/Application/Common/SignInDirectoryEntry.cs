namespace Satcom.Application.Common;

/// <summary>
/// Which tenants an address can sign in to, for calls that name no tenant. Keyed by a keyed hash, so the table tells nothing
/// to whoever reads it.
/// </summary>
public sealed class SignInDirectoryEntry
{
    /// <summary>HMAC-SHA-256 of the normalised address.</summary>
    public required byte[] EmailHash { get; init; }

    public required Guid TenantId { get; init; }
}
