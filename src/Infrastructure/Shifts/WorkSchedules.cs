using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Shifts;

/// <summary>
/// Schedules from the database. What a tenant's schedules have in common is read once and kept; the rest takes three queries for any number
/// of people, and none for one person who was looked up before.
/// </summary>
internal sealed class WorkSchedules(SatcomDbContext db, RequestScope scope, WorkScheduleCache cache, IApprovedLeave leave) : IWorkSchedules
{
    /// <summary>How far beyond the dates that are asked for one person's plan is read, so that the next days find it.</summary>
    private const int MarginDays = 45;

    public async Task<WorkSchedule?> FindAsync(Guid employeeId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        if ((Known(employeeId, first, last) ?? await LoadOneAsync(employeeId, first, last, cancellationToken)) is not { } plan)
        {
            return null;
        }

        return Compose(plan, await RulesAsync([plan], cancellationToken), plan.Leave);
    }

    public async Task<IReadOnlyDictionary<Guid, WorkSchedule>> OfAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var plans = await LoadAsync(employeeIds, first, last, cancellationToken);
        var rules = await RulesAsync(plans, cancellationToken);
        var taken = await leave.OfAsync([.. plans.Select(p => p.EmployeeId)], first, last, cancellationToken);
        return plans.ToDictionary(p => p.EmployeeId, p => Compose(p, rules, taken.GetValueOrDefault(p.EmployeeId)));
    }

    public async Task<IReadOnlyDictionary<Guid, WorkSchedule>> OfAsync(IReadOnlyCollection<PersonsPlan> people, CancellationToken cancellationToken)
    {
        var plans = people.Select(p => new PersonalPlan(scope.Tenant.Id, p.EmployeeId, p.Zones, p.RestDays, p.Targets, p.Calendars, p.Assignments, DateOnly.MinValue, DateOnly.MaxValue, p.StartsOn, p.EndsOn, p.Leave, p.EarlierEmployments)).ToList();
        var rules = await RulesAsync(plans, cancellationToken);
        return plans.ToDictionary(p => p.EmployeeId, p => Compose(p, rules, p.Leave));
    }

    public void Forget() => cache.Rules.Forget(scope.Tenant.Id);

    private PersonalPlan? Known(Guid employeeId, DateOnly first, DateOnly last) =>
        cache.Plans.Find(employeeId) is { } plan && plan.TenantId == scope.Tenant.Id && plan.First <= first && last <= plan.Last ? plan : null;

    private async Task<PersonalPlan?> LoadOneAsync(Guid employeeId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var read = cache.Plans.Begin();
        var (from, to) = (Moved(first, -MarginDays), Moved(last, MarginDays));
        if ((await LoadAsync([employeeId], from, to, cancellationToken)).SingleOrDefault() is not { } plan)
        {
            return null;
        }

        plan = plan with { Leave = (await leave.OfAsync([employeeId], from, to, cancellationToken)).GetValueOrDefault(employeeId) };
        cache.Plans.Keep(employeeId, plan, read);
        return plan;
    }

    private async Task<List<PersonalPlan>> LoadAsync(IReadOnlyCollection<Guid> employeeIds, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var ids = employeeIds.Distinct().ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        var people = await db.Employees.AsNoTracking().Where(e => ids.Contains(e.Id))
            .Select(e => new { e.Id, e.TimeZone, e.Zones, e.RestDays, e.Targets, e.Calendars, e.StartsOn, e.EndsOn, e.EarlierEmployments })
            .ToListAsync(cancellationToken);
        var assignments = (await db.ShiftAssignments.AsNoTracking()
            .Where(a => ids.Contains(a.EmployeeId) && a.From <= last && (a.To == null || a.To >= first))
            .OrderBy(a => a.From)
            .ToListAsync(cancellationToken)).ToLookup(a => a.EmployeeId);
        return [.. people.Select(p => new PersonalPlan(
            scope.Tenant.Id, p.Id, Domain.People.Employee.OrPresent(p.Zones, p.TimeZone), p.RestDays, p.Targets, p.Calendars, [.. assignments[p.Id]], first, last, p.StartsOn, p.EndsOn, Leave: null, p.EarlierEmployments))];
    }

    /// <summary>What all schedules have in common; read anew where a plan names what is not there yet, which another node has just made.</summary>
    private async Task<ScheduleRules> RulesAsync(IReadOnlyList<PersonalPlan> plans, CancellationToken cancellationToken)
    {
        if (cache.Rules.Find(scope.Tenant.Id) is { } known && plans.All(p => IsComplete(p, known)))
        {
            return known;
        }

        var read = cache.Rules.Begin();
        var weeks = await db.WorkWeekPolicies.AsNoTracking().Select(p => p.Weeks).SingleOrDefaultAsync(cancellationToken) ?? [new Dated<CompanyWeek>(DateOnly.MinValue, CompanyWeek.Default)];
        var rules = new ScheduleRules(
            [.. weeks.Select(w => new Dated<WeekRule>(w.From, new WeekRule(w.Value.Start, w.Value.Weekend)))],
            [.. weeks.Select(w => new Dated<FlexibleHours?>(w.From, w.Value.Target))],
            [.. weeks.Select(w => new Dated<Guid?>(w.From, w.Value.HolidayCalendarId))],
            await db.HolidayCalendars.AsNoTracking().ToDictionaryAsync(c => c.Id, cancellationToken),
            await db.Shifts.AsNoTracking().ToDictionaryAsync(s => s.Id, cancellationToken),
            await db.ShiftPatterns.AsNoTracking().ToDictionaryAsync(p => p.Id, cancellationToken));
        cache.Rules.Keep(scope.Tenant.Id, rules, read);
        return rules;
    }

    private static bool IsComplete(PersonalPlan plan, ScheduleRules rules) =>
        plan.Assignments.All(a => a.ShiftId is { } shift ? rules.Shifts.ContainsKey(shift) : rules.Patterns.TryGetValue(a.PatternId!.Value, out var pattern) && pattern.Slots.TrueForAll(s => s is not { } id || rules.Shifts.ContainsKey(id)))
        && plan.Calendars.All(c => c.Value is not { } id || rules.Calendars.ContainsKey(id));

    private static WorkSchedule Compose(PersonalPlan plan, ScheduleRules rules, IReadOnlyDictionary<DateOnly, TimeOff>? taken) => new()
    {
        Zones = plan.Zones,
        Weeks = rules.Weeks,
        RestDays = plan.RestDays,
        Targets = [.. plan.Targets.Over(rules.Targets).Select(t => new Dated<FlexibleHours>(t.From, t.Value ?? FlexibleHours.None))],
        Calendars = [.. plan.Calendars.Over(rules.CalendarIds).Select(c => new Dated<HolidayCalendar?>(c.From, c.Value is { } id ? rules.Calendars.GetValueOrDefault(id) : null))],
        Assignments = plan.Assignments,
        Shifts = rules.Shifts,
        Patterns = rules.Patterns,
        StartsOn = plan.StartsOn,
        EndsOn = plan.EndsOn,
        EarlierEmployments = plan.EarlierEmployments ?? [],
        Leave = taken ?? new Dictionary<DateOnly, TimeOff>(),
    };

    private static DateOnly Moved(DateOnly date, int days) => DateOnly.FromDayNumber(Math.Clamp(date.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}
