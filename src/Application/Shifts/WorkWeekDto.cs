using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>How a company works where a person has nothing of their own, by date.</summary>
public sealed record WorkWeekPolicyDto : IVersioned
{
    /// <summary>In the order of their dates.</summary>
    public required IReadOnlyList<WorkWeekDto> Weeks { get; init; }

    /// <summary>Changes with every change of the policy; as ETag too. Zero while the company has changed nothing yet.</summary>
    public uint Version { get; set; }

    internal static WorkWeekPolicyDto Of(WorkWeekPolicy policy) => new() { Weeks = [.. policy.Weeks.Select(WorkWeekDto.Of)], Version = policy.Version };
}

/// <summary>A company's week from a date on.</summary>
public sealed record WorkWeekDto
{
    /// <summary>The first date of this week; null for the first of all.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day that weeks begin on.</summary>
    public required Weekday FirstDay { get; init; }

    /// <summary>The days on which people without a pattern do not work.</summary>
    public required IReadOnlyList<Weekday> Weekend { get; init; }

    /// <summary>How long people without a shift work on each working day; zero where only the week counts.</summary>
    public required int DailySeconds { get; init; }

    /// <summary>How long they work in a week, shared among its working days; it counts where the daily target is zero.</summary>
    public required int WeeklySeconds { get; init; }

    /// <summary>The holidays of people without a calendar of their own; null for none.</summary>
    public Guid? HolidayCalendarId { get; init; }

    internal static WorkWeekDto Of(Dated<CompanyWeek> dated) => new()
    {
        From = dated.From.OrAlways(),
        FirstDay = (Weekday)dated.Value.Start,
        Weekend = dated.Value.Weekend.ToList(),
        DailySeconds = dated.Value.Target.DailySeconds,
        WeeklySeconds = dated.Value.Target.WeeklySeconds,
        HolidayCalendarId = dated.Value.HolidayCalendarId,
    };
}
