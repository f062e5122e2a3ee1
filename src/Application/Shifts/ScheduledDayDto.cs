using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>What is planned for one person on one local date. Durations are whole seconds.</summary>
public sealed record ScheduledDayDto
{
    /// <summary>The local date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The person's IANA zone of that date.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What sort of day it is.</summary>
    public required DayKind Kind { get; init; }

    /// <summary>The shift; also where a holiday or leave took it away. Null where there is none.</summary>
    public Guid? ShiftId { get; init; }

    /// <summary>What the shift is called.</summary>
    public string? ShiftName { get; init; }

    /// <summary>When the work begins that is left after a half holiday or half-day leave.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>What is to be worked, less holidays and leave.</summary>
    public required int ScheduledSeconds { get; init; }

    /// <summary>What holidays and leave took away from the plan.</summary>
    public required int CreditedSeconds { get; init; }

    /// <summary>The halves that the person is on leave.</summary>
    public required DayHalves Leave { get; init; }

    /// <summary>Hours of leave without a time of day.</summary>
    public required int LeaveSeconds { get; init; }

    /// <summary>What the holiday of the date is called; null where there is none.</summary>
    public string? Holiday { get; init; }

    /// <summary>Every date from the first to the last, both included.</summary>
    internal static IReadOnlyList<ScheduledDayDto> Of(WorkSchedule schedule, DateOnly first, DateOnly last) =>
        [.. Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(day => Of(schedule, DateOnly.FromDayNumber(day)))];

    private static ScheduledDayDto Of(WorkSchedule schedule, DateOnly date)
    {
        var day = schedule.On(date);
        return new ScheduledDayDto
        {
            Date = date,
            TimeZone = day.TimeZone,
            Kind = day.Kind,
            ShiftId = day.Shift?.ShiftId,
            ShiftName = day.Shift is { } shift ? schedule.Shifts[shift.ShiftId].Name : null,
            StartsAt = day.Shift?.StartsAt,
            EndsAt = day.Shift?.EndsAt,
            ScheduledSeconds = day.ScheduledSeconds,
            CreditedSeconds = day.CreditedSeconds,
            Leave = day.Leave,
            LeaveSeconds = day.ExcusedSeconds,
            Holiday = schedule.HolidayOn(date)?.Name,
        };
    }
}
