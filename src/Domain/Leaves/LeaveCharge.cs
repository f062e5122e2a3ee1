using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Domain.Leaves;

/// <summary>What leave costs on one date.</summary>
/// <param name="Halves">The halves that are taken; none for hours.</param>
/// <param name="Seconds">The hours that are taken, in seconds; zero for halves.</param>
/// <param name="Amount">In the type's unit: days or hours.</param>
public readonly record struct LeaveDay(DateOnly Date, DayHalves Halves, int Seconds, decimal Amount)
{
    public TimeOff TimeOff => new(Halves, Seconds);

    /// <summary>Charged days as a schedule needs them: several on one date sum.</summary>
    public static IReadOnlyDictionary<DateOnly, TimeOff> ByDate(IEnumerable<LeaveDay> days)
    {
        Dictionary<DateOnly, TimeOff> byDate = [];
        foreach (var day in days)
        {
            var other = byDate.GetValueOrDefault(day.Date);
            byDate[day.Date] = new TimeOff(other.Halves | day.Halves, other.Seconds + day.Seconds);
        }

        return byDate;
    }
}

/// <summary>Dates on which nobody takes leave.</summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="TeamId">One team alone; null for everybody.</param>
public sealed record BlackoutDates(DateOnly From, DateOnly To, Guid? TeamId = null)
{
    /// <summary>Whether one of some dates is among them, for somebody whose teams are these by date.</summary>
    public bool Holds(DateOnly from, DateOnly to, IReadOnlyList<Dated<Guid?>> teams)
    {
        var (first, last) = (from > From ? from : From, to < To ? to : To);
        return first <= last && (TeamId is not { } team || teams.On(first) == team || teams.Any(t => t.From > first && t.From <= last && t.Value == team));
    }

    /// <summary>Judges the dates of a request.</summary>
    /// <param name="teams">The person's teams by date: those of the blackout's dates count.</param>
    public static Error? Judge(DateOnly from, DateOnly to, IReadOnlyList<Dated<Guid?>> teams, IEnumerable<BlackoutDates> blackouts) => blackouts.Any(b => b.Holds(from, to, teams)) ? new LeaveBlackout() : null;
}

/// <summary>Which dates of a request are charged. Only what is planned is: weekends, rest days and holidays are the person's own, date by date.</summary>
public static class LeaveCharge
{
    /// <summary>The longest request.</summary>
    public const int DaysMax = 366;

    /// <summary>How long a day counts for somebody who has neither shift nor target, and so works flexible hours without a plan.</summary>
    public const int UnplannedDaySeconds = 8 * 3600;

    /// <summary>The charged dates of a request.</summary>
    /// <param name="minutes">The length, for hours.</param>
    /// <param name="schedule">The person's plan, without the request.</param>
    public static Result<List<LeaveDay>> Of(LeaveType type, DateOnly from, DateOnly to, LeavePortion portion, int? minutes, WorkSchedule schedule)
    {
        if (to < from)
        {
            return new DatesReversed();
        }

        if (!type.Takes(portion) || (portion != LeavePortion.Full && from != to) || (portion == LeavePortion.Hours) != (minutes is > 0) || to.DayNumber - from.DayNumber >= DaysMax)
        {
            return new LeavePortionInvalid();
        }

        var days = Again(type, from, to, portion, minutes, schedule);
        return days.Count == 0 ? new LeaveNoWorkingDays() : days[0].Seconds < minutes * 60 ? new LeaveExceedsDay() : days;
    }

    /// <summary>What dates of a request that was once let through cost by another plan: nothing where nothing is planned any more, and of hours no more than is.</summary>
    /// <inheritdoc cref="Of"/>
    public static List<LeaveDay> Again(LeaveType type, DateOnly from, DateOnly to, LeavePortion portion, int? minutes, WorkSchedule schedule)
    {
        List<LeaveDay> days = [];
        for (var date = from; date <= to; date = date.AddDays(1))
        {
            if (OnDate(type, schedule.On(date), portion, minutes ?? 0) is { } day)
            {
                days.Add(day);
            }
        }

        return days;
    }

    private static LeaveDay? OnDate(LeaveType type, ScheduledDay day, LeavePortion portion, int minutes)
    {
        var isUnplanned = day.Kind == DayKind.Flexible && day.ScheduledSeconds + day.CreditedSeconds == 0;
        if (!day.IsExpected && !isUnplanned)
        {
            return null;
        }

        if (portion == LeavePortion.Hours)
        {
            var seconds = Math.Min(minutes * 60, isUnplanned ? UnplannedDaySeconds : day.ScheduledSeconds);
            return new LeaveDay(day.Date, DayHalves.None, seconds, Hours(seconds));
        }

        // Half of the date may be a holiday already, or other leave: that half is not charged.
        var asked = portion switch
        {
            LeavePortion.Am => DayHalves.Am,
            LeavePortion.Pm => DayHalves.Pm,
            _ => DayHalves.Both,
        };
        var free = asked & ~day.Off;
        return free == DayHalves.None ? null
            : new LeaveDay(day.Date, free, 0, type.Unit == LeaveUnit.Hour ? HoursOf(isUnplanned ? UnplannedDaySeconds : day.ScheduledSeconds + day.CreditedSeconds, free) : free == DayHalves.Both ? 1m : 0.5m);
    }

    /// <summary>What some halves of a plan come to. The second is what the first leaves of the rounded whole, so that both sum to it.</summary>
    private static decimal HoursOf(int planned, DayHalves halves) =>
        halves == DayHalves.Pm ? Hours(planned) - Hours(ScheduledDay.Part(planned, DayHalves.Am)) : Hours(ScheduledDay.Part(planned, halves));

    /// <summary>Rounded to hundredths, as balances are kept.</summary>
    private static decimal Hours(int seconds) => Math.Round(seconds / 3600m, 2, MidpointRounding.AwayFromZero);
}
