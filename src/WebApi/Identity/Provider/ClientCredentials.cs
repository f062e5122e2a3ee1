using System.Text;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Reads how a client says who it is: by header, by body, by what it signed, or, if it is public, by its id alone. One way per request.</summary>
internal static class ClientCredentials
{
    private const string Scheme = "Basic ";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>What the client sent, or the error of a request that is not clear about it.</summary>
    /// <returns>The proof; or an OAuth error code.</returns>
    public static (ClientProof? Proof, string? Error) Read(HttpRequest request, ProtocolParameters parameters, string issuer)
    {
        var (bodyId, bodySecret, assertion) = (parameters["client_id"], parameters["client_secret"], parameters["client_assertion"]);
        var header = request.Headers.Authorization;
        var signs = parameters.Has("client_assertion") || parameters.Has("client_assertion_type");
        if ((header.Count > 0 ? 1 : 0) + (bodySecret is not null ? 1 : 0) + (signs ? 1 : 0) > 1)
        {
            return (null, ProtocolError.InvalidRequest);
        }

        ClientProof ProofOf(string? id, string? secret) => new(id, secret, assertion, issuer, issuer + ProviderPaths.Token);

        if (signs)
        {
            return assertion is not null && string.Equals(parameters["client_assertion_type"], AssertionType, StringComparison.Ordinal)
                ? (ProofOf(bodyId, secret: null), null)
                : (null, ProtocolError.InvalidClient);
        }

        if (header.Count == 0)
        {
            return bodyId is null ? (null, ProtocolError.InvalidClient) : (ProofOf(bodyId, bodySecret), null);
        }

        return header.Count == 1 && TryReadBasic(header[0]!, out var id, out var secret) && (bodyId is null || string.Equals(bodyId, id, StringComparison.Ordinal))
            ? (ProofOf(id, secret), null)
            : (null, ProtocolError.InvalidClient);
    }

    /// <summary>Both parts are form-encoded before they are joined (RFC 6749, section 2.3.1).</summary>
    private static bool TryReadBasic(string header, out string id, out string secret)
    {
        id = secret = string.Empty;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var encoded = header[Scheme.Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || bytes.AsSpan(0, length).ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return false;
        }

        var text = Encoding.ASCII.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && ProtocolParameters.TryDecode(text[..colon], out id) && ProtocolParameters.TryDecode(text[(colon + 1)..], out secret) && id.Length > 0;
    }
}
