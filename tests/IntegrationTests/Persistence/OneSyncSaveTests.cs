using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Persistence;

public sealed class OneSyncSaveTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const int MoreThanTwoBatches = 1200;

    [Fact]
    public async Task Queries_MadeAheadOfTheService_AreThoseThatTheServiceUses()
    {
        await using var scope = await ScopeAsync();
        var options = new DbContextOptionsBuilder<SatcomDbContext>();
        ContextOptions.Apply(options);
        await using var ahead = new SatcomDbContext(options.Options).Bind(new RequestScope());

        // What EF Core compiles it keeps with its own services, which contexts share that are set up alike.
        ahead.GetService<IModelSource>().ShouldBeSameAs(Db(scope).GetService<IModelSource>());
    }

    [Fact]
    public async Task Save_WhenAnotherChangeWasFirst_LeavesNothingOfTheBatch()
    {
        await using var scope = await ScopeAsync();
        await using var rival = await ScopeAsync();
        var (db, other) = (Db(scope), Db(rival));
        var employee = await db.Employees.AsTracking().FirstAsync(e => e.EmployeeCode == "omar");
        var same = await other.Employees.AsTracking().FirstAsync(e => e.EmployeeCode == "omar");
        same.Relocate("Asia/Muscat", DateOnly.MaxValue, DateOnly.MaxValue);
        await other.SaveChangesAsync();

        var team = NewTeam(db, "Written beside a lost race");
        db.Teams.Add(team);
        employee.Relocate("Asia/Riyadh", DateOnly.MaxValue, DateOnly.MaxValue);
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());

        (await host.SqlAsync("SELECT count(*) FROM teams WHERE id = $1", team.Id)).ShouldBe(0L);
        (await host.SqlAsync("SELECT time_zone FROM employees WHERE id = $1", employee.Id)).ShouldBe("Asia/Muscat");
    }

    [Fact]
    public async Task Save_WhenTheDeletedRowIsGone_LeavesNothingOfTheBatch()
    {
        await using var scope = await ScopeAsync();
        var db = Db(scope);
        var gone = NewTeam(db, "Gone before");
        db.Teams.Add(gone);
        await db.SaveChangesAsync();
        await host.SqlAsync("DELETE FROM teams WHERE id = $1", gone.Id);

        var beside = NewTeam(db, "Written beside a lost delete");
        db.Teams.Remove(gone);
        db.Teams.Add(beside);
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());

        (await host.SqlAsync("SELECT count(*) FROM teams WHERE id = $1", beside.Id)).ShouldBe(0L);
    }

    [Fact]
    public async Task Save_WhenItNeedsSeveralBatches_WritesAllOrNothing()
    {
        await using var scope = await ScopeAsync();
        var db = Db(scope);
        db.Teams.AddRange(Enumerable.Range(0, MoreThanTwoBatches).Select(i => NewTeam(db, $"Many {i}")));
        await db.SaveChangesAsync();
        (await host.SqlAsync("SELECT count(*) FROM teams WHERE name LIKE 'Many %'")).ShouldBe((long)MoreThanTwoBatches);

        db.ChangeTracker.Clear();
        db.Teams.AddRange(Enumerable.Range(0, MoreThanTwoBatches).Select(i => NewTeam(db, $"Few {i}")));
        db.Teams.Add(NewTeam(db, "Many 1"));
        await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync());
        (await host.SqlAsync("SELECT count(*) FROM teams WHERE name LIKE 'Few %'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Save_WhenRowsAreWritten_ReadsTheirVersionsBack()
    {
        await using var scope = await ScopeAsync();
        var db = Db(scope);
        var team = NewTeam(db, "Versioned");
        db.Teams.Add(team);
        await db.SaveChangesAsync();

        ((long)team.Version).ShouldBe((long)(await host.SqlAsync("SELECT xmin::text::bigint FROM teams WHERE id = $1", team.Id))!);
    }

    private static SatcomDbContext Db(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<SatcomDbContext>();

    private static Team NewTeam(SatcomDbContext db, string name) => new(db.CurrentTenantId, RealTime.Clock.New(), name);

    private async Task<AsyncServiceScope> ScopeAsync()
    {
        var scope = host.Services.CreateAsyncScope();
        var tenant = await host.Services.GetRequiredService<ITenantDirectory>().FindAsync("acme", CancellationToken.None);
        var request = scope.ServiceProvider.GetRequiredService<RequestScope>();
        request.Actor = Actor.System;
        request.Enter(tenant!);
        return scope;
    }
}
