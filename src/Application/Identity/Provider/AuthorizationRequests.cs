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
}

/// <summary>What a request must be so that it may go on (RFC 6749, RFC 7636, RFC 8707, OpenID Connect Core, section 3.1.2.1).</summary>
internal static class AuthorizationRequests
{
    private const int ChallengeLength = 43;

    /// <summary>The request, or the error that its client is told by redirect.</summary>
    public static (AcceptedRequest? Request, string? Error) Judge(AuthorizationParameters sent, OAuthClient client, string issuer, IdTokenHint? hint)
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
                return (null, ProtocolError.InvalidRequest);
            }

            maxAge = seconds;
        }

        if (Array.Exists(prompts, p => p is not ("none" or "login" or "consent" or "select_account")) || (prompts.Contains("none", StringComparer.Ordinal) && prompts.Length > 1)
            || (sent.IdTokenHint is not null && hint is null))
        {
            return (null, ProtocolError.InvalidRequest);
        }

        if (!client.Grants.Contains(OAuthGrantTypes.AuthorizationCode))
        {
            return (null, ProtocolError.UnauthorizedClient);
        }

        if (ProviderScopes.Parse(sent.Scope) is not { Count: > 0 } scopes || scopes.Except(client.Scopes, StringComparer.Ordinal).Any())
        {
            return (null, ProtocolError.InvalidScope);
        }

        if (!client.MayTarget(sent.Resource))
        {
            return (null, ProtocolError.InvalidTarget);
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

    private static string? ShapeFault(AuthorizationParameters sent) => sent switch
    {
        { HasRequest: true } => "request_not_supported",
        { HasRequestUri: true } => "request_uri_not_supported",
        { ResponseType: null } => ProtocolError.InvalidRequest,
        { ResponseType: not "code" } => "unsupported_response_type",
        { ResponseMode: not (null or "query" or "form_post") } => ProtocolError.InvalidRequest,
        { CodeChallengeMethod: not "S256" } => ProtocolError.InvalidRequest,
        _ => IsChallenge(sent.CodeChallenge) ? null : ProtocolError.InvalidRequest,
    };

    /// <summary>The base64url of 32 bytes.</summary>
    private static bool IsChallenge(string? text) => text is { Length: ChallengeLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
