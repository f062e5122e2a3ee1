using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Attendance;

/// <summary>Somebody whose attendance is exported.</summary>
/// <param name="IsActive">False of who has been deactivated.</param>
/// <param name="EarlierEmployments">Those before the present one.</param>
internal sealed record Person(Guid Id, string EmployeeCode, string DisplayName, bool IsActive, DateTimeOffset CreatedAt, DateOnly? StartsOn, DateOnly? EndsOn, List<Employment> EarlierEmployments)
{
    /// <summary>Whether the date lies within an employment. Where no dates of it are said, it begins with the account and ends with its deactivation.</summary>
    public bool WorksHereOn(DateOnly date, string timeZone) =>
        (date >= (StartsOn ?? TimeZones.LocalDate(CreatedAt, timeZone)) && (EndsOn is { } end ? date <= end : IsActive))
        || EarlierEmployments.Exists(e => date >= (e.From ?? TimeZones.LocalDate(CreatedAt, timeZone)) && date <= e.To);
}

/// <summary>A day, and the zone of its first punch.</summary>
internal sealed record ZonedDay(AttendanceDay Day, string TimeZone);

/// <summary>Approved leave of one request.</summary>
internal sealed record Taken(LeaveType Type, IReadOnlyList<LeaveDay> Days);

/// <summary>One person and date.</summary>
/// <param name="Status">How the day stands; without one why there is none: absent, expected, notArrived, onLeave, holiday, restDay or dayOff.</param>
/// <param name="Day">The day that began on the date; null without one.</param>
/// <param name="IsWorked">True when there is a day, or part of one that began the date before.</param>
/// <param name="Leave">The types of leave that are taken.</param>
internal sealed record SheetRow(DateOnly Date, string TimeZone, string Status, AttendanceDay? Day, bool IsWorked, long[] Figures, string? Leave, string? Holiday);

/// <summary>What one person was to work, worked, and had off, date by date.</summary>
internal sealed class PersonSheet
{
    private readonly WorkSchedule _schedule;
    private readonly WorkSchedule _paidOnly;
    private readonly Dictionary<DateOnly, ZonedDay> _days;
    private readonly ILookup<DateOnly, DayPart> _parts;
    private readonly ILookup<DateOnly, string> _leave;
    private readonly DateTimeOffset _now;

    public PersonSheet(WorkSchedule schedule, IReadOnlyList<ZonedDay> days, IReadOnlyList<Taken> leave, DateTimeOffset now)
    {
        _schedule = schedule;
        _paidOnly = leave.All(l => l.Type.IsPaid) ? schedule : schedule with { Leave = LeaveDay.ByDate(leave.Where(l => l.Type.IsPaid).SelectMany(l => l.Days)) };
        _days = days.ToDictionary(d => d.Day.Date);
        _parts = days.SelectMany(d => DatedWork.PartsOf(d.Day)).ToLookup(p => p.Date);
        _leave = leave.SelectMany(l => l.Days.Select(d => (d.Date, l.Type.Name))).ToLookup(l => l.Date, l => l.Name);
        _now = now;
    }

    public SheetRow On(DateOnly date, OvertimePolicy policy)
    {
        var (planned, paid) = (_schedule.On(date), _paidOnly.On(date).CreditedSeconds);
        var (day, parts) = (_days.GetValueOrDefault(date), _parts[date]);
        var d = day?.Day;

        // Of a day all three are of the plan that it was computed by, which may be another one by now.
        var credited = d?.CreditedSeconds ?? planned.CreditedSeconds;
        var unpaid = Math.Min(credited, planned.CreditedSeconds - paid);
        long[] figures =
        [
            d?.ScheduledSeconds ?? planned.ScheduledSeconds, credited - unpaid, unpaid,
            parts.Sum(p => p.WorkedSeconds), parts.Sum(p => p.BreakSeconds), parts.Sum(p => p.LunchSeconds), d?.DeductedSeconds ?? 0, d?.LateSeconds ?? 0, d?.EarlyLeaveSeconds ?? 0,
            d?.OrdinarySeconds ?? 0, d?.OvertimeHolidaySeconds ?? 0, d?.OvertimeRestDaySeconds ?? 0, d?.OvertimeDailySeconds ?? 0, d?.OvertimeWeeklySeconds ?? 0, d?.OvertimeSeconds ?? 0,
            d?.PayableOvertimeSeconds ?? 0, policy.Show(d?.PayableOvertimeSeconds ?? 0),
        ];
        var leave = string.Join("; ", _leave[date].Distinct(StringComparer.Ordinal));
        return new SheetRow(date, day?.TimeZone ?? planned.TimeZone, StatusOf(planned, d is { IsEmptied: true } ? null : d), d, d is not null || parts.Any(), figures, leave, _schedule.HolidayOn(date)?.Name);
    }

    private string StatusOf(ScheduledDay planned, AttendanceDay? day) =>
        day is not null ? AttendanceTable.Name(day.Status)
        : DayStanding.Of(planned, status: null, _now) is not Standing.DayOff and var standing ? AttendanceTable.Name(standing)
        : planned.Kind is DayKind.Holiday or DayKind.RestDay ? AttendanceTable.Name(planned.Kind)
        : planned.Off != DayHalves.None ? AttendanceTable.Name(DayKind.Holiday)
        : AttendanceTable.Name(Standing.DayOff);
}

/// <summary>How attendance looks as a table.</summary>
internal static class AttendanceTable
{
    /// <summary>How many columns totals sum up.</summary>
    public const int FigureCount = 17;

    public static IReadOnlyList<string> Columns { get; } =
    [
        "row", "employeeCode", "name", "date", "timeZone", "status", "firstCheckIn", "lastCheckOut", "scheduledSeconds", "creditedSeconds", "unpaidLeaveSeconds", "workedSeconds", "breakSeconds",
        "lunchSeconds", "deductedSeconds", "lateSeconds", "earlyLeaveSeconds", "ordinarySeconds", "overtimeHolidaySeconds", "overtimeRestDaySeconds", "overtimeDailySeconds", "overtimeWeeklySeconds",
        "overtimeSeconds", "payableOvertimeSeconds", "payableOvertimeShownSeconds", "workModes", "flags", "leave", "holiday",
    ];

    public static ValueTask WriteDayAsync(CsvWriter writer, Person person, SheetRow row, CancellationToken cancellationToken)
    {
        writer.Text("day").Text(person.EmployeeCode).Text(person.DisplayName).Date(row.Date).Text(row.TimeZone).Text(row.Status).Instant(row.Day is { IsEmptied: false } day ? day.FirstCheckInAt : null).Instant(row.Day?.LastCheckOutAt);
        Write(writer, row.Figures);
        return writer.Text(string.Join(' ', (row.Day?.WorkModes ?? []).Select(Name))).Text(string.Join(' ', row.Day?.Flags ?? [])).Text(row.Leave).Text(row.Holiday).EndRowAsync(cancellationToken);
    }

    public static ValueTask WriteTotalAsync(CsvWriter writer, string row, Person? person, long[] figures, CancellationToken cancellationToken)
    {
        writer.Text(row).Text(person?.EmployeeCode).Text(person?.DisplayName).Date(null).Text(null).Text(null).Instant(null).Instant(null);
        Write(writer, figures);
        return writer.Text(null).Text(null).Text(null).Text(null).EndRowAsync(cancellationToken);
    }

    public static void Add(long[] total, long[] figures)
    {
        for (var i = 0; i < FigureCount; i++)
        {
            total[i] += figures[i];
        }
    }

    public static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void Write(CsvWriter writer, long[] figures)
    {
        foreach (var figure in figures)
        {
            writer.Number(figure);
        }
    }
}
