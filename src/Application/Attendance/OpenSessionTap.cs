using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>What check-out and breaks share: they belong to the open session, wherever that began.</summary>
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

        if (await OpenDays.FindAsync(db, employeeId, cancellationToken) is not { } day)
        {
            return new NotCheckedIn();
        }

        return apply(day, facts) is { } error ? error : AttendanceDayDto.AfterChange(day, scope.Actor);
    }
}
