using System.Text;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>The claims of an accepted access token (RFC 9068).</summary>
internal sealed record AccessTokenClaims
{
    public required string Issuer { get; init; }

    public required string Audience { get; init; }

    public required string Subject { get; init; }

    public required string Jti { get; init; }

    public required string ClientId { get; init; }

    /// <summary><c>sid</c>: the sign-in that the token came from. A client acting for itself has none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary><c>tid</c>.</summary>
    public Guid? TenantId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Space-separated, as issued.</summary>
    public string? Scope { get; init; }

    public required JsonPayload Payload { get; init; }

    /// <summary>Any other claim whose value is a string, else nothing.</summary>
    public string? GetString(string name) => Payload.GetString(Encoding.UTF8.GetBytes(name));

    /// <summary>Names the token for a log, and nobody's data.</summary>
    public override string ToString() => $"Access token {Jti}";
}
