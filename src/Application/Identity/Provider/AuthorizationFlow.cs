using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Leads an accepted request to its code, with a stop wherever the person has something to do.</summary>
internal sealed class AuthorizationFlow(ISatcomDb db, RequestScope scope, ISignInSecrets secrets, PendingAuthorizations pending, ISessionWrites sessions, TimeProvider time)
{
    /// <summary>An answer without a code.</summary>
    public static AuthorizationAnswered Refuse(string redirectUri, bool byPost, string? state, string issuer, AuthorizationFault fault) =>
        new(redirectUri, byPost, [new("error", fault.Error), new("error_description", fault.Description), .. state is null ? (KeyValuePair<string, string>[])[] : [new("state", state)], new("iss", issuer)]);

    /// <summary>Goes on as far as it can.</summary>
    /// <param name="waiting">The kept request, where this is not its first moment.</param>
    /// <param name="hasConsented">True when the person has just agreed to this very request.</param>
    public async Task<AuthorizationOutcome> ContinueAsync(
        AcceptedRequest request, OAuthClient client, SignedInBrowser? browser, (PendingAuthorization Row, string Handle)? waiting, string? browserCookie, bool hasConsented, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (browser is null || MustProveAgain(request, browser, waiting?.Row.CreatedAt, now))
        {
            return await StopAsync(request, client, AuthorizationStep.SignIn, AuthorizationFault.LoginRequired, waiting?.Handle, browserCookie, cancellationToken);
        }

        if (request.HintedSubject is { } subject && !string.Equals(subject, browser.UserId.ToString(), StringComparison.Ordinal))
        {
            return End(request, waiting, AuthorizationFault.LoginRequired);
        }

        // Any program of the machine can listen where a native one does: neither a consent of before nor an operator's trust says who asks now (RFC 8252, section 8.6).
        var mayBeAnybody = client is { Kind: OAuthClientKind.Public, IsNative: true } && RedirectUri.IsOfDevice(request.RedirectUri);
        if ((client.RequiresConsent || mayBeAnybody) && !hasConsented)
        {
            var asksAnew = request.WantsConsent || mayBeAnybody;
            var consent = asksAnew ? null : await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.UserId == browser.UserId && c.OAuthClientId == client.Id, cancellationToken);
            if (consent?.Covers(request.Scopes) != true)
            {
                return await StopAsync(request, client, AuthorizationStep.Consent, AuthorizationFault.ConsentRequired, waiting?.Handle, browserCookie, cancellationToken);
            }
        }

        // One after the other with a withdrawn consent and an ended session: what spends the person's codes sees this one, or this one does not come.
        sessions.DependOnLive(browser.UserId, browser.SessionId);
        var (code, hash) = secrets.Create(SecretKind.AuthorizationCode, scope.Tenant.Id);
        db.AuthorizationCodes.Add(new AuthorizationCode
        {
            TenantId = scope.Tenant.Id,
            Id = time.New(),
            CodeHash = hash,
            OAuthClientId = client.Id,
            UserId = browser.UserId,
            BrowserSessionId = browser.SessionId,
            RedirectUri = request.RedirectUri,
            Scopes = [.. request.Scopes],
            Resource = request.Resource,
            Nonce = request.Nonce,
            CodeChallenge = request.CodeChallenge,
            CreatedAt = now,
            ExpiresAt = now + AuthorizationCode.Lifetime,
        });
        Forget(waiting);
        return new AuthorizationAnswered(
            request.RedirectUri, request.AnswersByPost, [new("code", code), .. request.State is null ? (KeyValuePair<string, string>[])[] : [new("state", request.State)], new("iss", request.Issuer)]);
    }

    /// <summary>Ends a request with an error.</summary>
    public AuthorizationAnswered End(AcceptedRequest request, (PendingAuthorization Row, string Handle)? waiting, AuthorizationFault fault)
    {
        Forget(waiting);
        return Refuse(request.RedirectUri, request.AnswersByPost, request.State, request.Issuer, fault);
    }

    /// <summary>True when the client asks for a fresh proof and the person has given none since it asked.</summary>
    private static bool MustProveAgain(AcceptedRequest request, SignedInBrowser browser, DateTimeOffset? askedAt, DateTimeOffset now)
    {
        var isFresh = askedAt is { } at && browser.AuthenticatedAt >= at;
        return !isFresh && (request.WantsSignIn || (request.MaxAge is { } seconds && browser.AuthenticatedAt.AddSeconds(seconds) <= now));
    }

    private async Task<AuthorizationOutcome> StopAsync(
        AcceptedRequest request, OAuthClient client, AuthorizationStep step, AuthorizationFault silent, string? handle, string? browserCookie, CancellationToken cancellationToken)
    {
        if (request.IsSilent)
        {
            return End(request, waiting: null, silent);
        }

        if (handle is not null)
        {
            return new AuthorizationPaused(step, handle, BrowserCookie: null);
        }

        var (kept, newCookie) = await pending.KeepAsync(request, client, browserCookie, cancellationToken);
        return new AuthorizationPaused(step, kept, newCookie);
    }

    private void Forget((PendingAuthorization Row, string Handle)? waiting)
    {
        if (waiting is { Row: { } row })
        {
            db.PendingAuthorizations.Remove(row);
        }
    }
}
