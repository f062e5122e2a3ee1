using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>Takes a client's own token back (RFC 7009). What is not its own stays as it is, and the answer is the same.</summary>
[Anonymous]
[NoReplay]
[AuditAction("oauth.revokeToken")]
public sealed record RevokeTokenCommand(ClientProof Client, string Token) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RevokeTokenCommand);
}

internal sealed class RevokeTokenHandler(ISatcomDb db, RequestScope scope, ClientGate gate, IProviderTokenReader tokens, ISignInSecrets secrets, ISessionWrites sessions, TimeProvider time)
    : IRequestHandler<RevokeTokenCommand, Result>
{
    public async Task<Result> Handle(RevokeTokenCommand request, CancellationToken cancellationToken)
    {
        if (!(await gate.AuthenticateAsync(request.Client, cancellationToken)).TryGet(out var client, out var refusal))
        {
            return refusal;
        }

        if (request.Token.Length > TokenLimits.MaxLength)
        {
            return Result.Success;
        }

        if (secrets.Read(SecretKind.ClientRefresh, request.Token) is var (tenantId, hash))
        {
            var grant = tenantId == scope.Tenant.Id
                ? await (from row in db.RefreshTokens join g in db.OAuthGrants on row.SessionId equals g.SessionId where row.TokenHash == hash select g).AsNoTracking().SingleOrDefaultAsync(cancellationToken)
                : null;
            return await EndAsync(client, grant?.OAuthClientId == client.Id, grant?.SessionId, cancellationToken);
        }

        if (await tokens.InspectAsync(request.Token, scope.Tenant.Id, cancellationToken) is not { } token)
        {
            return Result.Success;
        }

        var isOwn = string.Equals(token.ClientId, client.ClientId, StringComparison.Ordinal);
        if (isOwn && token.SessionId is null)
        {
            if (!await db.RevokedTokens.AnyAsync(r => r.Id == token.Id, cancellationToken))
            {
                db.RevokedTokens.Add(new RevokedToken { TenantId = client.TenantId, Id = token.Id, ExpiresAt = token.ExpiresAt });
                db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "oauthClient", client.Id));
            }

            return Result.Success;
        }

        return await EndAsync(client, isOwn, token.SessionId, cancellationToken);
    }

    private async Task<Result> EndAsync(OAuthClient client, bool isOwn, Guid? sessionId, CancellationToken cancellationToken)
    {
        if (!isOwn)
        {
            return await gate.FailedAsync("oauth.foreignRevocation", client.Id, cancellationToken) is { } limited ? limited : Result.Success;
        }

        // What has ended needs no end, and a thousand times of it must not hold up the account's other sign-ins.
        if (await db.Sessions.Where(s => s.Id == sessionId && s.EndedAt == null).Select(s => (Guid?)s.UserId).SingleOrDefaultAsync(cancellationToken) is { } userId)
        {
            sessions.End(new SessionsToEnd(userId, SessionEnd.Revoked, time.GetUtcNow()) { Named = sessionId });
        }

        return Result.Success;
    }
}
