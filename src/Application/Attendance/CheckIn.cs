using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Starts the caller's work: opens their day, or another session of it.</summary>
/// <param name="WorkMode">Where they work.</param>
/// <param name="OccurredAt">When they tapped, if that was without a network.</param>
/// <param name="Location">Where the device is, if the tenant asks for it.</param>
/// <param name="Note">Free text.</param>
/// <param name="ClientEventId">The client's id of the tap: sent again, it creates nothing.</param>
[Requires(Permissions.AttendancePunch)]
[AuditAction("attendance.checkIn")]
[Fails<AlreadyCheckedIn>]
[Fails<NotAnEmployee>]
[Fails<LocationRequired>]
[Fails<OutsideFence>]
public sealed record CheckInCommand(WorkMode WorkMode, DateTimeOffset? OccurredAt, LocationInput? Location, string? Note, Guid? ClientEventId)
    : ICommand<AttendanceDayDto>, IPunchInput
{
    /// <summary>What the device's clock showed when it sent the tap; it tells how far the clock is off.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

internal sealed class CheckInValidator : AbstractValidator<CheckInCommand>
{
    public CheckInValidator()
    {
        RuleFor(c => c.WorkMode).IsInEnum();
        this.AddPunchRules();
        this.AddLocationRules(c => c.Location);
    }
}

internal sealed class CheckInHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IDayPlans plans, DayJudge judge, FenceGate fences, LateTaps late, IJudgementCalls judgements, TimeProvider time)
    : IRequestHandler<CheckInCommand, Result<AttendanceDayDto>>
{
    public async Task<Result<AttendanceDayDto>> Handle(CheckInCommand request, CancellationToken cancellationToken)
    {
        // Both are in memory as a rule; what is read here is read for all taps of the coming days.
        var of = await rules.GetAsync(cancellationToken);
        if (!request.ToFacts(scope, time, of).TryGet(out var facts, out var refusal))
        {
            return refusal;
        }

        var employeeId = scope.Actor.UserId;
        facts = await plans.InZoneOfThenAsync(employeeId, facts, cancellationToken);
        var schedule = await plans.OfAsync(employeeId, TimeZones.LocalDate(facts.OccurredAt, facts.TimeZone), cancellationToken);
        var date = WorkDates.Of(facts.OccurredAt, facts.TimeZone, schedule);
        facts = facts with { WorkMode = request.WorkMode, WorkDate = date, Rules = DayJudge.Of(of.PolicyOn(date, scope.Tenant.Settings), schedule, date) };
        (facts, var outside) = await fences.JudgeAsync(of.GeofenceOn(date), facts, date, request.Location?.ToFix(), cancellationToken);
        if ((scope.Attempt > 0 || facts.IsOffline || outside is not null || of.Lock.Holds(date))
            && await OpenDays.FindRepeatAsync(db, scope.Actor, request.ClientEventId, cancellationToken) is { } repeat)
        {
            return repeat.Kind == PunchKind.CheckIn ? repeat.Day : new IdConflict();
        }

        if (outside is not null)
        {
            await fences.RefuseAsync(facts, date, cancellationToken);
            return outside;
        }

        if (of.Lock.Holds(date))
        {
            await fences.KeepFailureAsync(facts, date, cancellationToken);
            return await late.RequestAsync(date, PunchKind.CheckIn, facts, cancellationToken);
        }

        // Nearly every check-in is the first of its day, so nothing is read for it: where that is wrong the database's
        // constraints refuse the commit, and the handler runs again and looks. Of one that comes late they know nothing.
        if (scope.Attempt == 0 && !facts.IsOffline)
        {
            return await AfterAsync(OpenDay(facts), facts, cancellationToken);
        }

        // Of the same tap sent twice at once, one may have been taken since the other looked for it.
        var answer = await LookAndCheckInAsync(facts, date, cancellationToken);
        return answer.Error is not null && await OpenDays.FindRepeatAsync(db, scope.Actor, request.ClientEventId, cancellationToken) is { } taken && taken.Kind == PunchKind.CheckIn ? taken.Day : answer;
    }

    private AttendanceDay OpenDay(PunchFacts facts, DateTimeOffset? next = null)
    {
        var day = AttendanceDay.Open(scope.Tenant.Id, time.New(), scope.Actor.UserId, facts);
        GiveUp(day, facts, next);
        db.AttendanceDays.Add(day);
        return day;
    }

    private async Task<Result<AttendanceDayDto>> LookAndCheckInAsync(PunchFacts facts, DateOnly date, CancellationToken cancellationToken)
    {
        // A session that outlived its limit is a forgotten check-out: it is flagged, never closed by this tap. One that began after this tap, on its date or a later one, stays as it is.
        var employeeId = scope.Actor.UserId;
        var open = await OpenDays.FindAsync(db, employeeId, cancellationToken);
        var isBefore = facts.IsOffline && facts.OccurredAt < open?.SessionStartedAt;
        var next = facts.IsOffline ? await NextAsync(facts, date, cancellationToken) ?? (isBefore && open!.Date > date ? open.SessionStartedAt : null) : null;
        if (open is not null && !(isBefore && open.Date >= date))
        {
            var its = await judge.RulesAsync(employeeId, open.Date, cancellationToken);
            if (!open.FlagMissedCheckOut(facts.OccurredAt, DayJudge.LimitOf(open, its)))
            {
                return new AlreadyCheckedIn();
            }

            open.Rebuild(its);
        }

        var today = await OpenDays.FindAsync(db, employeeId, date, cancellationToken);
        facts = await facts.WithElsewhereAsync(db, scope, today?.Id, cancellationToken);
        if (today is null)
        {
            return facts.JudgeOpening() is { } overlap ? overlap : await SettledAsync(OpenDay(facts, next), facts, cancellationToken);
        }

        facts = facts with { Rules = await judge.RulesAsync(employeeId, date, cancellationToken) };
        if (today.CheckIn(facts) is { } refusal)
        {
            return refusal;
        }

        GiveUp(today, facts, next);
        if (facts.IsOffline)
        {
            await judge.RebuildLaterAsync(today, cancellationToken);
        }

        return await SettledAsync(today, facts, cancellationToken);
    }

    private async Task<AttendanceDayDto> SettledAsync(AttendanceDay day, PunchFacts facts, CancellationToken cancellationToken)
    {
        if (facts.IsOffline)
        {
            await late.SettleAsync(day, cancellationToken);
        }

        return await AfterAsync(day, facts, cancellationToken);
    }

    /// <summary>When the person began to work again on a later date, whether that has ended or not.</summary>
    private async Task<DateTimeOffset?> NextAsync(PunchFacts facts, DateOnly date, CancellationToken cancellationToken)
    {
        var (employeeId, last) = (scope.Actor.UserId, date.AddDays(OpenDays.DaysAround));
        return await db.AttendanceDays
            .Where(d => d.EmployeeId == employeeId && d.Date > date && d.Date <= last && d.FirstCheckInAt > facts.OccurredAt && (d.Status != AttendanceStatus.Completed || d.LastCheckOutAt != null))
            .MinAsync(d => (DateTimeOffset?)d.FirstCheckInAt, cancellationToken);
    }

    /// <summary>Where the person has begun another session since, this one is no open one, but waits for its check-out.</summary>
    private static void GiveUp(AttendanceDay day, PunchFacts facts, DateTimeOffset? next)
    {
        if (next is { } began)
        {
            day.GiveUpSession(began, facts.ReceivedAt, DayJudge.LimitOf(day, facts.Rules));
            day.Rebuild(facts.Rules);
        }
    }

    private async ValueTask<AttendanceDayDto> AfterAsync(AttendanceDay day, PunchFacts facts, CancellationToken cancellationToken)
    {
        fences.Keep(day, facts);
        await judgements.CallAsync(day, facts.IsOffline, cancellationToken);
        return AttendanceDayDto.AfterChange(day, scope.Actor) with { Fence = FenceDto.Of(facts.Fence) };
    }
}

internal sealed class AttendanceConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors =>
    [
        new("ux_attendance_days_employee_date", new AlreadyCheckedIn()),
        new("ux_attendance_days_open_session", new AlreadyCheckedIn()),
        new("ex_attendance_days_sessions", new SessionOverlaps()),
        new("ux_attendance_punches_client_event", new IdConflict()),
        new("fk_attendance_days_employees_tenant_id_employee_id", new NotAnEmployee()),
        new("fk_geofence_failures_employees_tenant_id_employee_id", new NotAnEmployee()),
        new("fk_correction_requests_employees_tenant_id_employee_id", new NotAnEmployee()),
        new("pk_correction_requests", new IdConflict()),
        new("pk_attendance_rebuilds", new IdConflict()),
        new(AttendanceRules.LockConstraint, new DayLocked()),
        new("ck_attendance_closings_open_session", new SessionStillOpen()),
    ];
}
