using System.Linq.Expressions;
using Satcom.Application.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>An integrator's program, as administrators see it.</summary>
public sealed record OAuthClientDto : IVersioned
{
    /// <summary>The client's id in this API.</summary>
    public required Guid Id { get; init; }

    /// <summary>The client_id.</summary>
    public required string ClientId { get; init; }

    /// <summary>What people are shown when it asks for consent.</summary>
    public required string Name { get; init; }

    public required OAuthClientKind Kind { get; init; }

    /// <summary>It runs on a device: loopback and private-use redirect URIs are allowed.</summary>
    public required bool IsNative { get; init; }

    /// <summary>authorization_code, client_credentials, refresh_token or urn:ietf:params:oauth:grant-type:device_code.</summary>
    public required IReadOnlyList<string> Grants { get; init; }

    /// <summary>The most that it can be granted.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Compared character by character.</summary>
    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>Where people may be sent after a sign-out.</summary>
    public required IReadOnlyList<string> PostLogoutRedirectUris { get; init; }

    /// <summary>Absolute URIs of resources beside the API that it may ask tokens for.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>The resource that it is itself, whose tokens it may introspect.</summary>
    public string? ServesResource { get; init; }

    /// <summary>The public keys that it proves itself by, instead of a secret.</summary>
    public required IReadOnlyList<ClientKey> Keys { get; init; }

    /// <summary>False for programs that an operator trusts.</summary>
    public required bool RequiresConsent { get; init; }

    /// <summary>True while it is refused everywhere.</summary>
    public required bool IsDisabled { get; init; }

    /// <summary>When it was registered, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The secrets that work now, without what they are.</summary>
    public required IReadOnlyList<OAuthClientSecretDto> Secrets { get; init; }

    /// <summary>Changes with every change of the client; as ETag too.</summary>
    public uint Version { get; set; }

    internal static Expression<Func<OAuthClient, OAuthClientDto>> Projection(ISatcomDb db, DateTimeOffset now) => c => new OAuthClientDto
    {
        Id = c.Id,
        ClientId = c.ClientId,
        Name = c.Name,
        Kind = c.Kind,
        IsNative = c.IsNative,
        Grants = c.Grants,
        Scopes = c.Scopes,
        RedirectUris = c.RedirectUris,
        PostLogoutRedirectUris = c.PostLogoutRedirectUris,
        Resources = c.Resources,
        ServesResource = c.ServesResource,
        Keys = c.Keys,
        RequiresConsent = c.RequiresConsent,
        IsDisabled = c.DisabledAt != null,
        CreatedAt = c.CreatedAt,
        Secrets = db.OAuthClientSecrets.Where(s => s.OAuthClientId == c.Id && (s.ExpiresAt == null || s.ExpiresAt > now)).OrderBy(s => s.CreatedAt)
            .Select(s => new OAuthClientSecretDto(s.Id, s.CreatedAt, s.ExpiresAt)).ToList(),
        Version = c.Version,
    };

    /// <summary>True when it says what the client is, but for its secrets and whether it is disabled.</summary>
    internal bool IsLike(OAuthClient c) =>
        (Name, Kind, IsNative, ServesResource, RequiresConsent) == (c.Name, c.Kind, c.IsNative, c.ServesResource, c.RequiresConsent)
        && Grants.SequenceEqual(c.Grants, StringComparer.Ordinal) && Scopes.SequenceEqual(c.Scopes, StringComparer.Ordinal)
        && RedirectUris.SequenceEqual(c.RedirectUris, StringComparer.Ordinal) && PostLogoutRedirectUris.SequenceEqual(c.PostLogoutRedirectUris, StringComparer.Ordinal)
        && Resources.SequenceEqual(c.Resources, StringComparer.Ordinal) && Keys.SequenceEqual(c.Keys);

    internal static OAuthClientDto Of(OAuthClient c, IEnumerable<OAuthClientSecret> secrets) => new()
    {
        Id = c.Id,
        ClientId = c.ClientId,
        Name = c.Name,
        Kind = c.Kind,
        IsNative = c.IsNative,
        Grants = c.Grants,
        Scopes = c.Scopes,
        RedirectUris = c.RedirectUris,
        PostLogoutRedirectUris = c.PostLogoutRedirectUris,
        Resources = c.Resources,
        ServesResource = c.ServesResource,
        Keys = c.Keys,
        RequiresConsent = c.RequiresConsent,
        IsDisabled = c.DisabledAt is not null,
        CreatedAt = c.CreatedAt,
        Secrets = [.. secrets.Select(s => new OAuthClientSecretDto(s.Id, s.CreatedAt, s.ExpiresAt))],
        Version = 0,
    };
}

/// <summary>A secret of a client, without what it is.</summary>
/// <param name="Id">Names the secret in the audit.</param>
/// <param name="CreatedAt">When it was made, in UTC.</param>
/// <param name="ExpiresAt">Null until another takes its place.</param>
public sealed record OAuthClientSecretDto(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>A client with a secret that is shown this once.</summary>
/// <param name="ClientSecret">Null for a public client and for one with keys.</param>
public sealed record OAuthClientWithSecretDto(OAuthClientDto Client, string? ClientSecret) : IVersioned
{
    /// <inheritdoc/>
    uint IVersioned.Version
    {
        get => Client.Version;
        set => Client.Version = value;
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(OAuthClientWithSecretDto);
}
