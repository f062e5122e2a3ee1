namespace Satcom.Application.Identity.Provider;

/// <summary>How a client says who it is at the back-channel endpoints.</summary>
/// <param name="ClientId">As it was sent; null when nothing was.</param>
/// <param name="Secret">As it was sent; null for a public client.</param>
/// <param name="Assertion">The JWT that it signed (RFC 7523), instead of a secret.</param>
/// <param name="Issuer">The issuer that it addressed.</param>
/// <param name="TokenEndpoint">The token endpoint of that issuer.</param>
public sealed record ClientProof(string? ClientId, string? Secret, string? Assertion, string Issuer, string TokenEndpoint)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ClientProof);
}
