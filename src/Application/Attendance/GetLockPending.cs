using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What is still to be seen to before attendance is locked up to a date.</summary>
/// <param name="Through">The date; yesterday in the company's zone if left out.</param>
[Requires(Permissions.AttendanceManage)]
public sealed record GetLockPendingQuery(DateOnly? Through) : IQuery<LockPendingDto>;

/// <summary>What is not decided or not ended up to a date. Corrections of a locked day cannot be approved; an open session keeps the lock from being set.</summary>
/// <param name="Through">The date.</param>
/// <param name="CorrectionCount">How many corrections wait for a decision.</param>
/// <param name="Corrections">The first hundred of them, oldest first.</param>
/// <param name="OpenSessionCount">How many people are at work in a session of these dates.</param>
/// <param name="OpenSessions">The first hundred of them, oldest first.</param>
/// <param name="OvertimePendingCount">On how many days overtime waits for a decision; the list of days shows which.</param>
public sealed record LockPendingDto(
    DateOnly Through, int CorrectionCount, IReadOnlyList<PendingCorrectionDto> Corrections, int OpenSessionCount, IReadOnlyList<OpenSessionDto> OpenSessions, int OvertimePendingCount);

/// <summary>A correction that waits for a decision.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="UserId">Whose day it is about.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="Date">The day's date.</param>
/// <param name="RequestedAt">When it was asked for.</param>
public sealed record PendingCorrectionDto(Guid Id, Guid UserId, string DisplayName, DateOnly Date, DateTimeOffset RequestedAt);

/// <summary>A session that has not ended.</summary>
/// <param name="DayId">The day that it is of.</param>
/// <param name="UserId">Who is at work.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="Date">The day's date.</param>
/// <param name="StartedAt">When the session began.</param>
public sealed record OpenSessionDto(Guid DayId, Guid UserId, string DisplayName, DateOnly Date, DateTimeOffset StartedAt);

internal sealed class GetLockPendingValidator : AbstractValidator<GetLockPendingQuery>
{
    public GetLockPendingValidator() => RuleFor(q => q.Through).IsPlannable();
}

internal sealed class GetLockPendingHandler(RequestScope scope, LockPending pending, TimeProvider time) : IRequestHandler<GetLockPendingQuery, Result<LockPendingDto>>
{
    public async Task<Result<LockPendingDto>> Handle(GetLockPendingQuery request, CancellationToken cancellationToken) =>
        await pending.UpToAsync(request.Through ?? TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone).AddDays(-1), cancellationToken);
}

/// <summary>Finds what a lock would leave undecided.</summary>
internal sealed class LockPending(ISatcomDb db)
{
    private const int MostShown = 100;

    public async Task<LockPendingDto> UpToAsync(DateOnly through, CancellationToken cancellationToken)
    {
        var corrections = db.CorrectionRequests.AsNoTracking().Where(r => r.Status == CorrectionStatus.Pending && r.Date <= through);
        var shownCorrections = await corrections.OrderBy(r => r.RequestedAt).ThenBy(r => r.Id).Take(MostShown)
            .Select(r => new PendingCorrectionDto(r.Id, r.EmployeeId, db.Users.Where(u => u.Id == r.EmployeeId).Select(u => u.DisplayName).First(), r.Date, r.RequestedAt))
            .ToListAsync(cancellationToken);
        var sessions = db.AttendanceDays.AsNoTracking().Where(d => d.SessionStartedAt != null && d.Date <= through);
        var shownSessions = await sessions.OrderBy(d => d.Date).ThenBy(d => d.Id).Take(MostShown)
            .Select(d => new OpenSessionDto(d.Id, d.EmployeeId, db.Users.Where(u => u.Id == d.EmployeeId).Select(u => u.DisplayName).First(), d.Date, d.SessionStartedAt!.Value))
            .ToListAsync(cancellationToken);
        return new LockPendingDto(
            through,
            shownCorrections.Count < MostShown ? shownCorrections.Count : await corrections.CountAsync(cancellationToken),
            shownCorrections,
            shownSessions.Count < MostShown ? shownSessions.Count : await sessions.CountAsync(cancellationToken),
            shownSessions,
            await db.AttendanceDays.CountAsync(d => d.ApprovedOvertimeSeconds == null && d.OvertimeSeconds > d.PayableOvertimeSeconds && d.Date <= through, cancellationToken));
    }
}
