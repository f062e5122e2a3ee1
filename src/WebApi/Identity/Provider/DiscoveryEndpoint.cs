using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>What the provider can do and where (OpenID Connect Discovery, RFC 8414). It names only what works.</summary>
internal static class DiscoveryEndpoint
{
    public static Task HandleAsync(HttpContext context)
    {
        var issuer = Addresses.Issuer(context);
        context.Response.Headers.CacheControl = "public, max-age=300";
        Cors.AllowEverybody(context);
        return ProtocolAnswers.WriteJsonAsync(context, StatusCodes.Status200OK, json =>
        {
            void List(string name, params IEnumerable<string> values)
            {
                json.WriteStartArray(name);
                foreach (var value in values)
                {
                    json.WriteStringValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteString("issuer", issuer);
            json.WriteString("authorization_endpoint", issuer + ProviderPaths.Authorize);
            json.WriteString("token_endpoint", issuer + ProviderPaths.Token);
            json.WriteString("userinfo_endpoint", issuer + ProviderPaths.UserInfo);
            json.WriteString("jwks_uri", issuer + KeySetEndpoint.Path);
            json.WriteString("introspection_endpoint", issuer + ProviderPaths.Introspect);
            json.WriteString("revocation_endpoint", issuer + ProviderPaths.Revoke);
            json.WriteString("end_session_endpoint", issuer + ProviderPaths.EndSession);
            json.WriteString("device_authorization_endpoint", issuer + ProviderPaths.DeviceAuthorization);
            List("response_types_supported", "code");
            List("response_modes_supported", "query", "form_post");
            List("grant_types_supported", OAuthGrantTypes.All);
            List("subject_types_supported", "public");
            List("id_token_signing_alg_values_supported", "RS256");
            List("code_challenge_methods_supported", "S256");
            List("token_endpoint_auth_methods_supported", "client_secret_basic", "client_secret_post", "private_key_jwt", "none");
            List("token_endpoint_auth_signing_alg_values_supported", "RS256", "ES256");
            List("introspection_endpoint_auth_methods_supported", "client_secret_basic", "client_secret_post", "private_key_jwt");
            List("introspection_endpoint_auth_signing_alg_values_supported", "RS256", "ES256");
            List("revocation_endpoint_auth_methods_supported", "client_secret_basic", "client_secret_post", "private_key_jwt", "none");
            List("revocation_endpoint_auth_signing_alg_values_supported", "RS256", "ES256");
            List("scopes_supported", ProviderScopes.ForPeople);
            List("claims_supported", "sub", "iss", "aud", "exp", "iat", "auth_time", "amr", "nonce", "at_hash", "sid", "name", "email", "locale", "zoneinfo");
            List("prompt_values_supported", "none", "login", "consent", "select_account");
            List("ui_locales_supported", "en", "ar");
            json.WriteBoolean("authorization_response_iss_parameter_supported", value: true);
            json.WriteBoolean("request_parameter_supported", value: false);
            json.WriteBoolean("request_uri_parameter_supported", value: false);
            json.WriteBoolean("claims_parameter_supported", value: false);
        });
    }
}
