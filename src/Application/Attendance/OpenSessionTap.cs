using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What check-out and breaks share: they belong to the open session, wherever that began, or come late to one that was given up.</summary>
internal sealed class OpenSessionTap(ISatcomDb db, RequestScope scope, TimeProvider time)
{
    public async Task<Result<AttendanceDayDto>> ApplyAsync(
        IPunchInput input, PunchKind kind, Func<AttendanceDay, PunchFacts, Error?> apply, CancellationToken cancellationToken)
    {
        if (!input.ToFacts(scope, time).TryGet(out var facts, out var refusal))
        {
            return refusal;
        }

        var employeeId = scope.Actor.UserId;
        if (await OpenDays.FindRepeatAsync(db, scope.Actor, input.ClientEventId, cancellationToken) is { } repeat)
        {
            return repeat.Kind == kind ? repeat.Day : new IdConflict();
        }

        var day = await OpenDays.FindAsync(db, employeeId, cancellationToken);
        if (facts.IsOffline && (day is null || facts.OccurredAt < day.SessionStartedAt))
        {
            // Made before what is open now began: it may be what a flagged day waits for.
            day = await OpenDays.FindMissedAsync(db, employeeId, facts.OccurredAt, cancellationToken) ?? day;
        }

        if (day is null)
        {
            return new NotCheckedIn();
        }

        facts = await facts.WithElsewhereAsync(db, scope, day.Id, cancellationToken);
        return apply(day, facts) is { } error ? error : AttendanceDayDto.AfterChange(day, scope.Actor);
    }
}
