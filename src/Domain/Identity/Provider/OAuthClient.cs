using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>An integrator's program that gets tokens from the provider.</summary>
[Audited("oauthClient")]
public sealed class OAuthClient : AggregateRoot
{
    /// <summary>The client_id of the API console. It is the service's own: each tenant has one from its first use on, and nobody lists or changes it.</summary>
    public const string ConsoleId = "satcom-console";

    public const int ClientIdMaxLength = 100;
    public const int NameMaxLength = 120;
    public const int MaxScopes = 40;
    public const int MaxResources = 20;
    public const int MaxKeys = 5;

    public OAuthClient(Guid tenantId, Guid id, string clientId, string name, OAuthClientKind kind, bool isNative, DateTimeOffset createdAt)
        : base(tenantId, id)
    {
        ClientId = clientId;
        Name = name;
        Kind = kind;
        IsNative = isNative;
        CreatedAt = createdAt;
        RequiresConsent = true;
    }

    /// <summary>The client_id, unique in the tenant.</summary>
    public string ClientId { get; private set; }

    /// <summary>What people are shown when it asks for consent.</summary>
    public string Name { get; private set; }

    public OAuthClientKind Kind { get; private set; }

    /// <summary>It runs on a device, so loopback and private-use redirect URIs are its own.</summary>
    public bool IsNative { get; private set; }

    public List<string> RedirectUris { get; private set; } = [];

    public List<string> PostLogoutRedirectUris { get; private set; } = [];

    /// <summary>The origins of its redirect URIs, which its pages may call from.</summary>
    public List<string> Origins { get; private set; } = [];

    /// <summary>The most that it can be granted.</summary>
    public List<string> Scopes { get; private set; } = [];

    /// <summary>Names from <see cref="OAuthGrantTypes"/>.</summary>
    public List<string> Grants { get; private set; } = [];

    /// <summary>Resources that it may ask tokens for, beside the API.</summary>
    public List<string> Resources { get; private set; } = [];

    /// <summary>The resource that it is itself: it may introspect tokens for it.</summary>
    public string? ServesResource { get; private set; }

    /// <summary>The public keys that it proves itself by (RFC 7523); while it has any, no secret does.</summary>
    public List<ClientKey> Keys { get; private set; } = [];

    /// <summary>False for those that an operator trusts: nobody is asked.</summary>
    public bool RequiresConsent { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When a secret last took another's place, or keys all secrets'; null when never.</summary>
    public DateTimeOffset? SecretsChangedAt { get; private set; }

    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>When it was deleted. The row stays, so that its client_id is never another's and what it did can be told.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    public void Rename(string name) => Name = name;

    /// <summary>What it may ask for. Tokens that are out are judged anew.</summary>
    public void Allow(IEnumerable<string> grants, IEnumerable<string> scopes, IEnumerable<string> resources, string? servesResource)
    {
        (List<string> newGrants, List<string> newScopes, List<string> newResources) = ([.. grants], [.. scopes], [.. resources]);
        if (!newGrants.SequenceEqual(Grants, StringComparer.Ordinal) || !newScopes.SequenceEqual(Scopes, StringComparer.Ordinal))
        {
            Raise(new OAuthClientAccessChanged(Id));
        }

        (Grants, Scopes, Resources, ServesResource) = (newGrants, newScopes, newResources, servesResource);
    }

    /// <summary>Where people may be sent back to; the caller has judged the URIs by <see cref="RedirectUri"/>.</summary>
    public void Redirect(IEnumerable<string> redirectUris, IEnumerable<string> postLogoutRedirectUris)
    {
        RedirectUris = [.. redirectUris];
        PostLogoutRedirectUris = [.. postLogoutRedirectUris];
        Origins = [.. RedirectUris.Select(RedirectUri.OriginOf).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>True when it may ask tokens for the resource; null is the API, which every client may.</summary>
    public bool MayTarget(string? resource) => resource is null || Resources.Contains(resource, StringComparer.Ordinal);

    /// <summary>True when a person may be sent to that URI.</summary>
    public bool MayRedirectTo(string uri) => RedirectUris.Exists(registered => RedirectUri.Matches(registered, uri, IsNative));

    /// <summary>The keys that it proves itself by from now on; the caller has judged them.</summary>
    public void ProveBy(IEnumerable<ClientKey> keys) => Keys = [.. keys];

    /// <summary>Gives it a new version, because what it proves itself by lives in rows of its own.</summary>
    public void ChangeSecrets(DateTimeOffset now) => SecretsChangedAt = SecretsChangedAt is { } before && now <= before ? before.AddMicroseconds(1) : now;

    public void AskConsent(bool required) => RequiresConsent = required;

    public void Disable(DateTimeOffset now)
    {
        if (DisabledAt is null)
        {
            DisabledAt = now;
            Raise(new OAuthClientAccessChanged(Id));
        }
    }

    public void Enable()
    {
        if (DisabledAt is not null)
        {
            DisabledAt = null;
            Raise(new OAuthClientAccessChanged(Id));
        }
    }

    /// <summary>Ends it for good.</summary>
    public void Delete(DateTimeOffset now)
    {
        Disable(now);
        DeletedAt = now;
    }
}

/// <summary>Whether a program can keep a secret: confidential on a server, public in a browser or on a device.</summary>
public enum OAuthClientKind
{
    /// <summary>It can keep a secret: it runs on a server.</summary>
    Confidential,

    /// <summary>It runs in a browser or on a device, where nothing stays secret.</summary>
    Public,
}

/// <summary>The grants that a client can be allowed, by their names in OAuth.</summary>
public static class OAuthGrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string ClientCredentials = "client_credentials";
    public const string RefreshToken = "refresh_token";
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    public static readonly IReadOnlyList<string> All = [AuthorizationCode, ClientCredentials, RefreshToken, DeviceCode];
}

/// <summary>What the client may do changed: every node judges its tokens anew.</summary>
public sealed record OAuthClientAccessChanged(Guid OAuthClientId) : DomainEvent, IForgetsCached
{
    /// <inheritdoc/>
    public override Guid AggregateId => OAuthClientId;

    /// <inheritdoc/>
    (string Kind, Guid Id) IForgetsCached.Forgotten => ("client", OAuthClientId);
}
