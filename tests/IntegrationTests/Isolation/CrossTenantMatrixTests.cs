using System.Net;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Contract;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T7: every operation of the document, called by one tenant's people with another's ids in every place that takes one.</summary>
public sealed class CrossTenantMatrixTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string[] Callers = ["superadmin@globex.test", "hr@globex.test", "employee@globex.test"];

    [Fact]
    public async Task T7_A6_EveryOperation_WithAnotherTenantsIds_TellsAndChangesNothing()
    {
        var faults = await WalkAsync(rowSecurity: true);

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task T10_EveryOperation_WithRowSecurityOff_IsHeldByTheFiltersAlone()
    {
        var faults = await WalkAsync(rowSecurity: false);

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task T7_Walk_WhenTheCallerIsOfTheSameTenant_SeesWhatItLooksFor()
    {
        var acme = await TenantThings.OfAsync(host, "acme", round: 7);
        var globex = await TenantThings.OfAsync(host, "globex", round: 7);
        await host.EndOwnWorkAsync();
        var footprint = await TenantFootprint.MarkAsync(host, acme.TenantId);
        using var client = await host.AsAsync("superadmin@acme.test");

        var faults = new List<string>();
        foreach (var operation in (await ServiceDocument.OperationsAsync(host)).Where(o => o.Id is "Anomalies_GetAnomaly" or "Anomalies_AcknowledgeAnomaly" or "Presence_ListPresence" or "Tenancy_GetOwnTenant"))
        {
            faults.AddRange(await CallAsync(client, operation, acme, globex, footprint));
        }

        footprint.Canaries.ShouldBeGreaterThan(20);
        foreach (var (operation, fault) in new[] { ("Anomalies_GetAnomaly", "told"), ("Anomalies_AcknowledgeAnomaly", "answered 200"), ("Anomalies_AcknowledgeAnomaly", "changed"), ("Presence_ListPresence", "told"), ("Tenancy_GetOwnTenant", "told") })
        {
            faults.ShouldContain(f => f.Contains(operation, StringComparison.Ordinal) && f.Contains(fault, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task T6_IdempotencyKey_UsedByAnotherTenant_IsFree()
    {
        var acme = await TenantThings.OfAsync(host, "acme", round: 9);
        var globex = await TenantThings.OfAsync(host, "globex", round: 9);
        var operation = (await ServiceDocument.OperationsAsync(host)).Single(o => o.Id is "Anomalies_AcknowledgeAnomaly");

        var own = await SendWithKeyAsync("hr@acme.test", operation, acme);
        var foreign = await SendWithKeyAsync("hr@globex.test", operation, acme);
        var other = await SendWithKeyAsync("superadmin@globex.test", operation, globex);

        own.ShouldBe((HttpStatusCode.OK, false));
        foreign.ShouldBe((HttpStatusCode.NotFound, false));
        other.ShouldBe((HttpStatusCode.OK, false));
    }

    private async Task<(HttpStatusCode Status, bool Replayed)> SendWithKeyAsync(string caller, ServiceOperation operation, TenantThings things)
    {
        using var client = await host.AsAsync(caller);
        using var request = OperationData.Request(operation, things, things);
        request.Headers.Add("Idempotency-Key", "shared");
        using var response = await client.SendAsync(request);
        return (response.StatusCode, response.Headers.Contains("Idempotency-Replayed"));
    }

    private static async Task<List<string>> WalkAsync(bool rowSecurity)
    {
        await using var own = new SatcomHost();
        await own.StartAsync();
        var acme = await TenantThings.OfAsync(own, "acme");
        var globex = await TenantThings.OfAsync(own, "globex");
        await own.EndOwnWorkAsync();
        var footprint = await TenantFootprint.MarkAsync(own, acme.TenantId);
        if (!rowSecurity)
        {
            await own.SqlAsync(
                """
                DO $$ DECLARE t regclass; BEGIN
                  FOR t IN SELECT oid FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace LOOP EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t); END LOOP;
                END $$
                """);
        }

        var faults = new List<string>();
        foreach (var caller in Callers)
        {
            using var client = await own.AsAsync(caller);
            foreach (var operation in await ServiceDocument.OperationsAsync(own))
            {
                faults.AddRange((await CallAsync(client, operation, acme, globex, footprint)).Select(fault => $"{caller} {fault}"));
            }
        }

        return faults;
    }

    /// <summary>The operation with foreign ids in the path, in each query parameter alone, in the body, and with a foreign X-Tenant.</summary>
    private static async Task<List<string>> CallAsync(HttpClient client, ServiceOperation operation, TenantThings foreign, TenantThings own, TenantFootprint footprint)
    {
        var faults = new List<string>();
        await footprint.ChangedAsync();
        var byPath = OperationData.DiffersByPath(operation, foreign, own);
        await JudgeAsync("foreign path", OperationData.Request(operation, foreign, own), mustMiss: byPath);
        if (operation.HasBody)
        {
            await JudgeAsync("foreign body", OperationData.Request(operation, own, foreign), mustMiss: false);
        }

        foreach (var query in operation.Parameters.Where(p => p.In is "query"))
        {
            // What reads the same for both, a limit for example, names nobody's things.
            using var harmless = OperationData.Request(operation, own, own, query.Name, own);
            var request = OperationData.Request(operation, own, own, query.Name, foreign);
            if (request.RequestUri != harmless.RequestUri)
            {
                await JudgeAsync($"foreign {query.Name}", request, mustMiss: false);
            }
        }

        using var named = OperationData.Request(operation, foreign, foreign);
        named.Headers.Add("X-Tenant", foreign.Slug);
        await JudgeAsync("X-Tenant", named, mustMiss: false);
        faults.AddRange((await footprint.ChangedAsync()).Select(table => $"{operation} changed {table}"));
        return faults;

        async Task JudgeAsync(string how, HttpRequestMessage request, bool mustMiss)
        {
            using (request)
            {
                var sent = $"{request.RequestUri} {(request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync())}";
                using var response = await client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync() + response.Headers;
                var status = (int)response.StatusCode;
                if (footprint.FoundIn(text, response.IsSuccessStatusCode ? string.Empty : sent).FirstOrDefault() is { } trace)
                {
                    faults.Add($"{operation} with {how} told {trace}: {status} {text}");
                }

                var isRefusedForRole = status == 403 && text.Contains("\"forbidden\"", StringComparison.Ordinal);
                if (status >= 500 || (mustMiss && status != 404 && !isRefusedForRole))
                {
                    faults.Add($"{operation} with {how} answered {status} {text}");
                }
            }
        }
    }
}
