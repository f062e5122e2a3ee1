using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Trusts none of a person's devices any more; the sessions that were started on them end.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.revokeUserDevices")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record RevokeUserDevicesCommand(Guid UserId) : IPlainCommand;

internal sealed class RevokeUserDevicesHandler(ISatcomDb db, UserRecords records, TimeProvider time) : IRequestHandler<RevokeUserDevicesCommand, Result>
{
    public async Task<Result> Handle(RevokeUserDevicesCommand request, CancellationToken cancellationToken)
    {
        if ((await records.FindAsync(request.UserId, cancellationToken)).Error is { } refusal)
        {
            return refusal;
        }

        var now = time.GetUtcNow();
        var devices = await db.TrustedDevices.Where(d => d.UserId == request.UserId && d.RevokedAt == null).ToListAsync(cancellationToken);
        devices.ForEach(d => d.Revoke(TrustEnd.Revoked, now));
        var sessions = await db.Sessions.Where(s => s.UserId == request.UserId && s.DeviceId != null && s.EndedAt == null).ToListAsync(cancellationToken);
        sessions.ForEach(s => s.End(SessionEnd.Revoked, now));
        return Result.Success;
    }
}
