using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

/// <summary>How many rows each table holds, and of which versions: to see that a refused request has written nothing, wherever that would be.</summary>
internal static class WrittenRows
{
    /// <summary>What a refusal may write, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Exceptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["attempt_counters"] = "Refused attempts are counted.",
        ["request_counters"] = "Requests are counted, refused ones too.",
        ["jobs"] = "The clock's.",
        ["job_runs"] = "The clock's.",
    };

    /// <summary>A line for each table but the exceptions and the scheduler's own, read past every lock, once what the service does by itself has ended.</summary>
    public static async Task<string> WrittenAsync(this SatcomHost host)
    {
        await host.EndOwnWorkAsync();
        var each = (string)(await host.SqlAsync(
            """
            SELECT string_agg(format('SELECT %L || count(*) || '' of '' || coalesce(sum(xmin::text::bigint), 0) AS line FROM %I', relname || ': ', relname), ' UNION ALL ')
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname::text <> ALL ($1) AND NOT starts_with(relname::text, 'qrtz_')
            """,
            [Exceptions.Keys.ToArray()]))!;
        return (string)(await host.SqlAsync($"SELECT string_agg(line, E'\\n' ORDER BY line) FROM ({each}) t"))!;
    }
}
