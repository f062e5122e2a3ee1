using Satcom.Domain.Shifts;

namespace Satcom.Domain.Attendance;

/// <summary>What a day is judged by, beside its events: all of it was valid on its date, so a rebuild comes out identical.</summary>
/// <param name="Schedule">What was planned; null where nothing is known of it.</param>
public sealed record DayRules(AttendancePolicy Policy, ScheduledDay? Schedule)
{
    /// <summary>No schedule, no overtime: working time alone.</summary>
    public static readonly DayRules None = new(new AttendancePolicy(), Schedule: null);

    /// <summary>The kinds of the dates after the day's own, for sessions that reach into them; what is not said is as the day itself.</summary>
    public IReadOnlyList<DayKind> KindsAfter { get; init; } = [];

    /// <summary>How the day's week stands before it.</summary>
    public WeekSoFar Week { get; init; }

    internal DayKind KindOf(int daysAfter) => daysAfter > 0 && daysAfter <= KindsAfter.Count ? KindsAfter[daysAfter - 1] : Schedule?.WorkKind ?? DayKind.Flexible;
}

/// <summary>What weekly overtime needs to know of the other days of the week.</summary>
/// <param name="OrdinarySeconds">Worked on earlier days of the week, and not paid as overtime.</param>
/// <param name="CreditedSeconds">What holidays and leave took away from the plan of the whole week: they lower its threshold.</param>
public readonly record struct WeekSoFar(int OrdinarySeconds, int CreditedSeconds)
{
    /// <summary>How the week stands after a further day.</summary>
    /// <param name="ordinarySeconds">What that day had besides overtime.</param>
    public WeekSoFar After(int ordinarySeconds) => this with { OrdinarySeconds = OrdinarySeconds + ordinarySeconds };
}
