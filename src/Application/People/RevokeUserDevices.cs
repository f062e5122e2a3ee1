using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Trusts none of a person's devices any more; the sessions that were started on them end, and what programs were granted in those.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.revokeUserDevices")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record RevokeUserDevicesCommand(Guid UserId) : IPlainCommand;

internal sealed class RevokeUserDevicesHandler(ISatcomDb db, UserRecords records, ISessionWrites sessions, TimeProvider time) : IRequestHandler<RevokeUserDevicesCommand, Result>
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
        sessions.End(new SessionsToEnd(request.UserId, SessionEnd.Revoked, now) { OnDevices = true });
        return Result.Success;
    }
}
