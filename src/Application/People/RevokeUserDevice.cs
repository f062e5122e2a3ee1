using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Trusts one of a person's devices no more; the sessions that were started on it end, and what programs were granted in those.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.revokeUserDevice")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record RevokeUserDeviceCommand(Guid UserId, Guid DeviceId) : IPlainCommand;

internal sealed class RevokeUserDeviceHandler(ISatcomDb db, UserRecords records, DeviceTrust trust, TimeProvider time) : IRequestHandler<RevokeUserDeviceCommand, Result>
{
    public async Task<Result> Handle(RevokeUserDeviceCommand request, CancellationToken cancellationToken)
    {
        if ((await records.FindAsync(request.UserId, cancellationToken)).Error is { } refusal)
        {
            return refusal;
        }

        if (await db.TrustedDevices.SingleOrDefaultAsync(d => d.Id == request.DeviceId && d.UserId == request.UserId && d.RevokedAt == null, cancellationToken) is not { } device)
        {
            return new NotFound();
        }

        trust.Revoke(device, TrustEnd.Revoked, time.GetUtcNow());
        return Result.Success;
    }
}
