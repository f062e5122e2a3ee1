using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity.Provider;

/// <summary>Exchanges a code for tokens, once (RFC 6749, section 4.1.3; RFC 7636, section 4.6).</summary>
[Anonymous]
[NoReplay]
[AuditAction("oauth.redeemCode")]
public sealed record RedeemCodeCommand(ClientProof Client, string? Code, string? RedirectUri, string? Verifier, string? Resource) : ICommand<TokenReply>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RedeemCodeCommand);
}

/// <remarks>
/// The row's version makes the use single: the update that spends it and the insert of the tokens are one transaction, which another
/// use's update refuses. Whoever lost runs again, finds the code spent, and ends what the winner got, as with any replay.
/// </remarks>
internal sealed class RedeemCodeHandler(ISatcomDb db, RequestScope scope, ClientGate gate, GrantTokens grants, ISignInSecrets secrets, ISessionWrites sessions, TimeProvider time)
    : IRequestHandler<RedeemCodeCommand, Result<TokenReply>>
{
    private const int VerifierMinLength = 43;
    private const int VerifierMaxLength = 128;

    private static readonly ProtocolRefused NotGood = new(ProtocolError.InvalidGrant, "The code is not good, or not for this request.");
    private static readonly ProtocolRefusedForGood Spent = new(ProtocolError.InvalidGrant, "The code is not good, or not for this request.");

    public async Task<Result<TokenReply>> Handle(RedeemCodeCommand request, CancellationToken cancellationToken)
    {
        if (!(await gate.AuthenticateAsync(request.Client, cancellationToken)).TryGet(out var client, out var refusal))
        {
            return refusal;
        }

        if (!client.Grants.Contains(OAuthGrantTypes.AuthorizationCode))
        {
            return new ProtocolRefused(ProtocolError.UnauthorizedClient, "The client may not use this grant.");
        }

        if (request.Code is null)
        {
            return new ProtocolRefused(ProtocolError.InvalidRequest, "The code is missing.");
        }

        if (secrets.Read(SecretKind.AuthorizationCode, request.Code) is not var (tenantId, hash))
        {
            return NotGood;
        }

        var code = tenantId == scope.Tenant.Id ? await db.AuthorizationCodes.SingleOrDefaultAsync(c => c.CodeHash == hash, cancellationToken) : null;
        if (code is null || code.OAuthClientId != client.Id)
        {
            return await gate.FailedAsync("oauth.foreignCode", client.Id, cancellationToken) is { } limited ? limited : NotGood;
        }

        var now = time.GetUtcNow();
        if (code.SpentAt is not null)
        {
            return await EndReplayedAsync(code, client, now, cancellationToken);
        }

        if (code.ExpiresAt <= now)
        {
            return NotGood;
        }

        // From here on the code is worth nothing more, whatever comes of it.
        if (!IsRight(code.CodeChallenge, request.Verifier) || !string.Equals(code.RedirectUri, request.RedirectUri, StringComparison.Ordinal)
            || (request.Resource is not null && !string.Equals(code.Resource, request.Resource, StringComparison.Ordinal))
            || !IsStillAllowed(client, code) || !await IsConsentedAsync(client, code, cancellationToken)
            || await LiveBrowserAsync(code, now, cancellationToken) is not var (browser, version))
        {
            code.Spend(now, sessionId: null);
            return await gate.FailedAsync("oauth.codeBurnt", client.Id, cancellationToken) is { } limited ? limited : Spent;
        }

        scope.Actor = new Actor { Kind = ActorKind.User, UserId = code.UserId, SessionId = code.BrowserSessionId, OAuthClientId = client.Id };
        sessions.DependOnLive(code.UserId, code.BrowserSessionId);
        var (session, grant) = grants.Open(client, code.UserId, version, code.BrowserSessionId, [.. code.Scopes.Intersect(client.Scopes, StringComparer.Ordinal)], code.Resource, browser.AuthenticatedAt, browser.Methods, now);
        code.Spend(now, session.Id);
        return await grants.FirstAsync(client, session, grant, request.Client.Issuer, code.Nonce, now, cancellationToken);
    }

    /// <summary>Somebody shows the code again: what came of its first use is taken back (RFC 6749, section 4.1.2).</summary>
    private async Task<Result<TokenReply>> EndReplayedAsync(AuthorizationCode code, OAuthClient client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Ended once is ended for good: whoever shows the code a thousand times more must not hold up the account's other sign-ins.
        if (code.SessionId is { } opened && await db.Sessions.AnyAsync(s => s.Id == opened && s.EndedAt == null, cancellationToken))
        {
            sessions.End(new SessionsToEnd(code.UserId, SessionEnd.Revoked, now) { Named = opened });
        }

        return await gate.FailedAsync("oauth.codeReplayed", client.Id, cancellationToken) is { } limited ? limited : Spent;
    }

    /// <summary>Whether the client may still have what the code is for; scopes that were taken from it meanwhile are left out.</summary>
    private static bool IsStillAllowed(OAuthClient client, AuthorizationCode code) =>
        code.Scopes.Intersect(client.Scopes, StringComparer.Ordinal).Any() && client.MayTarget(code.Resource)

        // The console's addresses follow from the settings and not from its row, and its codes came from there.
        && (string.Equals(client.ClientId, OAuthClient.ConsoleId, StringComparison.Ordinal) || client.MayRedirectTo(code.RedirectUri));

    /// <summary>Whether the consent still stands that the code came of: what a withdrawal did not see of it, because it was written at the same time, ends here.</summary>
    private async Task<bool> IsConsentedAsync(OAuthClient client, AuthorizationCode code, CancellationToken cancellationToken) =>
        !client.RequiresConsent
        || (await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.UserId == code.UserId && c.OAuthClientId == client.Id, cancellationToken))?.Covers(code.Scopes) == true;

    private async Task<LiveBrowser?> LiveBrowserAsync(AuthorizationCode code, DateTimeOffset now, CancellationToken cancellationToken) =>
        scope.Tenant.Status != TenantStatus.Active
            ? null
            : await (
                from browser in db.BrowserSessions.AsNoTracking()
                join session in db.Sessions on browser.SessionId equals session.Id
                join user in db.Users on session.UserId equals user.Id
                where browser.SessionId == code.BrowserSessionId && session.EndedAt == null && session.ExpiresAt > now && user.Id == code.UserId && user.Status == UserStatus.Active
                select new LiveBrowser(browser, user.Version)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>A browser in which the person is signed in, and the version of their account.</summary>
    private sealed record LiveBrowser(BrowserSession Session, uint Version);

    /// <summary>Without a challenge nothing is right: every code has one, and a verifier for none would be a downgrade (RFC 9700, section 2.1.1).</summary>
    private static bool IsRight(string? challenge, string? verifier) =>
        challenge is not null
        && verifier is { Length: >= VerifierMinLength and <= VerifierMaxLength }
        && verifier.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(challenge), Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))));
}
