using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.People;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure;
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

    [Fact]
    public async Task T11_Dispose_OfAScopeThatKnowsTheContextByTwoNames_TakesItFromNobodyWhoWasGivenItMeanwhile()
    {
        var pool = new PooledDbContextFactory<SatcomDbContext>(new DbContextOptionsBuilder<SatcomDbContext>().UseNpgsql("Host=nowhere").Options, poolSize: 1);
        await using var services = new ServiceCollection()
            .AddSingleton<IDbContextFactory<SatcomDbContext>>(pool).AddScoped<RequestScope>().AddScoped<Neighbour>().AddScopedContext()
            .BuildServiceProvider();
        SatcomDbContext mine;
        Neighbour neighbour;
        await using (var scope = services.CreateAsyncScope())
        {
            // Disposed in the opposite order: the neighbour's request begins between the two disposals of the one context.
            mine = scope.ServiceProvider.GetRequiredService<SatcomDbContext>();
            neighbour = scope.ServiceProvider.GetRequiredService<Neighbour>();
            scope.ServiceProvider.GetRequiredService<ISatcomDb>().ShouldBeSameAs(mine);
        }

        neighbour.Context!.Scope.ShouldBeSameAs(neighbour.Scope);
        await using var third = await pool.CreateDbContextAsync(TestContext.Current.CancellationToken);
        third.ShouldNotBeSameAs(neighbour.Context);
        third.ShouldBeSameAs(mine);
        await neighbour.Context.DisposeAsync();
    }

    /// <summary>Another request, which begins while a scope is being disposed of.</summary>
    private sealed class Neighbour(IDbContextFactory<SatcomDbContext> pool) : IDisposable
    {
        public RequestScope Scope { get; } = new();

        public SatcomDbContext? Context { get; private set; }

        public void Dispose() => Context = pool.CreateDbContext().Bind(Scope);
    }
}
