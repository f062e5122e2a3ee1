using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Satcom.Application.Common;
using Satcom.Domain.People;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Persistence;

namespace Satcom.IntegrationTests.Persistence;

public sealed class PooledContextTests
{
    [Fact]
    public async Task T11_Dispose_WhenTheContextGoesBackToThePool_KeepsNothingOfItsUse()
    {
        var options = new DbContextOptionsBuilder<SatcomDbContext>().UseNpgsql("Host=nowhere").Options;
        var pool = new PooledDbContextFactory<SatcomDbContext>(options, poolSize: 1);
        var tenant = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        var scope = new RequestScope();
        scope.Enter(new TenantInfo(tenant, "acme", "Acme", "en", "UTC", TenantStatus.Active, new TenantSettings()));
        SatcomDbContext first;
        await using (first = (await pool.CreateDbContextAsync(TestContext.Current.CancellationToken)).Bind(scope))
        {
            first.Attach(new Team(tenant, tenant, "Field"));
        }

        await using var second = await pool.CreateDbContextAsync(TestContext.Current.CancellationToken);

        second.ShouldBeSameAs(first);
        second.ChangeTracker.Entries().ShouldBeEmpty();
        second.CurrentTenantId.ShouldBe(Guid.Empty);
        Should.Throw<InvalidOperationException>(() => second.Scope);
    }
}
