using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What approving and rejecting corrections share: who may, and which request is meant.</summary>
internal sealed class CorrectionDecision(ISatcomDb db, RequestScope scope, IAttendanceRules rules)
{
    /// <summary>The request, tracked, or why the caller does not decide it.</summary>
    public async Task<Result<CorrectionRequest>> FindAsync(Guid id, string? note, CancellationToken cancellationToken)
    {
        if (await CorrectionDto.Within(db.CorrectionRequests, db, scope.Actor).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } request)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != request.Version)
        {
            return new VersionMismatch();
        }

        var policy = (await rules.GetAsync(cancellationToken)).PolicyOn(request.Date, scope.Tenant.Settings);
        if (request.EmployeeId != scope.Actor.UserId && !scope.Actor.May(Permissions.AttendanceManage) && !policy.ManagersDecideCorrections)
        {
            return new DecidedByHr();
        }

        scope.AuditReason = note;
        return request;
    }
}
