using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Takes a correction request of the caller's own back, while nobody has decided it.</summary>
[Requires(Permissions.AttendancePunch)]
[AuditAction("attendance.cancelCorrection")]
[Fails<NotFound>]
[Fails<CorrectionDecided>]
[Fails<VersionMismatch>]
public sealed record CancelCorrectionCommand(Guid Id) : ICommand<CorrectionDto>;

internal sealed class CancelCorrectionHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CancelCorrectionCommand, Result<CorrectionDto>>
{
    public async Task<Result<CorrectionDto>> Handle(CancelCorrectionCommand request, CancellationToken cancellationToken)
    {
        var me = scope.Actor.UserId;
        if (await db.CorrectionRequests.SingleOrDefaultAsync(r => r.Id == request.Id && r.EmployeeId == me, cancellationToken) is not { } asked)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != asked.Version)
        {
            return new VersionMismatch();
        }

        return asked.Cancel(time.GetUtcNow()) is { } error ? error : await CorrectionDto.AfterAsync(asked, db, cancellationToken);
    }
}
