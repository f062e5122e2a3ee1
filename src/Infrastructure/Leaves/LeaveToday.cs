using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Infrastructure.Common;
using Satcom.Infrastructure.Messaging;

namespace Satcom.Infrastructure.Leaves;

/// <summary>
/// Who is on leave, tenant by tenant, in memory. What is kept is the leave around now with its person's zone, so that midnight needs no query; it is read again when
/// somebody's leave changes on any node, when messages of the bus may have been missed, and after a minute.
/// </summary>
internal sealed class LeaveToday(ITenantDirectory tenants, ITenantRunner runner, TimeProvider time) : ILeaveToday, IForgets
{
    private const int GenerationSize = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ReadCache<Guid, Known> _known = new(time, Lifetime, GenerationSize);

    public async ValueTask<IReadOnlySet<Guid>> OfAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        var known = _known.Find(tenantId) ?? await LoadAsync(tenantId, cancellationToken);
        var now = time.GetUtcNow();
        return known.Leave.Where(l => TimeZones.LocalDate(now, l.TimeZone) is var today && l.From <= today && today <= l.To).Select(l => l.EmployeeId).ToHashSet();
    }

    public void Forget(CacheForget forget)
    {
        // The message names the person and not the tenant; there are few of them, and reading again is one query.
        if (forget.Of is CacheForget.Leave)
        {
            ForgetAll();
        }
    }

    public void ForgetAll() => _known.ForgetAll();

    private async Task<Known> LoadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(tenantId, cancellationToken) ?? throw new InvalidOperationException($"There is no tenant {tenantId}.");
        var read = _known.Begin();

        // Dates a day around that of UTC hold every zone's today, also that of the next minutes.
        var utc = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (first, last) = (utc.AddDays(-1), utc.AddDays(2));
        List<OnLeave> leave = [];
        await runner.RunAsync(
            tenant,
            async (services, token) =>
            {
                var db = services.GetRequiredService<ISatcomDb>();
                leave = await (from request in db.LeaveRequests.AsNoTracking()
                               join employee in db.Employees.AsNoTracking() on request.EmployeeId equals employee.Id
                               where request.Status == LeaveStatus.Approved && request.Portion != LeavePortion.Hours && request.From <= last && request.To >= first
                               select new OnLeave(request.EmployeeId, request.From, request.To, employee.TimeZone)).ToListAsync(token);
            },
            cancellationToken);
        var known = new Known(leave);
        _known.Keep(tenantId, known, read);
        return known;
    }

    private sealed record OnLeave(Guid EmployeeId, DateOnly From, DateOnly To, string TimeZone);

    private sealed record Known(IReadOnlyList<OnLeave> Leave);
}
