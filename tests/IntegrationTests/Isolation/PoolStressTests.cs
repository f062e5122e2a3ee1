using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Isolation;

/// <summary>T11: many callers of many tenants share few connections, and many of them are cut off in the middle.</summary>
[Collection(Floods.Name)]
public sealed class PoolStressTests : IAsyncLifetime
{
    private const int PoolSize = 5;
    private const int CallersAtOnce = 64;
    private const string DifficultTenants = "stress";

    private const int MaxTries = 30;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);

    private readonly SatcomHost _host = new();
    private IReadOnlyList<TenantInfo> _tenants = [];
    private int _reads;
    private int _cancelled;
    private int _failed;
    private int _foreign;

    public async ValueTask InitializeAsync()
    {
        _host.Settings["Satcom:Database:MaxPoolSize"] = PoolSize.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await _host.StartAsync();
        await _host.SqlAsync(
            $"""
            INSERT INTO tenants SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'slug', '{DifficultTenants}' || n))).* FROM tenants t, generate_series(1, 6) n WHERE slug = 'acme';
            INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object('tenant_id', t.id, 'id', gen_random_uuid()))).* FROM users u, tenants t WHERE u.email LIKE '%@acme.test' AND t.slug LIKE '{DifficultTenants}%';
            """);
        _tenants = await _host.Services.GetRequiredService<ITenantRunner>().ActiveTenantsAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task T11_ManyCallers_OnFewConnections_SeeTheirOwnTenantAlone()
    {
        _tenants.Count.ShouldBe(9);
        var started = RealTime.Clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(1, CallersAtOnce).Select(seed => Task.Run(() => CallAsync((uint)seed * 2654435761, started))));

        _foreign.ShouldBe(0);
        _reads.ShouldBeGreaterThan(500);
        _cancelled.ShouldBeGreaterThan(50);
        _failed.ShouldBeGreaterThan(50);
        foreach (var (setting, rows) in await LeftBehindAsync())
        {
            setting.ShouldBeEmpty();
            rows.ShouldBe(0);
        }
    }

    [Fact]
    public async Task T11_LeftBehind_WhenASessionSettingWasMade_IsSeen()
    {
        var database = _host.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var connection = await OpenAsync(database))
        {
            await using var command = new NpgsqlCommand($"SELECT set_config('app.tenant', '{_tenants[0].Id}', false)", connection);
            await command.ExecuteNonQueryAsync();
        }

        (await LeftBehindAsync()).ShouldContain(left => left.Setting.Length > 0 && left.Rows > 0);
    }

    /// <summary>A connection, once the service's own loops have given one back.</summary>
    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource database)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await database.OpenConnectionAsync();
            }
            catch (NpgsqlException e) when (e.InnerException is TimeoutException && tries < MaxTries)
            {
                // Tried again.
            }
        }
    }

    private async Task CallAsync(uint seed, long started)
    {
        var random = seed;
        var runner = _host.Services.GetRequiredService<ITenantRunner>();
        while (RealTime.Clock.GetElapsedTime(started) < Bound)
        {
            var tenant = _tenants[(int)(Next(ref random) % (uint)_tenants.Count)];
            var deed = Next(ref random) % 16;
            using var patience = new CancellationTokenSource();
            if (deed < 4)
            {
                patience.CancelAfter(TimeSpan.FromMilliseconds(Next(ref random) % 20));
            }

            try
            {
                await runner.RunAsync(tenant, (services, token) => UseAsync(services.GetRequiredService<SatcomDbContext>(), tenant, deed, token), patience.Token);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _cancelled);
            }
            catch (Exception e) when (e is NpgsqlException or DbUpdateException or TimeoutException or UnreachableException or InvalidOperationException { InnerException: NpgsqlException or TimeoutException })
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }

    private async Task UseAsync(SatcomDbContext context, TenantInfo tenant, uint deed, CancellationToken cancellationToken)
    {
        // The filter is off, so that row-level security alone decides what is seen.
        var seen = await context.Users.IgnoreQueryFilters([TenantModel.FilterName]).AsNoTracking().Select(u => u.TenantId).ToListAsync(cancellationToken);
        Interlocked.Increment(ref _reads);
        Interlocked.Add(ref _foreign, seen.Count(id => id != tenant.Id) + (seen.Count == 0 ? 1 : 0));
        switch (deed)
        {
            case 0 or 1:
                await context.Database.ExecuteSqlAsync($"SELECT pg_sleep(0.05)", cancellationToken);
                break;
            case 2:
                context.Database.SetCommandTimeout(1);
                await context.Database.ExecuteSqlAsync($"SELECT pg_sleep(1.2)", cancellationToken);
                break;
            case 5 or 6:
                context.Add(new Employee(tenant.Id, tenant.Id, "nobody", "nothing", "UTC", managerId: tenant.Id, teamId: tenant.Id));
                await context.SaveChangesAsync(cancellationToken);
                break;
            case 7:
                await context.Database.ExecuteSqlAsync($"SELECT 1 / 0", cancellationToken);
                break;
            case 8:
                throw new UnreachableException("The caller falls over.");
        }
    }

    /// <summary>Every connection of the pool at once: the tenant that it still has, and how many rows it sees without being given one.</summary>
    private async Task<List<(string Setting, long Rows)>> LeftBehindAsync()
    {
        // A delivery holds two connections: with it, there are never four to be had.
        await _host.EndOwnWorkAsync();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryLeftBehindAsync();
            }
            catch (NpgsqlException e) when (e.InnerException is TimeoutException && tries < MaxTries)
            {
                // The bus needs one now and then; then this gives back what it has.
            }
        }
    }

    private async Task<List<(string Setting, long Rows)>> TryLeftBehindAsync()
    {
        var database = _host.Services.GetRequiredService<NpgsqlDataSource>();
        var connections = new List<NpgsqlConnection>();
        var left = new List<(string, long)>();
        try
        {
            for (var i = 0; i < PoolSize - 1; i++)
            {
                // One stays with the listener for wake-ups, which keeps its connection for good.
                connections.Add(await database.OpenConnectionAsync());
                await using var command = new NpgsqlCommand("SELECT coalesce(current_setting('app.tenant', true), ''), (SELECT count(*) FROM users)", connections[^1]);
                await using var reader = await command.ExecuteReaderAsync();
                await reader.ReadAsync();
                left.Add((reader.GetString(0), reader.GetInt64(1)));
            }
        }
        finally
        {
            foreach (var connection in connections)
            {
                await connection.DisposeAsync();
            }
        }

        return left;
    }

    /// <summary>Marsaglia's xorshift32: the same calls in every run.</summary>
    private static uint Next(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return state;
    }
}
