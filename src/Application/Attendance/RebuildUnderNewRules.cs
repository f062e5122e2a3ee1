using Satcom.Application.Common;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Attendance;

/// <summary>Another policy holds from a date on: the days that there are from it on are judged by it.</summary>
internal sealed class RebuildUnderNewRules(DayRebuilding rebuilding, TimeProvider time) : IDomainEventHandler<AttendanceRulesChanged>
{
    public async Task HandleAsync(AttendanceRulesChanged domainEvent, CancellationToken cancellationToken)
    {
        // In the easternmost zone tomorrow has begun.
        var latest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);
        if (domainEvent.From is { } from && from <= latest)
        {
            await rebuilding.RunAsync(from, latest, [], cancellationToken);
        }
    }
}
