using Satcom.Domain.Attendance;
using Satcom.Domain.Shifts;

namespace Satcom.Bench.Setup;

/// <summary>One day of the history: what was tapped, and what it amounts to.</summary>
internal sealed record PastDay(Person Person, Guid Id, DayInput Input, DayFigures Figures);

/// <summary>
/// What people did on past dates: most come about on time, some late; half of them tap their lunch, some a short break; some stay longer or leave early, a few
/// forget their check-out, some never come. The same person and date always come out the same. The figures are those of the domain's own computation.
/// </summary>
internal sealed class History
{
    private const int Minute = 60;
    private const int Hour = 3600;

    private readonly Crowd _crowd;
    private readonly WorkSchedule[] _schedules;
    private readonly DayRules[][] _rules;

    public History(Crowd crowd, Company company, DateOnly last, int dates)
    {
        _crowd = crowd;
        _schedules = [.. crowd.Employees.Select(p => company.ScheduleOf(p, last))];
        (Last, First) = (last, last.AddDays(1 - dates));

        // People with the same shift have the same plan, where they are not on leave.
        _rules = [.. Enumerable.Range(0, company.Shifts.Count).Select(shift =>
        {
            var plan = company.ScheduleOf(crowd.Employees.First(p => Company.ShiftOf(p) == shift && !Company.IsOnLeave(p)), last);
            return Enumerable.Range(0, dates).Select(n => new DayRules(Company.Policy, plan.On(First.AddDays(n)))).ToArray();
        })];
    }

    public DateOnly First { get; }

    public DateOnly Last { get; }

    /// <summary>Everybody's days, date by date, each computed as the service would have.</summary>
    /// <param name="withFigures">Without them only the taps are told.</param>
    public IEnumerable<PastDay> Days(bool withFigures = true)
    {
        var weeks = new (DateOnly First, WeekSoFar Week)[_crowd.Employees.Count];
        for (var date = First; date <= Last; date = date.AddDays(1))
        {
            for (var i = 0; i < _crowd.Employees.Count; i++)
            {
                var (person, schedule) = (_crowd.Employees[i], _schedules[i]);
                if (InputOf(person, schedule, date) is not { } input)
                {
                    continue;
                }

                DayFigures? figures = null;
                if (withFigures)
                {
                    var week = schedule.Weeks.WeekOf(date)!.Value;
                    if (weeks[i].First != week.First)
                    {
                        weeks[i] = (week.First, new WeekSoFar(0, Company.IsOnLeave(person) ? schedule.CreditedIn(week.First, week.Last) : 0));
                    }

                    input = input with { Rules = input.Rules with { Week = weeks[i].Week } };
                    figures = DayComputation.Compute(input);
                    weeks[i].Week = weeks[i].Week with { OrdinarySeconds = weeks[i].Week.OrdinarySeconds + figures.OrdinarySeconds };
                }

                yield return new PastDay(person, BenchIds.Of(input.Events[0].At, Chance.Of(person.Number, date.DayNumber).State), input, figures!);
            }
        }
    }

    /// <summary>What a person's day is computed from; null where they did not come.</summary>
    private DayInput? InputOf(Person person, WorkSchedule schedule, DateOnly date)
    {
        var chance = Chance.Of(person.Number, date.DayNumber);
        if (chance.OneOf(50) || schedule.Leave.ContainsKey(date))
        {
            return null;
        }

        var rules = _rules[Company.ShiftOf(person)][date.DayNumber - First.DayNumber];
        var (events, isForgotten) = Taps(rules.Schedule!.Shift!, chance);
        return new DayInput(date, Crowd.TimeZone, events, rules, isForgotten);
    }

    private static (List<DayEvent> Events, bool IsForgotten) Taps(PlannedShift shift, Chance chance)
    {
        var late = chance.OneOf(10) ? chance.Between(6 * Minute, 70 * Minute) : chance.Between(-15 * Minute, 4 * Minute);
        var came = shift.StartsAt.AddSeconds(late);
        List<DayEvent> events = [new(PunchKind.CheckIn, came) { WorkMode = chance.OneOf(5) ? WorkMode.Remote : WorkMode.Office }];
        if (chance.OneOf(2))
        {
            Pause(BreakType.Lunch, shift.StartsAt.AddSeconds(4 * Hour + chance.Between(0, 20 * Minute)), chance.Between(35 * Minute, 65 * Minute));
        }

        if (chance.OneOf(6))
        {
            Pause(BreakType.Break, shift.StartsAt.AddSeconds(6 * Hour + chance.Between(0, Hour)), chance.Between(8 * Minute, 20 * Minute));
        }

        if (chance.OneOf(200))
        {
            return (events, true);
        }

        var stayed = chance.OneOf(7) ? chance.Between(20 * Minute, 2 * Hour) : chance.OneOf(33) ? -chance.Between(10 * Minute, Hour) : chance.Between(0, 8 * Minute);
        events.Add(new DayEvent(PunchKind.CheckOut, shift.EndsAt.AddSeconds(stayed)));
        return (events, false);

        void Pause(BreakType type, DateTimeOffset from, int seconds)
        {
            events.Add(new DayEvent(PunchKind.BreakStart, from) { BreakType = type });
            events.Add(new DayEvent(PunchKind.BreakEnd, from.AddSeconds(seconds)));
        }
    }

    /// <summary>Chances that follow from their seed alone (SplitMix64).</summary>
    private sealed class Chance(ulong state)
    {
        public ulong State { get; private set; } = state;

        public static Chance Of(int person, int day) => new(Mix(((ulong)(uint)person << 32) | (uint)day));

        public bool OneOf(int many) => Next() % (ulong)many == 0;

        public int Between(int from, int to) => from + (int)(Next() % (ulong)(to - from + 1));

        private ulong Next() => Mix(State += 0x9E37_79B9_7F4A_7C15);

        private static ulong Mix(ulong z)
        {
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }
}
