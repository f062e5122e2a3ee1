using System.Text;
using Satcom.Application.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Reads how a client says who it is: by header, by body, or, if it is public, by its id alone. One way per request.</summary>
internal static class ClientCredentials
{
    private const string Scheme = "Basic ";

    /// <summary>What the client sent, or the error of a request that is not clear about it.</summary>
    /// <returns>The proof; or an OAuth error code.</returns>
    public static (ClientProof? Proof, string? Error) Read(HttpRequest request, ProtocolParameters parameters, string issuer)
    {
        var (bodyId, bodySecret) = (parameters["client_id"], parameters["client_secret"]);
        if (parameters.Has("client_assertion") || parameters.Has("client_assertion_type"))
        {
            return (null, "invalid_client");
        }

        var header = request.Headers.Authorization;
        if (header.Count == 0)
        {
            return bodyId is null ? (null, "invalid_client") : (new ClientProof(bodyId, bodySecret, issuer), null);
        }

        if (bodySecret is not null)
        {
            return (null, "invalid_request");
        }

        return header.Count == 1 && TryReadBasic(header[0]!, out var id, out var secret) && (bodyId is null || string.Equals(bodyId, id, StringComparison.Ordinal))
            ? (new ClientProof(id, secret, issuer), null)
            : (null, "invalid_client");
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
