using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Bench.Setup;

/// <summary>Fills a database as a superuser, who is above row-level security: what there is little of through the service's own model, days and punches by COPY.</summary>
internal static class Seeding
{
    /// <summary>Moves on when the seeding makes something else of the same numbers.</summary>
    public const int Version = 1;

    /// <summary>PBKDF2 rounds of the bench's passwords: the service's own default.</summary>
    public static readonly int PasswordIterations = new Infrastructure.Identity.TokenOptions().PasswordIterations;

    /// <summary>The company, its people and what is planned for them.</summary>
    /// <param name="last">The last date of the history.</param>
    public static async Task PeopleAsync(BenchDatabase database, Crowd crowd, Company company, DateOnly last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hasher = new PasswordHasher<Person>(Options.Create(new PasswordHasherOptions { IterationCount = PasswordIterations }));
        var hash = hasher.HashPassword(crowd.Hr, Crowd.Password);
        var (tenant, type) = (crowd.TenantId, new LeaveType(crowd.TenantId, BenchIds.Of(BenchIds.LeaveType, 0), "Annual", LeaveUnit.Day));
        var policy = new AttendancePolicyHistory(tenant, tenant);
        policy.Put(Company.Founded, Company.Policy);
        var offices = Enumerable.Range(0, 3).Select(n => new Office(tenant, BenchIds.Of(BenchIds.Office, n), $"Office {n + 1}", new GeoPoint(25.2 + n, 55.3), 200, Crowd.TimeZone)).ToList();

        await using var context = new SatcomDbContext(new DbContextOptionsBuilder<SatcomDbContext>().UseNpgsql(database.LonelyConnectionString).Options);
        context.AddRange(new Tenant(tenant, Crowd.Slug, "Bench", "en", Crowd.TimeZone, now), policy, type);
        context.AddRange(Enumerable.Range(0, Crowd.Teams).Select(n => new Team(tenant, BenchIds.Of(BenchIds.Team, n), $"Team {n + 1}")));
        context.AddRange(offices);
        context.AddRange(company.Shifts);
        foreach (var person in crowd.Everybody)
        {
            var user = new User(tenant, person.Id, person.Email, $"Person {person.Number * 7919 % 100_003}", [person.Role], now);
            user.SetPasswordHash(hash);
            var employee = new Employee(tenant, person.Id, $"E{person.Number}", "Employee", Crowd.TimeZone, person.ManagerId, BenchIds.Of(BenchIds.Team, person.Number % Crowd.Teams));
            employee.Rest(Weekdays.None, DateOnly.MinValue);
            employee.WorkAt([offices[person.Number % offices.Count].Id], DateOnly.MinValue, last);
            context.AddRange(user, employee, new Session(tenant, person.SessionId, person.Id, "bench", "web", now), company.AssignmentOf(person));
            if (Company.IsOnLeave(person))
            {
                var (account, request) = company.LeaveOf(person, type, last);
                context.AddRange(account, request);
            }
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Days of everybody up to the last date.</summary>
    /// <returns>How many days and punches there are.</returns>
    public static async Task<(long Days, long Punches)> HistoryAsync(BenchDatabase database, Crowd crowd, History history, CancellationToken cancellationToken)
    {
        // What the bench itself measures must not be swept while it measures; it cleans up between rounds.
        await database.ExecuteAsync(
            "ALTER TABLE attendance_days SET (autovacuum_enabled = off); ALTER TABLE attendance_punches SET (autovacuum_enabled = off); ALTER TABLE outbox_messages SET (autovacuum_enabled = off)",
            cancellationToken);
        var counts = await new HistoryCopy(database, crowd, history).RunAsync(cancellationToken);
        await database.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        return counts;
    }

    /// <summary>Takes away what check-ins have left, as if nobody had come to work yet.</summary>
    public static Task ForgetTodayAsync(BenchDatabase database, Crowd crowd, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            FormattableString.Invariant(
                $"""
                SELECT set_config('session_replication_role', 'replica', true);
                WITH d AS (DELETE FROM attendance_days WHERE tenant_id = '{crowd.TenantId}' AND date > '{database.Last:yyyy-MM-dd}' RETURNING tenant_id, id)
                DELETE FROM attendance_punches p USING d WHERE p.tenant_id = d.tenant_id AND p.day_id = d.id;
                """),
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
