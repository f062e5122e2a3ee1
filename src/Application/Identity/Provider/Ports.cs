using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>The provider's tokens, by the same service that makes the apps' own.</summary>
public interface IProviderTokens
{
    /// <summary>An access token (RFC 9068).</summary>
    Task<IssuedAccessToken> IssueAccessTokenAsync(AccessTokenContent content, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>An id token (OpenID Connect Core, section 2).</summary>
    Task<string> IssueIdTokenAsync(IdTokenContent content, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Reads back what the provider gave out.</summary>
public interface IProviderTokenReader
{
    /// <summary>Reads an access token of any audience, issued by this provider to a client of the tenant.</summary>
    /// <returns>Null when it is none, or its time is over.</returns>
    ValueTask<InspectedToken?> InspectAsync(string token, Guid tenantId, CancellationToken cancellationToken);

    /// <summary>Reads an id token of the tenant's as a hint: signature and issuer must hold, its time may be over.</summary>
    ValueTask<IdTokenHint?> ReadHintAsync(string token, Guid tenantId, CancellationToken cancellationToken);
}

/// <summary>Where the API console is.</summary>
public interface IConsoleAddresses
{
    /// <summary>The pages of the tenant's console that take an answer of the provider.</summary>
    IReadOnlyList<string> RedirectUris(string slug);
}

/// <summary>The public keys of clients, and what they sign to prove who they are (RFC 7523).</summary>
public interface IClientAssertions
{
    /// <summary>Judges a key that is to be registered.</summary>
    /// <returns>The key with its kid and alg, in its one spelling; null when it is not fit.</returns>
    ClientKey? Accept(ClientKey key);

    /// <summary>The client that an assertion claims to be from; nothing is proved by it.</summary>
    /// <returns>Null when it is no assertion.</returns>
    string? ClaimedClient(string assertion);

    /// <summary>Uses an assertion, which can be done once over all nodes.</summary>
    /// <returns>True when a key of the client's signed it for this provider, its time is right, and nobody has used it before.</returns>
    Task<bool> UseAsync(OAuthClient client, ClientProof proof, CancellationToken cancellationToken);
}

/// <summary>What an access token says.</summary>
/// <param name="Issuer">As the client addressed the provider.</param>
/// <param name="Resource">Who it is for; null for the API.</param>
/// <param name="SessionId">The session that it dies with; null for a client's own.</param>
public sealed record AccessTokenContent(
    string Issuer, string? Resource, string Subject, string ClientId, Guid? SessionId, Guid TenantId, IReadOnlyList<string> Scopes, DateTimeOffset? AuthenticatedAt, IReadOnlyList<string> Methods);

/// <summary>What an id token says.</summary>
public sealed record IdTokenContent(
    string Issuer, string Subject, string ClientId, Guid SessionId, string? Nonce, DateTimeOffset AuthenticatedAt, IReadOnlyList<string> Methods, string AccessToken)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(IdTokenContent);
}

/// <summary>An access token as introspection tells of it.</summary>
public sealed record InspectedToken(string Issuer, string Audience, string Subject, string ClientId, Guid? SessionId, Guid Id, string Scope, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>Whom an id token was about.</summary>
public sealed record IdTokenHint(string Subject, string ClientId, Guid SessionId);

/// <summary>The longest that tokens of the provider's kinds are.</summary>
internal static class TokenLimits
{
    public const int MaxLength = 8192;

    /// <summary>A client's own subject: it can never be a person's, which is a plain UUID (RFC 9700, section 4.15).</summary>
    public static string SubjectOf(OAuthClient client) => $"client:{client.ClientId}";
}
