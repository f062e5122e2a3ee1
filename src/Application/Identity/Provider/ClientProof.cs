namespace Satcom.Application.Identity.Provider;

/// <summary>How a client says who it is at the back-channel endpoints.</summary>
/// <param name="ClientId">As it was sent; null when nothing was.</param>
/// <param name="Secret">As it was sent; null for a public client.</param>
/// <param name="Issuer">The issuer that it addressed.</param>
public sealed record ClientProof(string? ClientId, string? Secret, string Issuer)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ClientProof);
}
