using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Attendance;

/// <summary>What is still to be seen to before attendance is locked up to a date.</summary>
/// <param name="Through">The date; yesterday in the company's zone if left out.</param>
[Requires(Permissions.AttendanceManage)]
public sealed record GetLockPendingQuery(DateOnly? Through) : IQuery<LockPendingDto>;

/// <summary>
/// What is not decided or not ended up to a date. Corrections of a locked day and leave that begins on one cannot be approved; a session without its check-out is paid nothing and stays so, and overtime of one that was closed by
/// rule is not paid until somebody confirms it; an open session keeps the lock from being set.
/// </summary>
/// <param name="Through">The date.</param>
/// <param name="CorrectionCount">How many corrections wait for a decision.</param>
/// <param name="Corrections">The first hundred of them, oldest first.</param>
/// <param name="OpenSessionCount">How many people are at work in a session of these dates.</param>
/// <param name="OpenSessions">The first hundred of them, oldest first.</param>
/// <param name="OvertimePendingCount">On how many days overtime waits for a decision; the list of days shows which.</param>
/// <param name="LeaveCount">How many requests for leave that begins by then wait for a decision.</param>
/// <param name="Leave">The first hundred of them, earliest leave first.</param>
/// <param name="MissingCheckOutCount">On how many days a check-out was forgotten, so that its session counts nothing, whatever came after it.</param>
/// <param name="MissingCheckOuts">The first hundred of them, oldest first.</param>
/// <param name="AutoClosedCount">On how many days a forgotten check-out was added by rule, and nobody has confirmed it; the list of days with the flag autoClosed shows which.</param>
public sealed record LockPendingDto(
    DateOnly Through, int CorrectionCount, IReadOnlyList<PendingCorrectionDto> Corrections, int OpenSessionCount, IReadOnlyList<OpenSessionDto> OpenSessions, int OvertimePendingCount,
    int LeaveCount, IReadOnlyList<PendingLeaveDto> Leave, int MissingCheckOutCount, IReadOnlyList<MissingCheckOutDto> MissingCheckOuts, int AutoClosedCount);

/// <summary>A request for leave that waits for a decision.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="UserId">Whose leave it is.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="From">Its first date.</param>
/// <param name="To">Its last date.</param>
/// <param name="Status">pending, or recommended by the manager.</param>
public sealed record PendingLeaveDto(Guid Id, Guid UserId, string DisplayName, DateOnly From, DateOnly To, LeaveStatus Status);

/// <summary>A day that lacks a check-out.</summary>
/// <param name="DayId">The day.</param>
/// <param name="UserId">Whose day it is.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="Date">The day's date.</param>
public sealed record MissingCheckOutDto(Guid DayId, Guid UserId, string DisplayName, DateOnly Date);

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
        var leave = db.LeaveRequests.AsNoTracking().Where(r => (r.Status == LeaveStatus.Pending || r.Status == LeaveStatus.Recommended) && r.From <= through);
        var shownLeave = await leave.OrderBy(r => r.From).ThenBy(r => r.Id).Take(MostShown)
            .Select(r => new PendingLeaveDto(r.Id, r.EmployeeId, db.Users.Where(u => u.Id == r.EmployeeId).Select(u => u.DisplayName).First(), r.From, r.To, r.Status))
            .ToListAsync(cancellationToken);

        // By the flag, for another session may have ended since. That there is one is said for the small index of flagged days.
        var flagged = db.AttendanceDays.AsNoTracking().Where(d => d.Flags.Count > 0 && d.Date <= through);
        var forgotten = flagged.Where(d => d.Flags.Contains(DayFlags.MissingCheckOut));
        var shownForgotten = await forgotten.OrderBy(d => d.Date).ThenBy(d => d.Id).Take(MostShown)
            .Select(d => new MissingCheckOutDto(d.Id, d.EmployeeId, db.Users.Where(u => u.Id == d.EmployeeId).Select(u => u.DisplayName).First(), d.Date))
            .ToListAsync(cancellationToken);
        return new LockPendingDto(
            through,
            shownCorrections.Count < MostShown ? shownCorrections.Count : await corrections.CountAsync(cancellationToken),
            shownCorrections,
            shownSessions.Count < MostShown ? shownSessions.Count : await sessions.CountAsync(cancellationToken),
            shownSessions,
            await db.AttendanceDays.CountAsync(d => d.OvertimeSeconds > d.PayableOvertimeSeconds && (d.ApprovedOvertimeSeconds == null || d.OvertimeSeconds > d.ApprovedOfSeconds) && d.Date <= through, cancellationToken),
            shownLeave.Count < MostShown ? shownLeave.Count : await leave.CountAsync(cancellationToken),
            shownLeave,
            shownForgotten.Count < MostShown ? shownForgotten.Count : await forgotten.CountAsync(cancellationToken),
            shownForgotten,
            await flagged.CountAsync(d => d.Flags.Contains(DayFlags.AutoClosed), cancellationToken));
    }
}
