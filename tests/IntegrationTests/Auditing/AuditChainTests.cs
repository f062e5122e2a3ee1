using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Infrastructure.Auditing;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Jobs;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;

namespace Satcom.IntegrationTests.Auditing;

/// <summary>What was changed in the audit is found, by whoever it was who could write to the database.</summary>
public sealed class AuditChainTests(AuditChainTests.Fixture fixture) : IClassFixture<AuditChainTests.Fixture>
{
    private const string OfAcme = "tenant_id = (SELECT id FROM tenants WHERE slug = 'acme')";
    private const string First = $"(SELECT id FROM audit_entries WHERE {OfAcme} ORDER BY at, id LIMIT 1)";

    private static readonly string Old = Convert.ToBase64String(new byte[32]);
    private static readonly string New = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    private static readonly (string Sql, string Fault)[] Tampering =
    [
        ($"UPDATE audit_entries SET actor_kind = 'system' WHERE id = {First}", "changed"),
        ($"UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE id = {First}", "changed"),
        ($"UPDATE audit_entries SET reason = 'because' WHERE id = {First}", "changed"),
        ($"UPDATE audit_entries SET oauth_client_id = gen_random_uuid() WHERE id = {First}", "changed"),
        ($$"""UPDATE audit_entries SET after = '{"status":"active"}' WHERE id = {{First}}""", "changed"),
        ($"DELETE FROM audit_entries WHERE id = {First}", "of which 999 are there"),
        ($"UPDATE audit_entries SET tenant_id = (SELECT id FROM tenants WHERE slug = 'globex') WHERE id = {First}", "of which 999 are there"),
        (
            $"""
            INSERT INTO audit_entries (tenant_id, id, at, actor_kind, action, entity_type)
            SELECT tenant_id, gen_random_uuid(), now() - interval '3 days', actor_kind, 'smuggled.in', entity_type FROM audit_entries WHERE id = {First}
            """,
            "in no link"),
        ($"DELETE FROM audit_seals WHERE number = 1 AND {OfAcme}", "link 1 is missing"),
        ($"UPDATE audit_seals SET entries = entries[2:] WHERE number = 2 AND {OfAcme}", "link 2 or"),
        ($"UPDATE audit_seals SET form = 1 WHERE number = 2 AND {OfAcme}", "link 2 or"),
        ($"UPDATE audit_seals SET sealed_at = sealed_at - interval '1 hour' WHERE number = 2 AND {OfAcme}", "link 2 or"),
        ($"UPDATE audit_seals SET mac = sha256(mac) WHERE {OfAcme}", "not sealed by our key"),
    ];

    [Fact]
    public async Task A39_Audit_WhenAnythingOfItIsChanged_IsFoundByTheNightlyCheck()
    {
        await fixture.FillAsync(1200);
        await fixture.SqlAsync("UPDATE tenants SET status = 'suspended' WHERE slug = 'globex'");
        await fixture.RunAsync<AuditSealJob>();
        (await fixture.SqlAsync("SELECT count(*) > 0 FROM audit_seals WHERE tenant_id = (SELECT id FROM tenants WHERE slug = 'globex')")).ShouldBe(true, "A suspended company's chain goes on.");
        await fixture.SqlAsync("UPDATE tenants SET status = 'active' WHERE slug = 'globex'");
        await fixture.FillAsync(3);
        await fixture.RunAsync<AuditSealJob>();
        (await fixture.SqlAsync($"SELECT (array_agg(cardinality(entries) ORDER BY number))[1] FROM audit_seals WHERE {OfAcme}")).ShouldBe(AuditChain.LinkSize);
        (await fixture.SqlAsync($"SELECT count(*) = count(DISTINCT e) FROM audit_seals, unnest(entries) e WHERE {OfAcme}")).ShouldBe(true);
        await fixture.RunAsync<AuditCheckJob>();
        fixture.Alarms.ShouldBeEmpty();
        (await fixture.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'audit.broken'")).ShouldBe(0L);

        await fixture.SqlAsync("CREATE TABLE entries_before AS TABLE audit_entries; CREATE TABLE seals_before AS TABLE audit_seals");
        var alarms = 0;
        foreach (var (sql, fault) in Tampering)
        {
            await fixture.SqlAsync(sql);

            var run = (await fixture.RunAsync<AuditCheckJob>()).Figures();

            (run.Error, run.TenantsDone).ShouldBe(("audit_broken", run.Tenants), sql);
            run.Failed.ShouldContain((Guid)(await fixture.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!, sql);
            (await fixture.SqlAsync($"SELECT string_agg(reason, '; ') FROM audit_entries WHERE action = 'audit.broken' AND actor_kind = 'system' AND {OfAcme}")).ShouldBeOfType<string>(sql).ShouldContain(fault);

            // An entry that was moved is too many where it is now.
            var elsewhere = sql.Contains("globex", StringComparison.Ordinal) ? 1L : 0L;
            alarms += 1 + (int)elsewhere;
            (await fixture.SqlAsync($"SELECT count(*) FROM audit_entries WHERE action = 'audit.broken' AND NOT {OfAcme}")).ShouldBe(elsewhere, sql);
            await fixture.SqlAsync("DELETE FROM audit_entries; INSERT INTO audit_entries SELECT * FROM entries_before; DELETE FROM audit_seals; INSERT INTO audit_seals SELECT * FROM seals_before");
        }

        fixture.Alarms.Count.ShouldBe(alarms);
        await fixture.SqlAsync("DROP TABLE entries_before, seals_before");
        (await fixture.RunAsync<AuditCheckJob>()).HasFailures.ShouldBeFalse();
        fixture.Alarms.Count.ShouldBe(alarms, "What was put back is whole again.");
    }

    [Fact]
    public async Task A39_Chain_WhenItsKeyIsReplaced_IsSealedByTheNewOneAndWithoutItIsAForgery()
    {
        var (before, during, after) = (fixture.Chain(Old), fixture.Chain($"{New},{Old}"), fixture.Chain(New));
        await fixture.InGlobexAsync(before.SealAsync);
        (await fixture.InGlobexAsync(before.CheckAsync)).ShouldBeNull();
        (await fixture.InGlobexAsync(after.CheckAsync)).ShouldNotBeNull().ShouldContain("not sealed by our key", customMessage: "Who has another key made a chain of their own.");

        const string Empty = "SELECT count(*) FROM audit_seals WHERE entries = '{}' AND tenant_id = (SELECT id FROM tenants WHERE slug = 'globex')";
        var empty = (long)(await fixture.SqlAsync(Empty))!;
        await fixture.InGlobexAsync(during.SealAsync);
        await fixture.InGlobexAsync(during.SealAsync);

        (await fixture.InGlobexAsync(after.CheckAsync)).ShouldBeNull();
        (await fixture.SqlAsync(Empty)).ShouldBe(empty + 1, "A link for the key, once.");
    }

    [Fact]
    public async Task A39_Chain_SealedBeforeProgramsWereNamed_IsWholeAndNamingOneInItIsFound()
    {
        var (chain, keys) = (fixture.Chain(Old), Fixture.Keys(Old));
        await fixture.InGlobexAsync(chain.SealAsync);
        await fixture.InGlobexAsync(
            async (db, tenantId, token) =>
            {
                var head = await db.AuditSeals.OrderByDescending(s => s.Number).FirstOrDefaultAsync(token);
                var now = RealTime.Clock.GetUtcNow();
                var (id, at) = (Guid.CreateVersion7(now), new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-3));
                await fixture.SqlAsync(
                    $"INSERT INTO audit_entries (tenant_id, id, at, actor_kind, action, entity_type, after) VALUES ('{tenantId}', '{id}', '{at.AddMinutes(-1):yyyy-MM-dd HH:mm}Z', 'user', 'test.old', 'test', '{{\"a\": 1.50}}')");

                // As the first form has it, and as it stays: every column of then.
                var entries = (byte[])(await fixture.SqlAsync(
                    $"""
                    SELECT sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(
                      id, extract(epoch FROM at), actor_kind, actor_id, action, entity_type, entity_id, before, after, reason, trace_id, remote_address
                    )::text, 'UTF8')), ''::bytea ORDER BY id), ''::bytea)) FROM audit_entries WHERE id = '{id}'
                    """))!;
                var number = (head?.Number ?? 0) + 1;
                var digest = AuditChainKeys.Digest(head?.Digest, tenantId, number, at, 1, entries);
                db.Add(new AuditSeal { TenantId = tenantId, Number = number, SealedAt = at, Entries = [id], Form = AuditSeal.FirstForm, Digest = digest, Mac = keys.Seal(digest) });
                await db.SaveChangesAsync(token);
            });
        (await fixture.InGlobexAsync(chain.CheckAsync)).ShouldBeNull();
        await fixture.InGlobexAsync(chain.SealAsync);
        (await fixture.SqlAsync("SELECT form || ' ' || cardinality(entries) FROM audit_seals WHERE tenant_id = (SELECT id FROM tenants WHERE slug = 'globex') ORDER BY number DESC LIMIT 1")).ShouldBe($"{AuditSeal.NewestForm} 0", "With nothing to cover it tells since when programs are named.");
        (await fixture.InGlobexAsync(chain.CheckAsync)).ShouldBeNull();

        await fixture.SqlAsync("UPDATE audit_entries SET oauth_client_id = gen_random_uuid() WHERE action = 'test.old'");

        (await fixture.InGlobexAsync(chain.CheckAsync)).ShouldNotBeNull().ShouldContain("before programs were named");
        await fixture.SqlAsync("UPDATE audit_entries SET oauth_client_id = NULL WHERE action = 'test.old'");
    }

    /// <summary>A service whose log is kept.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private readonly SatcomHost _host = new();
        private readonly LogCapture _logs = new();

        internal IReadOnlyList<LogLine> Alarms => [.. _logs.Lines.Where(l => l.Level == LogLevel.Error && l.Text.Contains("was tampered with", StringComparison.Ordinal))];

        public async ValueTask InitializeAsync()
        {
            _host.ConfigureServices = services => services.AddSingleton<ILoggerProvider>(_logs);
            await _host.StartAsync();
            await _host.LoginAsync("hr@acme.test");
            await _host.LoginAsync("hr@globex.test");
        }

        public async ValueTask DisposeAsync()
        {
            await _host.DisposeAsync();
            _logs.Dispose();
        }

        internal Task<object?> SqlAsync(string sql) => _host.SqlAsync(sql);

        /// <summary>Gives the audit of Acme so many entries more.</summary>
        internal Task FillAsync(int count) => _host.SqlAsync(
            """
            INSERT INTO audit_entries (tenant_id, id, at, actor_kind, action, entity_type, before, after, remote_address)
            SELECT t.id, gen_random_uuid(), now() - n * interval '2 minutes', 'user', 'test.done', 'test', '{"a": 1.50}', NULL, '127.0.0.1' FROM tenants t, generate_series(1, $1) n WHERE t.slug = 'acme'
            """,
            count);

        internal async Task<JobProgress> RunAsync<TJob>()
            where TJob : IJobWork
        {
            var run = new JobProgress("test");
            await ActivatorUtilities.CreateInstance<TJob>(_host.Services).RunAsync(run, CancellationToken.None);
            return run;
        }

        internal static AuditChainKeys Keys(string keys) => new(Options.Create(new KeyOptions { KeyEncryptionKey = keys }));

        internal AuditChain Chain(string keys) => ActivatorUtilities.CreateInstance<AuditChain>(_host.Services, Keys(keys));

        internal async Task InGlobexAsync(Func<SatcomDbContext, Guid, CancellationToken, Task> work) =>
            await InGlobexAsync(async (db, tenantId, token) =>
            {
                await work(db, tenantId, token);
                return (string?)null;
            });

        internal async Task<string?> InGlobexAsync(Func<SatcomDbContext, Guid, CancellationToken, Task<string?>> work)
        {
            var tenant = await _host.Services.GetRequiredService<ITenantDirectory>().FindAsync("globex", CancellationToken.None);
            string? result = null;
            await _host.Services.GetRequiredService<ITenantRunner>().RunAsync(
                tenant!, async (services, token) => result = await work(services.GetRequiredService<SatcomDbContext>(), tenant!.Id, token), CancellationToken.None);
            return result;
        }
    }
}
