using Satcom.Domain.Common;

namespace Satcom.Domain.Shifts;

/// <summary>How a company works where a person has nothing of their own: weeks, weekend, target, and holidays.</summary>
/// <param name="Start">The first day of its weeks.</param>
/// <param name="Weekend">Its weekend.</param>
public sealed record CompanyWeek(DayOfWeek Start, Weekdays Weekend)
{
    public static readonly CompanyWeek Default = new(DayOfWeek.Monday, Weekdays.Saturday | Weekdays.Sunday);

    /// <summary>How long people without a shift are to work.</summary>
    public FlexibleHours Target { get; init; } = FlexibleHours.None;

    /// <summary>The holidays of people without a calendar of their own.</summary>
    public Guid? HolidayCalendarId { get; init; }
}

/// <summary>A company's weeks by date. Each company has one, under the company's own id.</summary>
[Audited("workWeek")]
public sealed class WorkWeekPolicy : AggregateRoot
{
    public WorkWeekPolicy(Guid tenantId)
        : base(tenantId, tenantId)
    {
    }

    public List<Dated<CompanyWeek>> Weeks { get; private set; } = [new(DateOnly.MinValue, CompanyWeek.Default)];

    /// <summary>Another week from a date on; what was to begin on that date or later gives way.</summary>
    /// <param name="today">The company's date of the present.</param>
    public Error? Change(DateOnly from, DateOnly today, CompanyWeek week)
    {
        if (from < today)
        {
            return new EffectiveInPast();
        }

        if (Weeks.Changed(from, week) is { } changed)
        {
            Weeks = changed;
            Raise(new ScheduleRulesChanged(TenantId, Id, from));
        }

        return null;
    }
}
