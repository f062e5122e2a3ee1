using System.Diagnostics;
using System.Globalization;

namespace Satcom.Bench.Setup;

/// <summary>Makes the bench's databases, or finds those that an earlier run kept, and says how long it took.</summary>
internal sealed class BenchData(string superConnectionString, string appConnectionString, bool isKept, Report report, TimeProvider time)
{
    private const string Migrated = "satcom";

    /// <summary>A database with everybody's days of so many dates up to yesterday.</summary>
    public async Task<BenchDatabase> SeededAsync(string name, Crowd crowd, Company company, int dates, CancellationToken cancellationToken)
    {
        var today = Domain.Common.TimeZones.LocalDate(time.GetUtcNow(), Crowd.TimeZone);
        for (var age = 0; isKept && age < 2; age++)
        {
            // What was seeded yesterday is as good: everything is counted from its last date.
            var last = today.AddDays(-1 - age);
            if (await BenchDatabase.FindAsync(superConnectionString, appConnectionString, name, ContentOf(crowd, dates, last), cancellationToken) is { } known)
            {
                known.Last = last;
                await CleanAsync(known, crowd, cancellationToken);
                return known;
            }
        }

        var started = Stopwatch.GetTimestamp();
        var database = await BenchDatabase.CreateAsync(superConnectionString, appConnectionString, name, Migrated, isKept, cancellationToken);
        database.Last = today.AddDays(-1);
        await Console.Error.WriteLineAsync($"Seeding {name} …");
        await Seeding.PeopleAsync(database, crowd, company, database.Last, time.GetUtcNow(), cancellationToken);
        var (days, punches) = await Seeding.HistoryAsync(database, crowd, new History(crowd, company, database.Last, dates), cancellationToken);
        await database.LabelAsync(ContentOf(crowd, dates, database.Last), cancellationToken);
        var size = await database.ScalarAsync<long>("SELECT pg_database_size(current_database())", cancellationToken);
        database.Release();
        report.Say(Report.F(
            $"Seeding `{name}`: {crowd.Employees.Count} people, {dates} dates, {days:N0} days and {punches:N0} punches ({size / (1 << 20):N0} MiB) in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s."));
        return database;
    }

    /// <summary>The same content once more.</summary>
    public async Task<BenchDatabase> CopiedAsync(string name, BenchDatabase from, Crowd crowd, int dates, CancellationToken cancellationToken)
    {
        var content = ContentOf(crowd, dates, from.Last);
        if (isKept && await BenchDatabase.FindAsync(superConnectionString, appConnectionString, name, content, cancellationToken) is { } known)
        {
            known.Last = from.Last;
            await CleanAsync(known, crowd, cancellationToken);
            return known;
        }

        var started = Stopwatch.GetTimestamp();
        from.Release();
        var database = await BenchDatabase.CreateAsync(superConnectionString, appConnectionString, name, from.Name, isKept, cancellationToken);
        database.Last = from.Last;
        await database.LabelAsync(content, cancellationToken);
        report.Say(Report.F($"Copying it for `{name}`: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s."));
        return database;
    }

    private static async Task CleanAsync(BenchDatabase database, Crowd crowd, CancellationToken cancellationToken)
    {
        await Seeding.ForgetTodayAsync(database, crowd, cancellationToken);
        await database.ExecuteAsync("TRUNCATE outbox_messages", cancellationToken);
        await Seeding.SettleAsync(database, cancellationToken);
    }

    private static string ContentOf(Crowd crowd, int dates, DateOnly last) =>
        string.Create(CultureInfo.InvariantCulture, $"seeding {Seeding.Version}: {crowd.Employees.Count} people, {dates} dates to {last:yyyy-MM-dd}");
}
