using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T10: each of the three locks holds while the others are open.</summary>
public sealed class LayersAloneTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private static readonly string[] TenantFilter = [TenantModel.FilterName];

    [Fact]
    public async Task T10_Read_WithTheFilterOff_IsHeldByRowSecurity()
    {
        await InTenantAsync("acme", async context =>
        {
            var tenants = await TenantsOfEverySetAsync(context, filtered: false);

            tenants.Count.ShouldBeGreaterThan(10);
            tenants.Values.SelectMany(ids => ids).Distinct().ShouldBe([context.CurrentTenantId]);
        });
    }

    [Fact]
    public async Task T10_Read_WithRowSecurityBypassed_IsHeldByTheFilter()
    {
        await using var context = await AsSuperuserAsync("acme");

        var filtered = await TenantsOfEverySetAsync(context, filtered: true);
        var open = await TenantsOfEverySetAsync(context, filtered: false);

        filtered.Values.SelectMany(ids => ids).Distinct().ShouldBe([context.CurrentTenantId]);
        open.Values.SelectMany(ids => ids).Distinct().Count().ShouldBe(3, "With neither lock every tenant is there, or the test could not fail.");
    }

    [Fact]
    public async Task T3_T10_Save_OfARowOfAnotherTenant_IsRefusedBeforeTheDatabaseIsAsked()
    {
        var globex = await TenantAsync("globex");
        await InTenantAsync("acme", async context =>
        {
            context.Add(new Team(globex.Id, Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), "Smuggled"));
            (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync())).Message.ShouldContain("another tenant");
        });
    }

    [Fact]
    public async Task T3_T10_Save_OfAForeignRowThatWasAttached_IsRefusedWhateverItsState()
    {
        var globex = await TenantAsync("globex");
        foreach (var state in new[] { EntityState.Modified, EntityState.Deleted })
        {
            await InTenantAsync("acme", async context =>
            {
                var team = new Team(globex.Id, Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), "Taken over");
                context.Entry(team).State = state;
                await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync());
            });
        }
    }

    [Fact]
    public async Task T10_Save_WithTheInterceptorBypassed_IsHeldByRowSecurity()
    {
        var globex = await TenantAsync("globex");
        await InTenantAsync("acme", async context =>
        {
            var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
            var refusal = await Should.ThrowAsync<PostgresException>(() => context.Database.ExecuteSqlAsync($"INSERT INTO teams (tenant_id, id, name) VALUES ({globex.Id}, {id}, 'Smuggled')"));
            refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        });
    }

    [Fact]
    public async Task T5_Context_WithoutATenant_ReadsAndWritesNothing()
    {
        var acme = await TenantAsync("acme");
        await using var services = host.Services.CreateAsyncScope();
        var context = services.ServiceProvider.GetRequiredService<SatcomDbContext>();

        (await TenantsOfEverySetAsync(context, filtered: true)).Values.SelectMany(ids => ids).ShouldBeEmpty();
        (await TenantsOfEverySetAsync(context, filtered: false)).Values.SelectMany(ids => ids).ShouldBeEmpty();
        context.Add(new Team(acme.Id, Guid.CreateVersion7(RealTime.Clock.GetUtcNow()), "Ownerless"));
        await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync());
    }

    [Fact]
    public async Task T5_Context_ThatIsBoundToNoScope_RefusesToSpeak()
    {
        var contexts = host.Services.GetRequiredService<IDbContextFactory<SatcomDbContext>>();
        await using var context = await contexts.CreateDbContextAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => context.Teams.ToListAsync());
    }

    [Fact]
    public async Task T1_Scope_OnceInATenant_EntersNoOther()
    {
        var (acme, globex) = (await TenantAsync("acme"), await TenantAsync("globex"));
        var scope = new RequestScope();
        scope.Enter(acme);

        Should.Throw<InvalidOperationException>(() => scope.Enter(globex));
        scope.Tenant.ShouldBe(acme);
    }

    /// <summary>The tenants whose rows each set of the model shows.</summary>
    private static async Task<Dictionary<string, List<Guid>>> TenantsOfEverySetAsync(SatcomDbContext context, bool filtered)
    {
        var seen = new Dictionary<string, List<Guid>>(StringComparer.Ordinal);
        foreach (var type in context.Model.GetEntityTypes().Select(e => e.ClrType).Where(typeof(ITenantOwned).IsAssignableFrom))
        {
            var read = typeof(LayersAloneTests).GetMethod(nameof(TenantsOfAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type);
            seen[type.Name] = await (Task<List<Guid>>)read.Invoke(null, [context, filtered])!;
        }

        return seen;
    }

    private static Task<List<Guid>> TenantsOfAsync<TEntity>(SatcomDbContext context, bool filtered)
        where TEntity : class, ITenantOwned
    {
        var rows = context.Set<TEntity>().AsNoTracking();
        return (filtered ? rows : rows.IgnoreQueryFilters(TenantFilter)).Select(e => e.TenantId).Distinct().ToListAsync();
    }

    private async Task InTenantAsync(string slug, Func<SatcomDbContext, Task> work) =>
        await host.Services.GetRequiredService<ITenantRunner>().RunAsync(await TenantAsync(slug), (services, _) => work(services.GetRequiredService<SatcomDbContext>()), CancellationToken.None);

    /// <summary>The service's own options over a connection that row-level security does not hold for.</summary>
    private async Task<SatcomDbContext> AsSuperuserAsync(string slug)
    {
        var options = new DbContextOptionsBuilder<SatcomDbContext>(host.Services.GetRequiredService<DbContextOptions<SatcomDbContext>>()).UseNpgsql(await TestPostgres.SuperAsync(host.Database)).Options;
        var scope = new RequestScope();
        scope.Enter(await TenantAsync(slug));
        return new SatcomDbContext(options).Bind(scope);
    }

    private async Task<TenantInfo> TenantAsync(string slug) =>
        (await host.Services.GetRequiredService<ITenantDirectory>().FindAsync(slug, CancellationToken.None))!;
}
