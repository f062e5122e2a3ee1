using System.Globalization;

namespace Satcom.Application.Identity.Provider;

/// <summary>A successful answer of the token endpoint (RFC 6749, section 5.1).</summary>
/// <param name="ExpiresIn">Seconds that the access token lives.</param>
/// <param name="Scope">What was granted.</param>
public sealed record TokenReply(string AccessToken, int ExpiresIn, string Scope, string? RefreshToken = null, string? IdToken = null)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{nameof(TokenReply)} {{ ExpiresIn = {ExpiresIn} }}");
}
