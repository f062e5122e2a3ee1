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

/// <summary>Tells a person that what they asked for gave way, because somebody has said what the day was.</summary>
/// <param name="Date">The day's date.</param>
public sealed record CorrectionSupersededNotice(string Date) : MessageContent;

/// <summary>What approving and rejecting corrections share: who may, which request is meant, and that its person hears of it.</summary>
internal sealed class CorrectionDecision(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IMessenger messenger, TimeProvider time)
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
        var (date, note) = (Iso(request.Date), request.Note ?? string.Empty);
        await MailAsync(request.EmployeeId, request.Status == CorrectionStatus.Approved ? new CorrectionApprovedNotice(date, note) : new CorrectionRejectedNotice(date, note), cancellationToken);
    }

    /// <summary>Ends what else was asked for of a date, now that somebody has said what it was, and mails that to its person: approved later, it would take that word's place.</summary>
    public async Task SupersedeAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken)
    {
        var asked = await db.CorrectionRequests.Where(r => r.EmployeeId == employeeId && r.Date == date && r.Status == CorrectionStatus.Pending).ToListAsync(cancellationToken);

        // One of them may just have been approved, which the database does not know yet.
        if (asked.FindAll(r => r.Cancel(time.GetUtcNow()) is null).Count > 0)
        {
            await MailAsync(employeeId, new CorrectionSupersededNotice(Iso(date)), cancellationToken);
        }
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task MailAsync(Guid employeeId, MessageContent content, CancellationToken cancellationToken)
    {
        if (await db.Users.AsNoTracking().Where(u => u.Id == employeeId && u.Status == UserStatus.Active).Select(u => new { u.Email, u.DisplayName }).SingleOrDefaultAsync(cancellationToken) is { } person)
        {
            messenger.Mail(person.Email, person.DisplayName, content);
        }
    }
}
