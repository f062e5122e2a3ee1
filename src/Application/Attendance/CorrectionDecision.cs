using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Attendance;

/// <summary>Tells a person that their day is counted as they asked.</summary>
/// <param name="Date">The day's date.</param>
/// <param name="Note">What the decider wrote; empty where nothing.</param>
public sealed record CorrectionApprovedNotice(string Date, string Note) : MessageContent;

/// <summary>Tells a person that their day stays as it is.</summary>
/// <param name="Date">The day's date.</param>
/// <param name="Note">What the decider wrote; empty where nothing.</param>
public sealed record CorrectionRejectedNotice(string Date, string Note) : MessageContent;

/// <summary>What approving and rejecting corrections share: who may, which request is meant, and that its person hears of it.</summary>
internal sealed class CorrectionDecision(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IMessenger messenger)
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

    /// <summary>Mails the decision to the person, unless their account is shut.</summary>
    public async Task TellAsync(CorrectionRequest request, CancellationToken cancellationToken)
    {
        if (await db.Users.AsNoTracking().Where(u => u.Id == request.EmployeeId && u.Status == UserStatus.Active).Select(u => new { u.Email, u.DisplayName }).SingleOrDefaultAsync(cancellationToken) is { } person)
        {
            var (date, note) = (request.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), request.Note ?? string.Empty);
            messenger.Mail(person.Email, person.DisplayName, request.Status == CorrectionStatus.Approved ? new CorrectionApprovedNotice(date, note) : new CorrectionRejectedNotice(date, note));
        }
    }
}
