using Satcom.Application.Common;
using Satcom.Application.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Computes days anew, some people at a time, each batch in a transaction of its own.</summary>
internal sealed class DayRebuilding(ITenantRunner runner, RequestScope scope, IAttendanceRules rules, IWorkSchedules schedules)
{
    public async Task<RebuiltDays> RunAsync(DateOnly from, DateOnly to, IReadOnlyList<Guid> userIds, CancellationToken cancellationToken)
    {
        rules.Forget();
        schedules.Forget();
        var total = new RebuiltDays(0, 0);
        for (Guid? after = Guid.Empty; after is { } id;)
        {
            var result = await runner.SendAsync(scope.Tenant, new RebuildBatchCommand(from, to, userIds, id), cancellationToken);
            var batch = result.TryGet(out var value, out var error) ? value : throw new InvalidOperationException($"The rebuild ended with {error.Code}.");
            total = new RebuiltDays(total.Days + batch.Days, total.Changed + batch.Changed);
            after = batch.Next;
        }

        return total;
    }
}
