using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Locks attendance up to a date, because it was paid, or opens what was locked.</summary>
/// <param name="Through">The last locked date, before today in the company's zone; null opens everything.</param>
/// <param name="Reason">Why; needed where something is opened.</param>
[Requires(Permissions.AttendanceManage)]
[AuditAction("attendance.putLock")]
[Fails<LockInFuture>]
[Fails<ReasonRequired>]
[Fails<SessionStillOpen>]
[Fails<VersionMismatch>]
public sealed record PutLockCommand(DateOnly? Through, string? Reason) : ICommand<LockDto>;

internal sealed class PutLockValidator : AbstractValidator<PutLockCommand>
{
    public PutLockValidator() => RuleFor(c => c.Reason).MaximumLength(AttendanceClosing.ReasonMaxLength);
}

internal sealed class PutLockHandler(ISatcomDb db, RequestScope scope, LockPending pending, TimeProvider time) : IRequestHandler<PutLockCommand, Result<LockDto>>
{
    public async Task<Result<LockDto>> Handle(PutLockCommand request, CancellationToken cancellationToken)
    {
        var tenantId = scope.Tenant.Id;
        var kept = await db.AttendanceClosings.SingleOrDefaultAsync(cancellationToken);
        if (scope.IfMatch is { } version && version != (kept?.Version ?? 0))
        {
            return new VersionMismatch();
        }

        if (kept is null)
        {
            kept = new AttendanceClosing(tenantId, tenantId);
            db.AttendanceClosings.Add(kept);
        }

        scope.AuditReason = request.Reason;
        var isSame = kept.Through == request.Through;
        if (kept.MoveTo(request.Through, TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone), request.Reason) is { } refusal)
        {
            return refusal;
        }

        // The check-out of an open session could only become a request. What was forgotten is flagged within a minute.
        if (request.Through is { } through && await db.AttendanceDays.AnyAsync(d => d.SessionStartedAt != null && d.Date <= through, cancellationToken))
        {
            return new SessionStillOpen();
        }

        return new LockDto
        {
            Through = kept.Through,
            Pending = request.Through is { } date ? await pending.UpToAsync(date, cancellationToken) : null,
            Version = isSame ? kept.Version : 0,
        };
    }
}
