namespace Satcom.Infrastructure.Identity.Limits;

/// <summary>
/// The statements on counters. Each is one atomic upsert: it locks its one row, moves the window on, judges and counts. $1 is the
/// key, $2 now, $3 the window.
/// </summary>
internal static class CounterSql
{
    // The counts as of now: the same window, the next one, or long after.
    private const string Rolled =
        """
        (SELECT CASE WHEN $2 < c.window_started_at + $3 THEN c.window_started_at WHEN $2 < c.window_started_at + 2 * $3 THEN c.window_started_at + $3 ELSE $2 END AS started,
                CASE WHEN $2 < c.window_started_at + $3 THEN c.count ELSE 0 END AS count,
                CASE WHEN $2 < c.window_started_at + $3 THEN c.previous WHEN $2 < c.window_started_at + 2 * $3 THEN c.count ELSE 0 END AS previous) r
        """;

    // What a window that ends now holds, if the one before was evenly filled.
    private const string Estimate = "r.count + r.previous * (1 - least(1, greatest(0, extract(epoch FROM $2 - r.started) / extract(epoch FROM $3))))";

    /// <summary>Counts one if fewer than $4 are in the window and nothing blocks it. Answers whether it did, and the counter.</summary>
    public const string Claim =
        $"""
        INSERT INTO attempt_counters AS c (key, window_started_at, count, previous, is_admitted, failures, expires_at)
        VALUES ($1, $2, 1, 0, true, 0, $2 + 2 * $3)
        ON CONFLICT (key) DO UPDATE SET (window_started_at, count, previous, is_admitted, expires_at) = (
          SELECT r.started, r.count + CASE WHEN a.ok THEN 1 ELSE 0 END, r.previous, a.ok, greatest(r.started + 2 * $3, c.expires_at)
          FROM {Rolled}, LATERAL (SELECT {Estimate} < $4 AND coalesce(c.blocked_until <= $2, true) AS ok) a)
        RETURNING is_admitted, window_started_at, count, previous
        """;

    /// <summary>Writes the counter as of now without counting anything.</summary>
    public const string Touch =
        $"""
        INSERT INTO attempt_counters AS c (key, window_started_at, count, previous, is_admitted, failures, expires_at)
        VALUES ($1, $2, 0, 0, true, 0, $2 + 2 * $3)
        ON CONFLICT (key) DO UPDATE SET (window_started_at, count, previous, expires_at) = (SELECT r.started, r.count, r.previous, greatest(r.started + 2 * $3, c.expires_at) FROM {Rolled})
        """;

    /// <summary>Counts one, whatever the count. Answers the count of the window.</summary>
    public const string Add =
        $"""
        INSERT INTO attempt_counters AS c (key, window_started_at, count, previous, is_admitted, failures, expires_at)
        VALUES ($1, $2, 1, 0, true, 0, $2 + 2 * $3)
        ON CONFLICT (key) DO UPDATE SET (window_started_at, count, previous, expires_at) = (SELECT r.started, r.count + 1, r.previous, r.started + 2 * $3 FROM {Rolled})
        RETURNING count
        """;

    /// <summary>Counts one on the counter $4 if the key is new within the window. Answers the count if it did.</summary>
    public const string AddIfFirst =
        $"""
        WITH first AS (
          INSERT INTO attempt_counters AS c (key, window_started_at, count, previous, is_admitted, failures, expires_at) VALUES ($1, $2, 1, 0, true, 0, $2 + $3)
          ON CONFLICT (key) DO UPDATE SET window_started_at = $2, expires_at = $2 + $3 WHERE c.expires_at <= $2
          RETURNING key)
        INSERT INTO attempt_counters AS c (key, window_started_at, count, previous, is_admitted, failures, expires_at)
        SELECT $4, $2, 1, 0, true, 0, $2 + 2 * $3 FROM first
        ON CONFLICT (key) DO UPDATE SET (window_started_at, count, previous, expires_at) = (SELECT r.started, r.count + 1, r.previous, r.started + 2 * $3 FROM {Rolled})
        RETURNING count
        """;

    /// <summary>One failure more in a row; the next attempt waits $4[failures] seconds, the last of them at most. Forgotten after a day ($3).</summary>
    public const string Fail =
        """
        UPDATE attempt_counters c SET
          failures = f.n, blocked_until = $2 + make_interval(secs => ($4::float8[])[least(f.n, cardinality($4::float8[]))]), expires_at = $2 + $3
        FROM (SELECT CASE WHEN blocked_until < $2 - $3 THEN 1 ELSE failures + 1 END AS n FROM attempt_counters WHERE key = $1 FOR UPDATE) f
        WHERE c.key = $1
        """;

    /// <summary>Takes one claim back.</summary>
    public const string GiveBack = "UPDATE attempt_counters SET count = greatest(count - 1, 0) WHERE key = $1";

    /// <summary>Forgets all of one counter. Answers the failures in a row that it held.</summary>
    public const string Clear =
        """
        UPDATE attempt_counters c SET count = 0, previous = 0, failures = 0, blocked_until = NULL
        FROM (SELECT failures FROM attempt_counters WHERE key = $1 FOR UPDATE) f WHERE c.key = $1 RETURNING f.failures
        """;

    /// <summary>The counter as of now: its window's start, count and previous count.</summary>
    public const string Look = $"SELECT r.started, r.count, r.previous FROM attempt_counters c, LATERAL {Rolled} WHERE c.key = $1";

    /// <summary>The counters $1 as of now: key, window's start, count, previous count, and until when the next attempt has to wait.</summary>
    public const string LookAtAll = $"SELECT c.key, r.started, r.count, r.previous, c.blocked_until FROM attempt_counters c, LATERAL {Rolled} WHERE c.key = ANY ($1)";

    /// <summary>Forgets the counters $1 altogether.</summary>
    public const string Forget = "DELETE FROM attempt_counters WHERE key = ANY ($1)";
}
