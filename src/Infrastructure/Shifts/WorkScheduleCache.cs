using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Common;
using Satcom.Infrastructure.Messaging;

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

/// <summary>What this node has looked up of schedules.</summary>
internal sealed class WorkScheduleCache(TimeProvider time) : IForgets
{
    private const int PeoplePerGeneration = 20_000;
    private const int TenantsPerGeneration = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>By the ids of employees.</summary>
    public ReadCache<Guid, PersonalPlan> Plans { get; } = new(time, Lifetime, PeoplePerGeneration);

    /// <summary>By the ids of tenants.</summary>
    public ReadCache<Guid, ScheduleRules> Rules { get; } = new(time, Lifetime, TenantsPerGeneration);

    public void Forget(CacheForget forget)
    {
        switch (forget.Of)
        {
            case CacheForget.Schedule:
            case CacheForget.Leave:
                Plans.Forget(forget.Id);
                break;
            case CacheForget.ScheduleRules:
                Rules.Forget(forget.Id);
                break;
        }
    }

    public void ForgetAll()
    {
        Plans.ForgetAll();
        Rules.ForgetAll();
    }
}
