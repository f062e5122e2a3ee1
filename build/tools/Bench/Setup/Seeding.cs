using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Satcom.Bench.Setup;

/// <summary>Fills a database as a superuser, who is above row-level security.</summary>
internal static class Seeding
{
    /// <summary>PBKDF2 rounds of the bench's passwords: the service's own default.</summary>
    public static readonly int PasswordIterations = new Infrastructure.Identity.TokenOptions().PasswordIterations;

    public static async Task PeopleAsync(BenchDatabase database, Crowd crowd, CancellationToken cancellationToken)
    {
        var hasher = new PasswordHasher<Person>(Options.Create(new PasswordHasherOptions { IterationCount = PasswordIterations }));
        var hash = hasher.HashPassword(crowd.Hr, Crowd.Password);
        var tenant = new NpgsqlParameter<Guid> { TypedValue = crowd.TenantId };
        await database.ExecuteAsync(
            "INSERT INTO tenants (id, slug, name, locale, time_zone, status, created_at, settings) VALUES ($1, 'bench', 'Bench', 'en', $2, 'active', now(), '{}')",
            cancellationToken,
            tenant.Clone(),
            new NpgsqlParameter<string> { TypedValue = Crowd.TimeZone });

        var people = crowd.Everybody.ToList();
        NpgsqlParameter Ids(Func<Person, Guid> of) => new NpgsqlParameter<Guid[]> { TypedValue = [.. people.Select(of)] };
        NpgsqlParameter Texts(Func<Person, string> of) => new NpgsqlParameter<string[]> { TypedValue = [.. people.Select(of)] };
        await database.ExecuteAsync(
            """
            INSERT INTO users (tenant_id, id, email, normalized_email, display_name, status, roles, password_hash, created_at)
            SELECT $1, p.id, p.email, upper(p.email), p.email, 'active', ARRAY[p.role], $5, now() FROM unnest($2, $3, $4) AS p (id, email, role)
            """,
            cancellationToken, tenant.Clone(), Ids(p => p.Id), Texts(p => p.Email), Texts(p => p.Role), new NpgsqlParameter<string> { TypedValue = hash });
        await database.ExecuteAsync(
            """
            INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone, manager_id)
            SELECT $1, p.id, split_part(p.email, '@', 1), 'Employee', $5, NULLIF(p.manager, $1) FROM unnest($2, $3, $4) AS p (id, email, manager)
            """,
            cancellationToken, tenant.Clone(), Ids(p => p.Id), Texts(p => p.Email), Ids(p => p.ManagerId ?? crowd.TenantId), new NpgsqlParameter<string> { TypedValue = Crowd.TimeZone });
        await database.ExecuteAsync(
            """
            INSERT INTO sessions (tenant_id, id, user_id, device_name, platform, started_at, last_used_at, expires_at)
            SELECT $1, p.session, p.id, 'bench', 'web', now(), now(), now() + interval '1 day' FROM unnest($2, $3) AS p (id, session)
            """,
            cancellationToken, tenant.Clone(), Ids(p => p.Id), Ids(p => p.SessionId));
    }

    /// <summary>Finished days of everybody, from yesterday backwards until there are as many as asked for.</summary>
    public static async Task HistoryAsync(BenchDatabase database, Crowd crowd, int days, CancellationToken cancellationToken)
    {
        // What the bench itself measures must not be swept while it measures; it cleans up between rounds.
        await database.ExecuteAsync(
            "ALTER TABLE attendance_days SET (autovacuum_enabled = off); ALTER TABLE attendance_punches SET (autovacuum_enabled = off); ALTER TABLE outbox_messages SET (autovacuum_enabled = off)",
            cancellationToken);
        await database.ExecuteAsync(
            """
            INSERT INTO attendance_days (tenant_id, id, employee_id, date, status, first_check_in_at, last_check_out_at, worked_seconds, break_seconds, lunch_seconds,
              overtime_seconds, late_seconds, early_leave_seconds, scheduled_seconds, flags, is_overridden, work_modes)
            SELECT e.tenant_id, gen_random_uuid(), e.id, d.date, 'completed', d.date + interval '4 hours', d.date + interval '13 hours', 30600, 600, 1800, 0, 0, 0, 0, '{}', false, '{office}'
            FROM generate_series(1, $1) AS ago, LATERAL (SELECT (current_date - ago)::date AS date) AS d, employees e
            ORDER BY d.date, e.id LIMIT $2
            """,
            cancellationToken,
            new NpgsqlParameter<int> { TypedValue = (days + crowd.Employees.Count) / (crowd.Employees.Count + 1) + 1 },
            new NpgsqlParameter<int> { TypedValue = days });
        await database.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
    }

    /// <summary>Takes away what check-ins have left, as if nobody had come to work yet.</summary>
    public static Task ForgetTodayAsync(BenchDatabase database, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            SELECT set_config('session_replication_role', 'replica', true);
            DELETE FROM attendance_punches WHERE received_at >= current_date - 1;
            DELETE FROM attendance_days WHERE date >= current_date;
            """,
            cancellationToken);

    /// <summary>Sweeps and flushes, so that no round pays for the one before.</summary>
    public static async Task SettleAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync("VACUUM attendance_days", cancellationToken);
        await database.ExecuteAsync("VACUUM attendance_punches", cancellationToken);
        await database.ExecuteAsync("VACUUM outbox_messages", cancellationToken);
        await database.ExecuteAsync("CHECKPOINT", cancellationToken);
    }
}
