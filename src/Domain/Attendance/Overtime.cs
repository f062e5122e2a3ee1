using Satcom.Domain.Shifts;

namespace Satcom.Domain.Attendance;

/// <summary>A day's overtime by kind, in whole seconds.</summary>
public readonly record struct OvertimeFigures(int Holiday, int RestDay, int Daily, int Weekly)
{
    public int Total => Holiday + RestDay + Daily + Weekly;
}

/// <summary>Worked time of one local date that may become overtime.</summary>
public readonly record struct EligibleTime(DayKind Kind, int Seconds);

/// <summary>A day of a week, as overtime needs it.</summary>
/// <param name="ScheduledSeconds">The daily threshold under <see cref="DailyBasis.Scheduled"/>; null where nothing is planned, so that there is none.</param>
/// <param name="CreditedSeconds">What holidays and leave took away from the day's plan.</param>
public sealed record OvertimeDay(int? ScheduledSeconds, int CreditedSeconds, IReadOnlyList<EligibleTime> Eligible);

/// <summary>Overtime. The kinds take their seconds one after the other from what those before left, so none is paid twice.</summary>
public static class Overtime
{
    /// <summary>The overtime of one day, in a week that stands so.</summary>
    /// <returns>The overtime, and the seconds that are left as ordinary ones.</returns>
    public static (OvertimeFigures Overtime, int OrdinarySeconds) OfDay(OvertimeDay day, OvertimePolicy policy, WeekSoFar week)
    {
        int holiday = 0, rest = 0, other = 0;
        foreach (var (kind, seconds) in day.Eligible)
        {
            _ = kind switch
            {
                DayKind.Holiday => holiday += seconds,
                DayKind.RestDay => rest += seconds,
                _ => other += seconds,
            };
        }

        var figures = default(OvertimeFigures);
        foreach (var kind in policy.Order)
        {
            var left = holiday + rest + other;
            switch (kind)
            {
                case OvertimeKind.Holiday:
                    figures = figures with { Holiday = figures.Holiday + holiday };
                    holiday = 0;
                    break;
                case OvertimeKind.RestDay:
                    figures = figures with { RestDay = figures.RestDay + rest };
                    rest = 0;
                    break;
                case OvertimeKind.Daily:
                    var daily = Beyond(left, DailyThreshold(day, policy));
                    figures = figures with { Daily = figures.Daily + daily };
                    Take(daily);
                    break;
                case OvertimeKind.Weekly:
                    var threshold = Math.Max(0, policy.WeeklyAfterSeconds - week.CreditedSeconds);
                    var weekly = Math.Min(left, Beyond(week.OrdinarySeconds + left, threshold));
                    figures = figures with { Weekly = figures.Weekly + weekly };
                    Take(weekly);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown kind of overtime {kind}.");
            }
        }

        return (figures, holiday + rest + other);

        // What a threshold takes comes out of ordinary time first, so that a holiday's or rest day's own kind, if later, keeps its own.
        void Take(int seconds)
        {
            var fromOther = Math.Min(other, seconds);
            var fromRest = Math.Min(rest, seconds - fromOther);
            (other, rest, holiday) = (other - fromOther, rest - fromRest, holiday - (seconds - fromOther - fromRest));
        }
    }

    private static int? DailyThreshold(OvertimeDay day, OvertimePolicy policy) => policy.DailyBasis switch
    {
        DailyBasis.Off => null,
        DailyBasis.Scheduled => day.ScheduledSeconds,
        DailyBasis.Fixed => policy.DailyAfterSeconds,
    };

    private static int Beyond(int seconds, int? threshold) => threshold is { } from ? Math.Max(0, seconds - from) : 0;
}
