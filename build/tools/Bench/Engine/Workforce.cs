using System.Globalization;
using Satcom.Bench.Setup;
using Satcom.Domain.Anomalies;

namespace Satcom.Bench.Engine;

/// <summary>
/// The people that the anomaly engine is measured on: they work from Monday to Friday on the latest dates, up to each threshold and not beyond it, and one in eight has exactly one anomaly that is planted.
/// The seed decides whose it is, which and when, so that what every engine must find is known before any has looked. The same numbers make the same rows in SQL and in here.
/// </summary>
internal sealed record Workforce(int People, int Dates, DateOnly Last)
{
    public const long Seed = 20260302;

    private const int Groups = 50;
    private const int BaselineWeeks = 4;
    private const long Factor = 2654435761;
    private const long Range = 1L << 32;

    public Guid TenantId { get; } = BenchIds.Of(BenchIds.Tenant, 0);

    public DateOnly First => Last.AddDays(1 - Dates);

    /// <summary>The date on which everybody is judged.</summary>
    public DateOnly Today => Last.AddDays(1);

    public string Content => string.Create(CultureInfo.InvariantCulture, $"engine 1: {People} people, {Dates} dates to {Last:yyyy-MM-dd}, seed {Seed}");

    /// <summary>The first of the whole weeks that something is planted in; the last of all is left out, because its timesheets may not be due.</summary>
    private DateOnly FirstMonday => First.AddDays((8 - (int)First.DayOfWeek) % 7);

    private int Weeks => ((Last.DayNumber - FirstMonday.DayNumber + 1) / 7) - 1;

    public static Guid IdOf(int number) => BenchIds.Of(BenchIds.Person, number);

    /// <summary>What there is to find: no more, and no less.</summary>
    public HashSet<Found> Planted()
    {
        HashSet<Found> planted = [];
        for (var n = 1; n <= People; n++)
        {
            var chance = (int)(((n * Factor) + Seed) % Range >> 8);
            var (kind, day) = (chance % Groups) switch
            {
                1 => (AnomalyKind.RepeatedLateCheckIn, 0),
                2 => (AnomalyKind.MissingCheckOut, 3),
                3 => (AnomalyKind.ExcessiveBreak, 2),
                4 => (AnomalyKind.OvertimeSpike, 0),
                5 => (AnomalyKind.TimesheetMismatch, 0),
                6 => (AnomalyKind.GeofenceFailure, 0),
                _ => (default, -1),
            };
            if (day >= 0)
            {
                planted.Add(new Found(kind, IdOf(n), FirstMonday.AddDays((chance / Groups % Weeks * 7) + day)));
            }
        }

        return planted;
    }

    /// <summary>A person's id in SQL, from their number n.</summary>
    public static string IdSql => $"('{IdOf(0).ToString()[..^8]}' || lpad(to_hex(n), 8, '0'))::uuid";

    /// <summary>A timesheet week's id in SQL, from the number of its person and the date of its Monday.</summary>
    public static string WeekSql(string monday) => $"(lpad(to_hex(n), 8, '0') || '0000700080000000' || lpad(to_hex(({monday} - DATE '2001-01-01') / 7), 8, '0'))::uuid";

    /// <summary>
    /// The dates of everybody in SQL, date by date and on each in another order, as people come to work: i and k count dates and people, n is the person's number, g what is planted for them, o the days since
    /// the Monday of the week that it is planted in, e the day's overtime in seconds.
    /// </summary>
    public string RowsSql => string.Create(CultureInfo.InvariantCulture,
        $"""
        FROM generate_series(0, {Dates - 1}) AS i
        CROSS JOIN LATERAL (SELECT DATE '{First:yyyy-MM-dd}' + i AS date) AS d
        CROSS JOIN LATERAL (SELECT k, 1 + ((k::bigint * 7919 + i * 104729) % {People})::int AS n FROM generate_series(0 * i, {People - 1}) AS k) AS p
        CROSS JOIN LATERAL (SELECT (((n * {Factor} + {Seed}) % {Range}) >> 8)::int AS c OFFSET 0) AS chance
        CROSS JOIN LATERAL (SELECT c % {Groups} AS g, date - DATE '{FirstMonday:yyyy-MM-dd}' - 7 * (c / {Groups} % {Weeks}) AS o, c / {Groups} % {Weeks} < {BaselineWeeks} OR c / 10000 % 2 = 0 AS is_absolute OFFSET 0) AS plan
        CROSS JOIN LATERAL (
          SELECT CASE WHEN g = 4 AND o BETWEEN 0 AND 4 THEN CASE WHEN is_absolute THEN 9000 ELSE 3600 END WHEN (n + i) % 5 = 0 THEN 1800 ELSE 0 END AS e,
            CASE WHEN g = 1 AND o BETWEEN 1 AND 3 THEN 600 WHEN g <> 1 AND (n + i) % 14 = 0 THEN 600 WHEN (n + i) % 9 = 0 THEN 59 ELSE 0 END AS late OFFSET 0) AS day
        WHERE extract(isodow FROM date) <= 5 AND (g BETWEEN 1 AND 6 OR (n + 7 * i) % 50 <> 0)
        """);
}

/// <summary>Something wrong that somebody found: a rule, a person, and the first date of what it is about.</summary>
internal readonly record struct Found(AnomalyKind Kind, Guid EmployeeId, DateOnly Subject);
