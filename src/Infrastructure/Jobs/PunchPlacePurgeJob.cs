using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Attendance;
using Satcom.Application.Common;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Removes the coordinates of taps once they are as old as the tenant keeps them. What the geofence said of the taps stays.</summary>
internal sealed class PunchPlacePurgeJob(EachTenant tenants, TimeProvider time) : IJobWork
{
    public async Task RunAsync(JobProgress run, CancellationToken cancellationToken) =>
        await tenants.RunForAllAsync(run, async (runner, tenant, token) => run.Count(await PurgeAsync(runner, tenant, token)), cancellationToken);

    internal async Task<int> PurgeAsync(ITenantRunner runner, TenantInfo tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = DateTimeOffset.MinValue;
        await runner.RunAsync(
            tenant,
            async (services, token) =>
            {
                var rules = await services.GetRequiredService<IAttendanceRules>().GetAsync(token);
                before = rules.GeofenceOn(Domain.Common.TimeZones.LocalDate(now, tenant.TimeZone)).PurgeBefore(now);
            },
            cancellationToken);
        return await runner.DeleteAsync(tenant, db => db.PunchPlaces.Where(p => p.At < before).OrderBy(p => p.At), cancellationToken);
    }
}
