using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Anomalies;

/// <summary>Has everybody's last weeks judged anew, once for each date that has ended wherever the company's people are.</summary>
/// <remarks>Two nodes at once meet at the unique key on the date; the loser runs again and finds that nothing is to be done.</remarks>
/// <returns>How many it began: one, or none.</returns>
[SystemOnly]
[AuditAction("anomalies.evaluate")]
public sealed record EvaluateNightCommand : ICommand<int>
{
    /// <summary>How far back everybody is judged: timesheets are due, and corrections come, weeks later.</summary>
    public const int Days = 35;
}

internal sealed class EvaluateNightHandler(ISatcomDb db, RequestScope scope, IAnomalyPolicies policies, TimeProvider time) : IRequestHandler<EvaluateNightCommand, Result<int>>
{
    public async Task<Result<int>> Handle(EvaluateNightCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetStoredNow();
        var zones = await (from e in db.Employees.AsNoTracking()
                           join u in db.Users.AsNoTracking() on e.Id equals u.Id
                           where u.Status == UserStatus.Active
                           select e.TimeZone).Distinct().ToListAsync(cancellationToken);
        var night = zones.Append(scope.Tenant.TimeZone).Min(zone => TimeZones.LocalDate(now, zone)).AddDays(-1);
        if (await db.AnomalyEvaluations.AnyAsync(e => e.Night == night, cancellationToken))
        {
            return 0;
        }

        var oldest = night.AddDays(-EvaluateNightCommand.Days);
        var from = (await policies.ReadAsync(cancellationToken)).WeekOf(oldest);
        db.AnomalyEvaluations.Add(AnomalyEvaluation.OfNight(scope.Tenant.Id, time.New(), from, night, await db.Employees.CountAsync(cancellationToken), now));
        return 1;
    }
}
