using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Identity.Provider;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity.Provider;

/// <summary>Answers a device that asks whether its person has approved it (RFC 8628, section 3.4).</summary>
[Anonymous]
[NoReplay]
[AuditAction("oauth.redeemDeviceCode")]
public sealed record RedeemDeviceCodeCommand(ClientProof Client, string? DeviceCode) : ICommand<TokenReply>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RedeemDeviceCodeCommand);
}

internal sealed class RedeemDeviceCodeHandler(ISatcomDb db, RequestScope scope, ClientGate gate, GrantTokens grants, ISessionWrites sessions, ISignInSecrets secrets, TimeProvider time)
    : IRequestHandler<RedeemDeviceCodeCommand, Result<TokenReply>>
{
    public async Task<Result<TokenReply>> Handle(RedeemDeviceCodeCommand request, CancellationToken cancellationToken)
    {
        if (!(await gate.AuthenticateAsync(request.Client, cancellationToken)).TryGet(out var client, out var refusal))
        {
            return refusal;
        }

        if (!client.Grants.Contains(OAuthGrantTypes.DeviceCode))
        {
            return new ProtocolRefused(ProtocolError.UnauthorizedClient, "The client may not use this grant.");
        }

        var now = time.GetUtcNow();
        var device = request.DeviceCode is { } text && secrets.Read(SecretKind.DeviceCode, text) is var (tenantId, hash) && tenantId == scope.Tenant.Id
            ? await db.DeviceAuthorizations.SingleOrDefaultAsync(d => d.DeviceCodeHash == hash && d.OAuthClientId == client.Id, cancellationToken)
            : null;
        if (device is null or { Status: DeviceAuthorizationStatus.Redeemed } || scope.Tenant.Status != TenantStatus.Active)
        {
            return new ProtocolRefused(ProtocolError.InvalidGrant, "The device_code is not good.");
        }

        if (device.ExpiresAt <= now)
        {
            return new ProtocolRefused("expired_token", "The device_code is too old.");
        }

        if (!device.Poll(now))
        {
            return new ProtocolRefusedForGood("slow_down", "Wait longer between two questions.");
        }

        return device.Status switch
        {
            DeviceAuthorizationStatus.Pending => new ProtocolRefusedForGood("authorization_pending", "The person has not decided yet."),
            DeviceAuthorizationStatus.Denied => new ProtocolRefused("access_denied", "The person said no."),
            _ => await RedeemAsync(device, client, request.Client.Issuer, now, cancellationToken),
        };
    }

    private async Task<Result<TokenReply>> RedeemAsync(DeviceAuthorization device, OAuthClient client, string issuer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The person may have signed out since; but what was approved in a session that was taken from somebody is worth nothing.
        var browser = await (
            from row in db.BrowserSessions.AsNoTracking()
            join session in db.Sessions on row.SessionId equals session.Id
            join user in db.Users on device.UserId equals user.Id
            where row.SessionId == device.BrowserSessionId && user.Status == UserStatus.Active && (session.EndedAt == null || session.EndReason == SessionEnd.Logout)
            select new { Session = row, user.Version, HasEnded = session.EndedAt != null }).SingleOrDefaultAsync(cancellationToken);
        var scopes = device.Scopes.Intersect(client.Scopes, StringComparer.Ordinal).ToList();
        if (browser is null || scopes.Count == 0 || !client.MayTarget(device.Resource))
        {
            return new ProtocolRefused(ProtocolError.InvalidGrant, "The device_code is not good.");
        }

        scope.Actor = new Actor { Kind = ActorKind.User, UserId = device.UserId!.Value, OAuthClientId = client.Id };
        device.Redeem();

        if (!browser.HasEnded)
        {
            // Whoever takes the session back meanwhile is told of no device that came of it; so the device comes second and is judged anew.
            sessions.DependOnLive(device.UserId.Value, browser.Session.SessionId);
        }

        // It descends in the session in which it was approved, and ends with that as every grant does: by a mere sign-out only where it was not granted for longer.
        var (family, grant) = grants.Open(client, device.UserId.Value, browser.Version, browser.Session.SessionId, scopes, device.Resource, browser.Session.AuthenticatedAt, browser.Session.Methods, now);
        return await grants.FirstAsync(client, family, grant, issuer, nonce: null, now, cancellationToken);
    }
}
