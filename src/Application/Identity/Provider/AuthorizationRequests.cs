using System.Globalization;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>A request to the authorization endpoint as it was sent.</summary>
public sealed record AuthorizationParameters
{
    public string? ClientId { get; init; }

    public string? RedirectUri { get; init; }

    public string? ResponseType { get; init; }

    public string? ResponseMode { get; init; }

    public string? Scope { get; init; }

    public string? State { get; init; }

    public string? Nonce { get; init; }

    public string? CodeChallenge { get; init; }

    public string? CodeChallengeMethod { get; init; }

    public string? Prompt { get; init; }

    public string? MaxAge { get; init; }

    public string? IdTokenHint { get; init; }

    public string? LoginHint { get; init; }

    public string? UiLocales { get; init; }

    public string? Resource { get; init; }

    public bool HasRequest { get; init; }

    public bool HasRequestUri { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(AuthorizationParameters);
}

/// <summary>A request that may go on: what is kept of it while its person signs in.</summary>
internal sealed record AcceptedRequest
{
    public required string Issuer { get; init; }

    public required string RedirectUri { get; init; }

    public bool AnswersByPost { get; init; }

    public string? State { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public string? Nonce { get; init; }

    public required string CodeChallenge { get; init; }

    public string? Resource { get; init; }

    /// <summary>prompt=none: nobody may be shown a page.</summary>
    public bool IsSilent { get; init; }

    public bool WantsSignIn { get; init; }

    public bool WantsConsent { get; init; }

    /// <summary>Seconds that the proof of who the person is may be old.</summary>
    public int? MaxAge { get; init; }

    public string? HintedSubject { get; init; }

    public string? LoginHint { get; init; }

    public string? UiLocales { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(AcceptedRequest);
}

/// <summary>Why a request cannot go on, for its client.</summary>
/// <param name="Error">The code of OAuth or OpenID Connect.</param>
/// <param name="Description">For whoever programs the client: ASCII without quotes and backslashes (RFC 6749, section 4.1.2.1).</param>
internal sealed record AuthorizationFault(string Error, string Description)
{
    public static readonly AuthorizationFault LoginRequired = new("login_required", "Nobody is signed in, or a newer sign-in or another person is asked for.");
    public static readonly AuthorizationFault ConsentRequired = new("consent_required", "The person has to be asked for consent.");
    public static readonly AuthorizationFault AccessDenied = new("access_denied", "The person said no.");
}

/// <summary>What a request must be so that it may go on (RFC 6749, RFC 7636, RFC 8707, OpenID Connect Core, section 3.1.2.1).</summary>
internal static class AuthorizationRequests
{
    private const int ChallengeLength = 43;

    /// <summary>The request, or the error that its client is told by redirect.</summary>
    public static (AcceptedRequest? Request, AuthorizationFault? Fault) Judge(AuthorizationParameters sent, OAuthClient client, string issuer, IdTokenHint? hint)
    {
        if (ShapeFault(sent) is { } fault)
        {
            return (null, fault);
        }

        var prompts = (sent.Prompt ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int? maxAge = null;
        if (sent.MaxAge is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return Invalid("max_age must be a number of seconds.");
            }

            maxAge = seconds;
        }

        if (Array.Exists(prompts, p => p is not ("none" or "login" or "consent" or "select_account")) || (prompts.Contains("none", StringComparer.Ordinal) && prompts.Length > 1))
        {
            return Invalid("prompt may be none alone, or some of login, consent and select_account.");
        }

        if (sent.IdTokenHint is not null && hint is null)
        {
            return Invalid("id_token_hint is not an id token of this issuer.");
        }

        var scopes = ProviderScopes.Parse(sent.Scope) ?? [];
        if (Judge(client, scopes, sent.Resource) is { } excess)
        {
            return (null, excess);
        }

        return (new AcceptedRequest
        {
            Issuer = issuer,
            RedirectUri = sent.RedirectUri!,
            AnswersByPost = sent.ResponseMode is "form_post",
            State = sent.State,
            Scopes = scopes,
            Nonce = sent.Nonce,
            CodeChallenge = sent.CodeChallenge!,
            Resource = sent.Resource,
            IsSilent = prompts.Contains("none", StringComparer.Ordinal),
            WantsSignIn = prompts.Contains("login", StringComparer.Ordinal) || prompts.Contains("select_account", StringComparer.Ordinal),
            WantsConsent = prompts.Contains("consent", StringComparer.Ordinal),
            MaxAge = maxAge,
            HintedSubject = hint?.Subject,
            LoginHint = sent.LoginHint,
            UiLocales = sent.UiLocales,
        }, null);
    }

    /// <summary>Whether the client may have this, which is asked again where a request has waited: what was taken from the client meanwhile it gets no more.</summary>
    public static AuthorizationFault? Judge(OAuthClient client, IReadOnlyList<string> scopes, string? resource) =>
        !client.Grants.Contains(OAuthGrantTypes.AuthorizationCode) ? new(ProtocolError.UnauthorizedClient, "The client may not use this grant.")
        : scopes.Count == 0 || scopes.Except(client.Scopes, StringComparer.Ordinal).Any() ? new(ProtocolError.InvalidScope, "scope is missing, or asks for more than the client is registered for.")
        : !client.MayTarget(resource) ? new(ProtocolError.InvalidTarget, "The resource is not one of the client's.")
        : null;

    private static (AcceptedRequest? Request, AuthorizationFault? Fault) Invalid(string description) => (null, new(ProtocolError.InvalidRequest, description));

    private static AuthorizationFault? ShapeFault(AuthorizationParameters sent) => sent switch
    {
        { HasRequest: true } => new("request_not_supported", "request is not supported: send the parameters themselves."),
        { HasRequestUri: true } => new("request_uri_not_supported", "request_uri is not supported: send the parameters themselves."),
        { ResponseType: null } => new(ProtocolError.InvalidRequest, "response_type is missing."),
        { ResponseType: not "code" } => new("unsupported_response_type", "response_type must be code."),
        { ResponseMode: not (null or "query" or "form_post") } => new(ProtocolError.InvalidRequest, "response_mode must be query or form_post."),
        { CodeChallengeMethod: not "S256" } => new(ProtocolError.InvalidRequest, "PKCE is needed: code_challenge_method must be S256."),
        _ => IsChallenge(sent.CodeChallenge) ? null : new(ProtocolError.InvalidRequest, "code_challenge must be the base64url of a SHA-256 hash: 43 characters."),
    };

    /// <summary>The base64url of 32 bytes.</summary>
    private static bool IsChallenge(string? text) => text is { Length: ChallengeLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
