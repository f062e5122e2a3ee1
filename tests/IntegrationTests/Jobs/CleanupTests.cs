using Microsoft.Extensions.DependencyInjection;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Jobs;

/// <summary>What the hourly jobs remove and keep, and what holds of runs where this node does none.</summary>
public sealed class CleanupTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task MessageCleanup_RemovesWhatWasSentAWeekAgoOrGivenUpAMonthAgo()
    {
        await host.SqlAsync(
            """
            INSERT INTO outgoing_messages (tenant_id, id, channel, template, sealed, locale, created_at, attempts, available_at, sent_at, dead_at, last_error)
            SELECT t.id, gen_random_uuid(), 'mail', m.name, CASE WHEN m.sent IS NULL THEN '\x00'::bytea END, 'en', now() - interval '60 days', 1, now() + interval '1 day', now() - m.sent, now() - m.dead, ''
            FROM tenants t, (VALUES ('sentLong', interval '169 hours', NULL::interval), ('sentLately', interval '167 hours', NULL), ('deadLong', NULL, interval '31 days'),
              ('deadLately', NULL, interval '29 days'), ('waiting', NULL, NULL)) AS m (name, sent, dead)
            WHERE t.slug IN ('acme', 'globex')
            """);

        await RunAsync<MessageCleanupJob>();

        (await host.SqlAsync("SELECT string_agg(template, ',' ORDER BY template) FROM (SELECT template FROM outgoing_messages GROUP BY template HAVING count(*) = 2) t")).ShouldBe("deadLately,sentLately,waiting");
        (await host.SqlAsync("SELECT count(*) FROM outgoing_messages")).ShouldBe(6L);
    }

    [Fact]
    public async Task AttemptCounterCleanup_RemovesWhatSaysNothingAnyMore()
    {
        await host.SqlAsync(
            """
            INSERT INTO attempt_counters (key, window_started_at, count, previous, is_admitted, failures, expires_at)
            SELECT sha256(n::text::bytea), now(), 1, 0, true, 0, now() + CASE WHEN n < 1500 THEN interval '-1 minute' ELSE interval '1 minute' END FROM generate_series(1, 1501) n
            """);

        await RunAsync<AttemptCounterCleanupJob>();

        (await host.SqlAsync("SELECT count(*) FROM attempt_counters")).ShouldBe(2L);
    }

    [Fact]
    public async Task Run_OfANodeThatFellSilent_IsLostAlsoWhereNoNodeRunsJobs()
    {
        var id = await host.SqlAsync(
            """
            INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_by, asked_at, started_at, node, beat_at, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
            SELECT tenant_id, gen_random_uuid(), 'moves', 'company', 'person', 'running', id, now() - interval '3 minutes', now() - interval '2 minutes', 'gone', now() - interval '1 minute', 1, 0, 0, '{}', 0 FROM users WHERE email = 'superadmin@acme.test'
            RETURNING id
            """);

        await Waiting.UntilAsync(async () => await host.SqlAsync("SELECT state FROM job_runs WHERE id = $1", id!) is "lost", "nobody judges its silence");
        (await host.SqlAsync("SELECT finished_at = beat_at FROM job_runs WHERE id = $1", id!)).ShouldBe(true, "It ended when it was last heard of.");
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_GivesEachRunToOne()
    {
        var store = host.Services.GetRequiredService<JobRunStore>();
        for (var round = 0; round < 10; round++)
        {
            var id = (Guid)(await host.SqlAsync(
                """
                INSERT INTO job_runs (tenant_id, id, job, scope, cause, state, asked_by, asked_at, tenants, tenants_done, tenants_failed, failed_tenant_ids, done)
                SELECT tenant_id, gen_random_uuid(), 'audit-seal', 'company', 'person', 'queued', id, now(), 0, 0, 0, '{}', 0 FROM users WHERE email = 'superadmin@globex.test'
                RETURNING id
                """))!;

            var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.ClaimAsync([new QueuedJob("audit-seal", IsForAll: false)], takesCompanies: true, CancellationToken.None)));

            claims.OfType<ClaimedRun>().ShouldHaveSingleItem().Id.ShouldBe(id);
            await host.SqlAsync("UPDATE job_runs SET state = 'succeeded', finished_at = now() WHERE id = $1", id);
        }
    }

    private async Task RunAsync<TJob>()
        where TJob : IJobWork =>
        await ActivatorUtilities.CreateInstance<TJob>(host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);
}
