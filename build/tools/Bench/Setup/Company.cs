using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Shifts;

namespace Satcom.Bench.Setup;

/// <summary>
/// How the bench's company works: three shifts, overtime of every kind, breaks that are asked for, and some people on leave in the latest dates.
/// Everybody works every date of the week, so that people times dates are about as many days.
/// </summary>
internal sealed class Company
{
    /// <summary>So many of the latest dates some people are on leave.</summary>
    public const int LeaveDates = 10;

    /// <summary>The policy's date, and that of the assignments: before all history.</summary>
    public static readonly DateOnly Founded = new(2020, 1, 1);

    private const int OnLeaveOneOf = 25;
    private const int Minute = 60;
    private const int Hour = 3600;

    private readonly Crowd _crowd;

    public Company(Crowd crowd)
    {
        _crowd = crowd;
        Shifts = [Shift(0, "Early", 6), Shift(1, "Day", 8), Shift(2, "Late", 13)];
    }

    public IReadOnlyList<Shift> Shifts { get; }

    public static AttendancePolicy Policy { get; } = new()
    {
        BreakRules = [new BreakRule(6 * Hour, 30 * Minute), new BreakRule(9 * Hour, 45 * Minute)],
        Overtime = new OvertimePolicy { WeeklyAfterSeconds = 56 * Hour },
    };

    public static int ShiftOf(Person person) => person.Number % 3;

    /// <summary>When the person's shift begins, in local time.</summary>
    public TimeSpan StartOf(Person person) => Shifts[ShiftOf(person)].HoursOn(Founded).Start.ToTimeSpan();

    public static bool IsOnLeave(Person person) => person.Number > 0 && person.Number % OnLeaveOneOf == 7;

    public ShiftAssignment AssignmentOf(Person person) =>
        Value(ShiftAssignment.OfShift(_crowd.TenantId, BenchIds.Of(BenchIds.Assignment, person.Number), person.Id, Shifts[ShiftOf(person)].Id, Founded, to: null));

    /// <summary>A person's plan, as the service makes it of what the seeding writes.</summary>
    public WorkSchedule ScheduleOf(Person person, DateOnly last) => new()
    {
        Zones = [new(DateOnly.MinValue, Crowd.TimeZone)],
        Weeks = [new(DateOnly.MinValue, new WeekRule(CompanyWeek.Default.Start, CompanyWeek.Default.Weekend))],
        RestDays = [new(DateOnly.MinValue, Weekdays.None)],
        Targets = [new(DateOnly.MinValue, FlexibleHours.None)],
        Calendars = [new(DateOnly.MinValue, null)],
        Assignments = [AssignmentOf(person)],
        Shifts = Shifts.ToDictionary(s => s.Id),
        Leave = IsOnLeave(person) ? Enumerable.Range(0, LeaveDates).ToDictionary(ago => last.AddDays(-ago), _ => new TimeOff(DayHalves.Both)) : new Dictionary<DateOnly, TimeOff>(),
    };

    /// <summary>The leave of somebody who is on leave, with the account that it is taken from.</summary>
    public (LeaveAccount Account, LeaveRequest Request) LeaveOf(Person person, LeaveType type, DateOnly last)
    {
        var account = new LeaveAccount(_crowd.TenantId, BenchIds.Of(BenchIds.LeaveAccount, person.Number), person.Id, type.Id, floor: -100);
        var wish = new LeaveWish(last.AddDays(1 - LeaveDates), last, LeavePortion.Full, Minutes: null, Reason: null);
        var at = LocalTimes.StartOf(wish.From, Crowd.TimeZone);
        var plan = ScheduleOf(person, last) with { Leave = new Dictionary<DateOnly, TimeOff>() };
        var request = Value(LeaveRequest.Create(BenchIds.Of(BenchIds.Leave, person.Number), account, type, wish, plan, [], at));
        var entries = 0;
        var refusal = request.Approve(new LeaveDecider(_crowd.Hr.Id), account, inTwoSteps: false, at, note: null, () => BenchIds.Of(at, ((ulong)person.Number << 16) | (uint)++entries));
        return refusal is null ? (account, request) : throw new BenchException($"The leave was refused: {refusal.Code}.");
    }

    public static T Value<T>(Result<T> result)
        where T : notnull => result.TryGet(out var value, out var refusal) ? value : throw new BenchException($"The domain refused what the bench seeds: {refusal.Code}.");

    private Shift Shift(int number, string name, int startsAt)
    {
        var hours = new ShiftHours(new TimeOnly(startsAt, 0), new TimeOnly(startsAt + 9, 0)) { LunchSeconds = Hour, LateGraceSeconds = 5 * Minute, EarlyLeaveGraceSeconds = 5 * Minute };
        return Value(Domain.Shifts.Shift.Create(_crowd.TenantId, BenchIds.Of(BenchIds.Shift, number), name, hours));
    }
}
