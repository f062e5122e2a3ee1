using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.People;
using Satcom.Infrastructure.Jobs;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>Work that no request carries: each piece is of one company, whatever runs beside it and however it ends.</summary>
public sealed class BackgroundTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string[] TenantFilter = [TenantModel.FilterName];

    [Fact]
    public async Task T12_Work_OfTwoCompaniesAtOnce_StaysApartAlsoWhenItFails()
    {
        var runner = host.Services.GetRequiredService<ITenantRunner>();
        var tenants = (await runner.ActiveTenantsAsync(CancellationToken.None)).Where(t => t.Slug is "acme" or "globex").ToList();
        var seen = new ConcurrentBag<(Guid By, Guid Of)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancellationToken) =>
        {
            try
            {
                await runner.RunAsync(tenants[n % 2], (services, token) => WorkAsync(services.GetRequiredService<SatcomDbContext>(), tenants[n % 2].Id, n, token), cancellationToken);
            }
            catch (InvalidOperationException e) when (e.Message is "planned")
            {
                (n % 5).ShouldBe(0);
            }
        });

        seen.Select(s => s.By).Distinct().Count().ShouldBe(2);
        seen.ShouldAllBe(s => s.By == s.Of);
        (await host.SqlAsync("SELECT count(*) FROM teams WHERE name LIKE 'Background %'")).ShouldBe(160L);
        (await host.SqlAsync("SELECT count(*) FROM teams WHERE name LIKE 'Background %' AND (tenant_id = $1) <> (right(name, 1)::int % 2 = 0)", tenants[0].Id)).ShouldBe(0L);
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<SatcomDbContext>().Teams.IgnoreQueryFilters(TenantFilter).CountAsync()).ShouldBe(0, "Nothing is left behind.");

        async Task WorkAsync(SatcomDbContext db, Guid tenantId, int n, CancellationToken token)
        {
            foreach (var of in await db.Users.IgnoreQueryFilters(TenantFilter).Select(u => u.TenantId).Distinct().ToListAsync(token))
            {
                seen.Add((tenantId, of));
            }

            db.Add(new Team(tenantId, Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), $"Background {n}"));
            if (n % 5 == 0)
            {
                throw new InvalidOperationException("planned");
            }

            await db.SaveChangesAsync(token);
        }
    }

    [Fact]
    public async Task T12_Job_ThatFailsForOneCompany_RunsForTheNextUnderItsOwnName()
    {
        var done = new List<Guid>();
        var first = (await host.Services.GetRequiredService<ITenantRunner>().ActiveTenantsAsync(CancellationToken.None))[0];
        var failed = await host.Services.GetRequiredService<EachTenant>().RunAsync(
            new JobProgress("test"),
            (runner, tenant, token) => runner.RunAsync(
                tenant,
                (services, _) =>
                {
                    var scope = services.GetRequiredService<RequestScope>();
                    scope.Tenant.Id.ShouldBe(tenant.Id);
                    if (tenant.Id == first.Id)
                    {
                        throw new InvalidOperationException("planned");
                    }

                    done.Add(scope.Tenant.Id);
                    return Task.CompletedTask;
                },
                token),
            CancellationToken.None);

        failed.ShouldBe(1);
        done.Count.ShouldBeGreaterThanOrEqualTo(2);
        done.ShouldNotContain(first.Id);
    }

    [Fact]
    public async Task T6_T12_Work_WithoutACompany_FailsLoudly()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SatcomDbContext>();
        db.Add(new Team(Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), "Ownerless"));

        await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
    }
}
