using System.Diagnostics;
using System.Net;
using Npgsql;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

/// <summary>Clients that hang up, and a database that answers too slowly for its pool.</summary>
public sealed class PressureTests : IAsyncLifetime
{
    private const int PoolSize = 5;

    private readonly SatcomHost _host = new();
    private Books _books = null!;

    public async ValueTask InitializeAsync()
    {
        _host.Settings["Satcom:Database:MaxPoolSize"] = PoolSize.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await _host.StartAsync();
        _books = new Books(await TestPostgres.SuperAsync(_host.Database));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task F24_Taps_WhenTheClientHangsUp_LeaveNothingHalfDoneAndNoConnectionBehind()
    {
        string[] people = ["employee@acme.test", "nadia@acme.test", "staff@acme.test", "lead@globex.test"];
        var writers = await Task.WhenAll(people.Select(async email =>
            new Writer(email, (await _host.LoginAsync(email)).Text("accessToken"), [_host.BaseAddress]) { IsImpatient = true }));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));

        await Task.WhenAll(writers.Select(w => w.RunAsync(stop.Token)));

        writers.Sum(w => w.HungUp).ShouldBeGreaterThan(20);
        writers.Sum(w => w.Acknowledged).ShouldBeGreaterThan(20);
        await _books.ShouldBalanceAsync(writers);
        await ShouldRecoverAsync();
    }

    [Fact]
    public async Task F28_Requests_WhenThePoolIsExhausted_Are503AndTheServiceRecovers()
    {
        using var client = await _host.AsAsync("hr@acme.test");
        await client.ReadAsync("/api/v1/attendance/days");
        using var anonymous = _host.Anonymous();
        await using (var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(_host.Database)))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var block = new NpgsqlCommand("LOCK TABLE attendance_days IN ACCESS EXCLUSIVE MODE", connection, transaction);
            await block.ExecuteNonQueryAsync();
            var watch = Stopwatch.StartNew();
            var requests = Enumerable.Range(0, 40).Select(async _ =>
            {
                var response = await client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative));
                return (Response: response, After: watch.Elapsed);
            }).ToList();

            (await anonymous.ReadAsync("/health/live")).Text("status").ShouldBe("live");
            var answers = await Task.WhenAll(requests);
            foreach (var (response, _) in answers)
            {
                await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "service_unavailable");
                response.Headers.RetryAfter.ShouldNotBeNull();
                response.Dispose();
            }

            // Who finds the pool empty waits one second, who holds a connection five.
            answers.Count(a => a.After < TimeSpan.FromSeconds(5)).ShouldBeGreaterThanOrEqualTo(40 - PoolSize);
        }

        await ShouldRecoverAsync();
    }

    private async Task ShouldRecoverAsync()
    {
        using var client = await _host.AsAsync("hr@acme.test");
        await Waiting.UntilAsync(
            async () =>
            {
                using var response = await client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative));
                return response.StatusCode == HttpStatusCode.OK;
            },
            "it does not recover");
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.GetAsync(new Uri("/api/v1/attendance/days", UriKind.Relative))));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        const string Connections = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'satcom_app'";
        (await _books.ValueAsync<long>(Connections)).ShouldBeLessThanOrEqualTo(PoolSize);
        await Waiting.UntilAsync(async () => await _books.ValueAsync<long>(Connections + " AND state LIKE 'idle in transaction%'") == 0, "a transaction stays open");
    }
}
