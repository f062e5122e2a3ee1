using System.Collections.Concurrent;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Identity;

namespace Satcom.Infrastructure.Shifts;

/// <summary>What one person's schedule is made of, without what the company has for everybody.</summary>
/// <param name="First">The first date that the assignments are complete for.</param>
/// <param name="Last">The last one.</param>
/// <param name="StartsOn">The first date of the employment, where it is said.</param>
/// <param name="EndsOn">The last one, where it is known.</param>
/// <param name="Leave">Approved leave of those dates; null for none.</param>
/// <param name="EarlierEmployments">Those before that one; null for none.</param>
internal sealed record PersonalPlan(
    Guid TenantId,
    Guid EmployeeId,
    IReadOnlyList<Dated<string>> Zones,
    IReadOnlyList<Dated<Weekdays?>> RestDays,
    IReadOnlyList<Dated<FlexibleHours?>> Targets,
    IReadOnlyList<Dated<Guid?>> Calendars,
    IReadOnlyList<ShiftAssignment> Assignments,
    DateOnly First,
    DateOnly Last,
    DateOnly? StartsOn = null,
    DateOnly? EndsOn = null,
    IReadOnlyDictionary<DateOnly, TimeOff>? Leave = null,
    IReadOnlyList<Employment>? EarlierEmployments = null);

/// <summary>What a tenant's schedules have in common.</summary>
internal sealed record ScheduleRules(
    IReadOnlyList<Dated<WeekRule>> Weeks,
    IReadOnlyList<Dated<FlexibleHours?>> Targets,
    IReadOnlyList<Dated<Guid?>> CalendarIds,
    IReadOnlyDictionary<Guid, HolidayCalendar> Calendars,
    IReadOnlyDictionary<Guid, Shift> Shifts,
    IReadOnlyDictionary<Guid, ShiftPattern> Patterns);

/// <summary>
/// What this node has looked up of schedules. Entries go at once when the bus says that something changed, and after some minutes in any
/// case. What was read while something was forgotten is not kept: it may be older than what was forgotten.
/// </summary>
internal sealed class WorkScheduleCache(TimeProvider time)
{
    private const int PeoplePerGeneration = 20_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly BoundedCache<Guid, Entry<PersonalPlan>> _people = new(PeoplePerGeneration);
    private readonly ConcurrentDictionary<Guid, Entry<ScheduleRules>> _rules = new();
    private long _forgets;

    /// <summary>To be asked for before a read whose result is to be kept.</summary>
    public long Forgets => Interlocked.Read(ref _forgets);

    public PersonalPlan? Find(Guid tenantId, Guid employeeId, DateOnly first, DateOnly last) =>
        _people.TryGet(employeeId, out var entry) && IsFresh(entry.LoadedAt) && entry.Value.TenantId == tenantId && entry.Value.First <= first && last <= entry.Value.Last ? entry.Value : null;

    public ScheduleRules? FindRules(Guid tenantId) => _rules.TryGetValue(tenantId, out var entry) && IsFresh(entry.LoadedAt) ? entry.Value : null;

    /// <param name="forgets"><see cref="Forgets"/> as it was before the read.</param>
    public void Keep(PersonalPlan plan, long forgets)
    {
        if (forgets == Forgets)
        {
            _people.Set(plan.EmployeeId, new Entry<PersonalPlan>(plan, time.GetTimestamp()));
            if (forgets != Forgets)
            {
                // Something was forgotten between the look and the setting.
                _people.Remove(plan.EmployeeId);
            }
        }
    }

    /// <inheritdoc cref="Keep(PersonalPlan, long)"/>
    public void Keep(Guid tenantId, ScheduleRules rules, long forgets)
    {
        if (forgets == Forgets)
        {
            _rules[tenantId] = new Entry<ScheduleRules>(rules, time.GetTimestamp());
            if (forgets != Forgets)
            {
                _rules.TryRemove(tenantId, out _);
            }
        }
    }

    public void ForgetPerson(Guid employeeId)
    {
        Interlocked.Increment(ref _forgets);
        _people.Remove(employeeId);
    }

    public void ForgetRules(Guid tenantId)
    {
        Interlocked.Increment(ref _forgets);
        _rules.TryRemove(tenantId, out _);
    }

    /// <summary>Forgets everything, because this node may have missed messages.</summary>
    public void ForgetAll()
    {
        Interlocked.Increment(ref _forgets);
        _people.RemoveWhere(static _ => true);
        _rules.Clear();
    }

    private bool IsFresh(long loadedAt) => time.GetElapsedTime(loadedAt) < Lifetime;

    private sealed record Entry<T>(T Value, long LoadedAt);
}
