using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What overrides and approved corrections share: an amendment takes the place of a day's punches, and the later days of its week follow.</summary>
internal sealed class AmendDays(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IDayPlans plans, DayJudge judge, CorrectionDecision decision, IJudgementCalls judgements, TimeProvider time)
{
    /// <summary>The day as HR says that it was, or why it is refused. Nobody says it of their own.</summary>
    /// <param name="day">The person's day of that date; null where there is none.</param>
    public async Task<Result<AttendanceDay>> OverrideAsync(AttendanceDay? day, Guid employeeId, DateOnly date, IEntersEvents said, CancellationToken cancellationToken)
    {
        if (employeeId == scope.Actor.UserId)
        {
            return new CorrectionOwnRequest();
        }

        if (string.IsNullOrWhiteSpace(said.Reason))
        {
            return new ReasonRequired();
        }

        if (!said.ToEvents(date, day?.TimeZone ?? await ZoneAsync(employeeId, date, cancellationToken)).TryGet(out var events, out var refusal))
        {
            return refusal;
        }

        scope.AuditReason = said.Reason.Trim();
        var amendment = new DayAmendment
        {
            Id = time.New(),
            Kind = AmendmentKind.Override,
            By = scope.Actor.IsSignedIn ? scope.Actor.UserId : null,
            At = WholeSeconds.Of(time.GetUtcNow()),
            Reason = scope.AuditReason,
            Events = events,
        };
        return await ApplyAsync(day, employeeId, date, amendment, cancellationToken);
    }

    /// <summary>The day as the amendment says, or why it is refused. A day that nobody tapped on is made; what else was asked for of the date gives way.</summary>
    /// <param name="day">The person's day of that date; null where there is none.</param>
    public async Task<Result<AttendanceDay>> ApplyAsync(AttendanceDay? day, Guid employeeId, DateOnly date, DayAmendment amendment, CancellationToken cancellationToken)
    {
        var (locked, its) = ((await rules.GetAsync(cancellationToken)).Lock, await judge.RulesAsync(employeeId, date, cancellationToken));
        var elsewhere = await OpenDays.WorkAroundAsync(db, employeeId, date, day?.Id, time.GetUtcNow(), cancellationToken);
        if (day is not null)
        {
            if (day.Override(amendment, locked, its, elsewhere) is { } refusal)
            {
                return refusal;
            }
        }
        else
        {
            var zone = await ZoneAsync(employeeId, date, cancellationToken);
            if (!AttendanceDay.Enter(scope.Tenant.Id, time.New(), employeeId, date, zone, amendment, locked, its, elsewhere).TryGet(out day, out var refusal))
            {
                return refusal;
            }

            db.AttendanceDays.Add(day);
        }

        await judge.RebuildLaterAsync(day, cancellationToken);
        await decision.SupersedeAsync(employeeId, date, cancellationToken);
        await judgements.CallAsync(day, isAfterwards: true, cancellationToken);
        return day;
    }

    /// <summary>The zone that a person's local times of a date are in.</summary>
    public async ValueTask<string> ZoneAsync(Guid employeeId, DateOnly date, CancellationToken cancellationToken) =>
        await plans.OfAsync(employeeId, date, cancellationToken) is { } schedule ? schedule.On(date).TimeZone : scope.Tenant.TimeZone;
}
