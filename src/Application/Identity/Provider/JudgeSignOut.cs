using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>What a client may bring about that asks to sign its person out (OpenID Connect RP-Initiated Logout).</summary>
/// <param name="Hint">The id token that it got for the person.</param>
[Anonymous]
public sealed record JudgeSignOutQuery(string? Hint, string? ClientId, string? RedirectUri, BrowserCookies Cookies) : IQuery<SignOutJudgement>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(JudgeSignOutQuery);
}

/// <summary>How a sign-out goes on.</summary>
/// <param name="IsSignedIn">True when somebody is signed in in the browser.</param>
/// <param name="IsProved">True when the client proved that it knows this very person, so that nobody need be asked.</param>
/// <param name="RedirectUri">Where the person goes afterwards; null to stay.</param>
public sealed record SignOutJudgement(bool IsSignedIn, bool IsProved, string? RedirectUri);

internal sealed class JudgeSignOutHandler(ISatcomDb db, RequestScope scope, BrowserSessions browsers, IProviderTokenReader tokens) : IRequestHandler<JudgeSignOutQuery, Result<SignOutJudgement>>
{
    public async Task<Result<SignOutJudgement>> Handle(JudgeSignOutQuery request, CancellationToken cancellationToken)
    {
        var browser = await browsers.FindAsync(request.Cookies.Session, cancellationToken);
        if (request.Hint is not { } token || await tokens.ReadHintAsync(token, scope.Tenant.Id, cancellationToken) is not { } hint)
        {
            return new SignOutJudgement(browser is not null, IsProved: false, RedirectUri: null);
        }

        if (request.ClientId is not null && !string.Equals(request.ClientId, hint.ClientId, StringComparison.Ordinal))
        {
            return ValidationFailed.Of("client_id", "unknown_value");
        }

        var mayRedirect = request.RedirectUri is { } uri
            && await db.OAuthClients.AnyAsync(c => c.ClientId == hint.ClientId && c.DisabledAt == null && c.PostLogoutRedirectUris.Contains(uri), cancellationToken);
        var isProved = browser is null || string.Equals(browser.UserId.ToString(), hint.Subject, StringComparison.Ordinal);
        return new SignOutJudgement(browser is not null, isProved, mayRedirect ? request.RedirectUri : null);
    }
}
