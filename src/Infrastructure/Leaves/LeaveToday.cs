using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;

namespace Satcom.Infrastructure.Leaves;

/// <summary>
/// Who is on leave, tenant by tenant, in memory. What is kept is the leave around now with its person's zone, so that midnight needs no query; it is read again when
/// somebody's leave changes on any node, when messages of the bus may have been missed, and after a minute.
/// </summary>
internal sealed class LeaveToday(ITenantDirectory tenants, ITenantRunner runner, INodeBus bus, TimeProvider time) : ILeaveToday, IHostedService, IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, Known> _known = new();
    private readonly List<IDisposable> _subscriptions = [];
    private int _forgotten;

    public async ValueTask<IReadOnlySet<Guid>> OfAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(tenantId, out var known) || time.GetElapsedTime(known.LoadedAt) >= Lifetime)
        {
            known = await LoadAsync(tenantId, cancellationToken);
        }

        var now = time.GetUtcNow();
        return known.Leave.Where(l => TimeZones.LocalDate(now, l.TimeZone) is var today && l.From <= today && today <= l.To).Select(l => l.EmployeeId).ToHashSet();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The message names the person and not the tenant; there are few of them, and reading again is one query.
        _subscriptions.Add(bus.Subscribe<CacheForget>((_, forget) =>
        {
            if (string.Equals(forget.Of, CacheForget.Leave, StringComparison.Ordinal))
            {
                ForgetAll();
            }
        }));
        _subscriptions.Add(bus.Subscribe<BusResynchronised>((_, _) => ForgetAll()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private void ForgetAll()
    {
        Interlocked.Increment(ref _forgotten);
        _known.Clear();
    }

    private async Task<Known> LoadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(tenantId, cancellationToken) ?? throw new InvalidOperationException($"There is no tenant {tenantId}.");
        var (loadedAt, forgotten) = (time.GetTimestamp(), Volatile.Read(ref _forgotten));

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
        var known = new Known(leave, loadedAt);

        // What was read while somebody's leave changed is good for this answer alone.
        if (Volatile.Read(ref _forgotten) == forgotten)
        {
            _known[tenantId] = known;
            if (Volatile.Read(ref _forgotten) != forgotten)
            {
                // Something was forgotten between the look and the setting.
                _known.TryRemove(tenantId, out _);
            }
        }

        return known;
    }

    private sealed record OnLeave(Guid EmployeeId, DateOnly From, DateOnly To, string TimeZone);

    private sealed record Known(IReadOnlyList<OnLeave> Leave, long LoadedAt);
}
