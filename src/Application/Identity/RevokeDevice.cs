using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Trusts one of the caller's devices no more; the sessions that were started on it end, and what programs were granted in those.</summary>
/// <param name="Id">The device's id.</param>
[SignedIn]
[AuditAction("auth.revokeDevice")]
[Fails<NotFound>]
public sealed record RevokeDeviceCommand(Guid Id) : IPlainCommand;

internal sealed class RevokeDeviceHandler(ISatcomDb db, RequestScope scope, DeviceTrust trust, TimeProvider time) : IRequestHandler<RevokeDeviceCommand, Result>
{
    public async Task<Result> Handle(RevokeDeviceCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (await db.TrustedDevices.SingleOrDefaultAsync(d => d.Id == request.Id && d.UserId == me && d.RevokedAt == null, cancellationToken) is not { } device)
        {
            return new NotFound();
        }

        trust.Revoke(device, TrustEnd.Revoked, time.GetUtcNow());
        return Result.Success;
    }
}
