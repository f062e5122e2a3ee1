using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>What to change of a client; what is left out stays.</summary>
/// <param name="Name">What people are shown when it asks for consent.</param>
/// <param name="Grants">authorization_code, client_credentials, refresh_token or urn:ietf:params:oauth:grant-type:device_code.</param>
/// <param name="Scopes">The most that it can be granted: openid, profile, email, offline_access, or names of permissions.</param>
/// <param name="RedirectUris">Where people may be sent back to, compared character by character; at most 20.</param>
/// <param name="PostLogoutRedirectUris">Where people may be sent after a sign-out; at most 20.</param>
/// <param name="Resources">Absolute URIs of resources beside the API that it may ask tokens for.</param>
/// <param name="ServesResource">The resource that it is itself, whose tokens it may introspect; an empty text takes it away.</param>
/// <param name="Keys">The public keys that a confidential program proves itself by, at most 5: its secrets end. An empty list takes them away.</param>
/// <param name="RequiresConsent">False for programs that an operator trusts; only operators may say so.</param>
public sealed record OAuthClientChange(
    string? Name = null,
    IReadOnlyList<string>? Grants = null,
    IReadOnlyList<string>? Scopes = null,
    IReadOnlyList<string>? RedirectUris = null,
    IReadOnlyList<string>? PostLogoutRedirectUris = null,
    IReadOnlyList<string>? Resources = null,
    string? ServesResource = null,
    IReadOnlyList<ClientKey>? Keys = null,
    bool? RequiresConsent = null)
{
    internal UpdateOAuthClientCommand ToCommand(Guid id) => new(id)
    {
        Name = Name,
        Grants = Grants,
        Scopes = Scopes,
        RedirectUris = RedirectUris,
        PostLogoutRedirectUris = PostLogoutRedirectUris,
        Resources = Resources,
        ServesResource = ServesResource,
        Keys = Keys,
        RequiresConsent = RequiresConsent,
    };
}

/// <summary>How a secret is replaced.</summary>
/// <param name="GraceSeconds">Seconds that the old secret still works: 0 to 2592000; a day unless it is given.</param>
public sealed record OAuthClientSecretChange(int? GraceSeconds);
