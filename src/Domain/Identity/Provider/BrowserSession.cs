using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>The browser's side of a session: what the cookie must hash to, and how the person proved who they are.</summary>
public sealed class BrowserSession : ITenantOwned
{
    /// <summary>A browser's session ends after this long, however much it is used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>What such a session calls its platform.</summary>
    public const string Platform = "browser";

    public BrowserSession(Guid tenantId, Guid sessionId, byte[] cookieHash, IEnumerable<string> methods, DateTimeOffset authenticatedAt)
    {
        TenantId = tenantId;
        SessionId = sessionId;
        CookieHash = cookieHash;
        Methods = [.. methods];
        AuthenticatedAt = authenticatedAt;
        ExpiresAt = authenticatedAt + Lifetime;
    }

    // EF Core materialises through this one.
    private BrowserSession() => CookieHash = [];

    /// <inheritdoc/>
    public Guid TenantId { get; private set; }

    public Guid SessionId { get; private set; }

    /// <summary>SHA-256 of the cookie's value.</summary>
    public byte[] CookieHash { get; private set; }

    /// <summary>pwd, otp (RFC 8176).</summary>
    public List<string> Methods { get; private set; } = [];

    public DateTimeOffset AuthenticatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }
}
