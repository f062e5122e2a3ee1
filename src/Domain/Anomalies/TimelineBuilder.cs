using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>
/// Makes timelines, one person after the other, in memory that it keeps. What is known of a person may be told in any order; of what lies outside
/// the window nothing is kept. Not for several threads at once.
/// </summary>
public sealed class TimelineBuilder(TimelineWindow window)
{
    private readonly TimelineDay[] _days = new TimelineDay[window.Days];
    private Guid _employeeId;
    private IReadOnlyList<string> _roles = [];
    private DateTimeOffset _asOf;
    private DateOnly _today;

    /// <summary>Begins a person; what was known of the one before is gone, with their timeline.</summary>
    /// <param name="teams">The person's teams by date.</param>
    /// <param name="asOf">The moment that is judged at.</param>
    /// <param name="today">The person's local date of that moment.</param>
    public void Begin(Guid employeeId, IReadOnlyList<string> roles, IReadOnlyList<Dated<Guid?>> teams, DateTimeOffset asOf, DateOnly today)
    {
        (_employeeId, _roles, _asOf, _today) = (employeeId, roles, asOf, today);
        var (date, team) = (window.First, (Guid?)null);
        for (var (i, next) = (0, 0); i < _days.Length; i++, date = date.AddDays(1))
        {
            for (; next < teams.Count && teams[next].From <= date; next++)
            {
                team = teams[next].Value;
            }

            _days[i] = new TimelineDay { Date = date, TeamId = team };
        }
    }

    /// <summary>A day's attendance. Told again, the later one counts.</summary>
    public void Attend(in AttendedDay attended)
    {
        if (IndexOf(attended.Date) is { } at)
        {
            _days[at].Attend(attended);
        }
    }

    /// <summary>More that was worked on a date, as timesheets count it.</summary>
    public void Work(DateOnly date, int seconds)
    {
        if (IndexOf(date) is { } at)
        {
            _days[at].WorkedSeconds += seconds;
        }
    }

    /// <summary>More that was entered on a date's timesheet.</summary>
    public void Enter(DateOnly date, int minutes)
    {
        if (IndexOf(date) is { } at)
        {
            _days[at].EnteredMinutes += minutes;
        }
    }

    /// <summary>What a fence said of check-ins. Only those at an office count, and only what is a failure: an uncertain place is none.</summary>
    /// <param name="count">How many there were.</param>
    public void CheckIn(DateOnly date, WorkMode mode, FenceResult result, int count = 1)
    {
        if (mode == WorkMode.Office && IndexOf(date) is { } at)
        {
            ref var day = ref _days[at];
            (day.OutsideFences, day.WithoutPlace) = result switch
            {
                FenceResult.Outside => (day.OutsideFences + count, day.WithoutPlace),
                FenceResult.NotProvided => (day.OutsideFences, day.WithoutPlace + count),
                FenceResult.Inside or FenceResult.Uncertain => (day.OutsideFences, day.WithoutPlace),
            };
        }
    }

    /// <summary>What is known of the person by now. It holds until the next one begins.</summary>
    public EmployeeTimeline Build() => new() { EmployeeId = _employeeId, Roles = _roles, Window = window, Days = _days, AsOf = _asOf, Today = _today };

    private int? IndexOf(DateOnly date) => date < window.First || date > window.Last ? null : date.DayNumber - window.First.DayNumber;
}
