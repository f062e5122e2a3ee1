using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What check-out and breaks share: they belong to the open session, wherever that began, or come late to one that was given up.</summary>
internal sealed class OpenSessionTap(ISatcomDb db, RequestScope scope, IAttendanceRules rules, IDayPlans plans, DayJudge judge, LateTaps late, IJudgementCalls judgements, TimeProvider time)
{
    /// <param name="apply">Adds the tap to the day, within the limit of the session in seconds.</param>
    public async Task<Result<AttendanceDayDto>> ApplyAsync(
        IPunchInput input, PunchKind kind, BreakType? breakType, Func<AttendanceDay, PunchFacts, int, Error?> apply, CancellationToken cancellationToken)
    {
        var answer = await TapAsync(input, kind, breakType, apply, cancellationToken);

        // Of the same tap sent twice at once, one may have been taken since the other looked for it.
        return answer.Error is not null && await OpenDays.FindRepeatAsync(db, scope.Actor, input.ClientEventId, cancellationToken) is { } repeat && repeat.Kind == kind ? repeat.Day : answer;
    }

    private async Task<Result<AttendanceDayDto>> TapAsync(
        IPunchInput input, PunchKind kind, BreakType? breakType, Func<AttendanceDay, PunchFacts, int, Error?> apply, CancellationToken cancellationToken)
    {
        var of = await rules.GetAsync(cancellationToken);
        if (!input.ToFacts(scope, time, of).TryGet(out var facts, out var refusal))
        {
            return refusal;
        }

        var employeeId = scope.Actor.UserId;
        facts = await plans.InZoneOfThenAsync(employeeId, facts, cancellationToken) with { BreakType = breakType };
        if (await OpenDays.FindRepeatAsync(db, scope.Actor, input.ClientEventId, cancellationToken) is { } repeat)
        {
            return repeat.Kind == kind ? repeat.Day : new IdConflict();
        }

        var day = await OpenDays.FindAsync(db, employeeId, cancellationToken);
        var (isAwaited, isOpen) = (true, day is not null);
        var isLate = facts.IsOffline && (day is null || facts.OccurredAt < day.SessionStartedAt);
        if (isLate || day is null)
        {
            // Made before what is open now began: it may lie within a day, be what a flagged day waits for, or belong to one that is locked. A tap of now may come after its session was flagged.
            var missed = await OpenDays.FindAroundAsync(db, employeeId, WholeSeconds.Of(facts.OccurredAt), cancellationToken);
            isAwaited = missed is not null
                && (missed.LastCheckOutAt > facts.OccurredAt || missed.AwaitsTap(WholeSeconds.Of(facts.OccurredAt), of.PolicyOn(missed.Date, scope.Tenant.Settings).MaxSessionSeconds));
            if (!isAwaited && !isLate)
            {
                return new NotCheckedIn();
            }

            if (!isAwaited && await late.DateOfAsync(facts, of, cancellationToken) is { } locked)
            {
                return await late.RequestAsync(locked, kind, facts, cancellationToken);
            }

            day = missed ?? day;
        }

        if (day is null)
        {
            return new NotCheckedIn();
        }

        if (of.Lock.Holds(day.Date))
        {
            return isAwaited ? await late.RequestAsync(day.Date, kind, facts, cancellationToken) : new NotCheckedIn();
        }

        facts = await facts.WithElsewhereAsync(db, scope, day.Id, cancellationToken) with { Rules = await judge.RulesAsync(employeeId, day.Date, cancellationToken) };
        if (apply(day, facts, facts.Rules.Policy.MaxSessionSeconds) is { } error)
        {
            return error;
        }

        var isAfterwards = facts.IsOffline || !isOpen;
        if (isAfterwards)
        {
            await judge.RebuildLaterAsync(day, cancellationToken);
            await late.SettleAsync(day, cancellationToken);
        }

        await judgements.CallAsync(day, isAfterwards, cancellationToken);
        return AttendanceDayDto.AfterChange(day, scope.Actor);
    }
}
