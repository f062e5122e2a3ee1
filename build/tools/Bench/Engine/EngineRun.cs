using System.Text.Json;
using Npgsql;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Engine;

/// <summary>
/// The anomaly engine, on the same rows in one run: the rules alone in memory, the service's evaluation and its night, and plain statements. All must find what was planted, and nothing else.
/// </summary>
/// <param name="startAsync">Starts the service on a database, with settings of its own.</param>
/// <param name="hrTokenAsync">A token of the company's HR.</param>
internal sealed class EngineRun(
    BenchOptions options, Report report, TimeProvider time, Func<BenchDatabase, string, CancellationToken, Task<ServerProcess>> startAsync, Func<BenchDatabase, CancellationToken, Task<string>> hrTokenAsync)
{
    private const string Name = "satcom_engine";
    private const string Template = "satcom";

    /// <summary>Once a year, so that the night comes when it is asked for.</summary>
    private const string Never = "0 0 0 1 1 ?";
    private const string Soon = "0/2 * * * * ?";

    public async Task RunAsync(string superConnectionString, string appConnectionString, bool isKept, CancellationToken cancellationToken)
    {
        var workforce = new Workforce(options.EnginePeople, options.EngineDates, Domain.Common.TimeZones.LocalDate(time.GetUtcNow(), Crowd.TimeZone).AddDays(-1));
        report.Title(Report.F($"the anomaly engine: {workforce.People} people, {workforce.Dates} dates, seed {Workforce.Seed}"));
        await using var database = await SeededAsync(workforce, superConnectionString, appConnectionString, isKept, cancellationToken);
        var planted = workforce.Planted();
        report.Say(Report.F($"Planted: {planted.Count:N0} anomalies ({string.Join(", ", planted.GroupBy(p => p.Kind).OrderBy(g => g.Key).Select(g => Report.F($"{g.Key} {g.Count():N0}")))})."));
        var postmaster = CpuTime.ParentOf(await database.ScalarAsync<int>("SELECT pg_backend_pid()", cancellationToken));

        Compare("the pure engine", await new PureEngine(workforce, options.Rounds, report).RunAsync(database, cancellationToken), planted);
        GC.Collect();
        var whole = new WholeEngine(workforce, postmaster, report, time);
        whole.Heading();
        double asked, night;
        await using (var service = await startAsync(database, Never, cancellationToken))
        {
            asked = await whole.AskAsync(service, database, await hrTokenAsync(database, cancellationToken), cancellationToken);
        }

        Compare("the service", await RaisedAsync(database, cancellationToken), planted);
        var before = await FingerprintAsync(database, cancellationToken);
        await using (var service = await startAsync(database, Soon, cancellationToken))
        {
            night = await whole.NightAsync(service, database, cancellationToken);
        }

        if (!string.Equals(before, await FingerprintAsync(database, cancellationToken), StringComparison.Ordinal))
        {
            throw new BenchException("The night changed rows, although nothing had changed since they were judged.");
        }

        var (found, rules, cpu) = await new PlainSql(workforce, postmaster).RunAsync(database, cancellationToken);
        Compare("plain SQL", found, planted);
        report.Title("the same rules as plain statements in the database");
        report.Say("| rule | seconds |");
        report.Say("|---|--:|");
        foreach (var (kind, seconds) in rules)
        {
            report.Say(Report.F($"| {kind} | {seconds:0.0} |"));
        }

        var sql = rules.Sum(r => r.Seconds);
        report.Say(Report.F($"| all six ({cpu:0.0} s of processor) | **{sql:0.0}** |"));
        report.Say(Report.F($"\nThe pure engine, the service and plain SQL found the {planted.Count:N0} planted anomalies and nothing else; the night left every row as it was, byte for byte."));
        report.Say(Report.F($"Evaluation ÷ SQL **{asked / sql:0.00}**, night ÷ SQL **{night / sql:0.00}**, night {night:0.0} s."));
    }

    private async Task<BenchDatabase> SeededAsync(Workforce workforce, string superConnectionString, string appConnectionString, bool isKept, CancellationToken cancellationToken)
    {
        if (isKept && await BenchDatabase.FindAsync(superConnectionString, appConnectionString, Name, workforce.Content, cancellationToken) is { } known)
        {
            await WorkforceSeeding.ForgetAsync(known, cancellationToken);
            return known;
        }

        var database = await BenchDatabase.CreateAsync(superConnectionString, appConnectionString, Name, Template, isKept, cancellationToken);
        await new WorkforceSeeding(workforce, report, time).RunAsync(database, cancellationToken);
        return database;
    }

    private static void Compare(string who, HashSet<Found> found, HashSet<Found> planted)
    {
        if (!found.SetEquals(planted))
        {
            throw new BenchException(Report.F(
                $"{who} found {found.Count}, and {planted.Count} are planted. Found and not planted: {string.Join("; ", found.Except(planted).Take(3))}. Planted and not found: {string.Join("; ", planted.Except(found).Take(3))}."));
        }
    }

    private static async Task<HashSet<Found>> RaisedAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT kind, employee_id, subject_date FROM anomalies WHERE status <> 'resolved'", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var kinds = PlainSql.Kinds.ToDictionary(k => JsonNamingPolicy.CamelCase.ConvertName(k.ToString()), StringComparer.Ordinal);
        HashSet<Found> raised = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            if (kinds.TryGetValue(reader.GetString(0), out var kind))
            {
                raised.Add(new Found(kind, reader.GetGuid(1), await reader.GetFieldValueAsync<DateOnly>(2, cancellationToken)));
            }
        }

        return raised;
    }

    /// <summary>Of every anomaly with its version.</summary>
    private static Task<string> FingerprintAsync(BenchDatabase database, CancellationToken cancellationToken) =>
        database.ScalarAsync<string>("SELECT coalesce(md5(string_agg(a::text || a.xmin::text, '' ORDER BY a.id)), '') FROM anomalies a", cancellationToken);
}
