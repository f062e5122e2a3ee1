using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Satcom.Application.Common;
using Satcom.Infrastructure.Jobs;
using Satcom.Infrastructure.Notifications;
using Satcom.Infrastructure.Outbox;
using Satcom.IntegrationTests.Contract;

namespace Satcom.IntegrationTests.Common;

/// <summary>
/// The service as it runs, on a free port of the loopback, over a database. As a class fixture it has a copy of the template to
/// itself. Settings and the clock can be chosen before it starts.
/// </summary>
public sealed class SatcomHost : IAsyncLifetime
{
    /// <summary>The password of everybody in the demo companies.</summary>
    public const string DemoPassword = "Satcom!Demo1";

    private const string RunsJobs = "Satcom:Jobs:Enabled";

    // Less than a token lives.
    private static readonly TimeSpan TokensKept = TimeSpan.FromMinutes(8);

    /// <summary>Tests call more often than people, all from one address: no request of theirs is limited unless a test sets a limit.</summary>
    internal static readonly IReadOnlyDictionary<string, string> OpenLimits =
        new[] { "Address", "Anonymous", "AnonymousSensitive", "Reads", "Writes", "Sensitive", "Tenant" }.ToDictionary(name => $"Satcom:Limits:Requests:{name}", _ => "1000000000", StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset At)> _tokens = new(StringComparer.Ordinal);

    // One for all clients: a connection for each of thousands of requests costs more than many of them.
    private readonly ContractGuard _connections = new();
    private readonly string? _givenDatabase;
    private WebApplicationFactory<Program>? _factory;
    private NpgsqlDataSource? _super;

    public SatcomHost()
    {
    }

    /// <summary>A further node, or one over a database of the test's own.</summary>
    internal SatcomHost(string database) => _givenDatabase = database;

    /// <summary>Settings beyond the usual ones; to be set before the start.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>The clock; to be set before the start. The real one unless a test needs another.</summary>
    public TimeProvider? Clock { get; set; }

    /// <summary>Services that the test adds; to be set before the start.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; set; }

    public string Database { get; private set; } = string.Empty;

    public Uri BaseAddress { get; private set; } = null!;

    public IServiceProvider Services => _factory!.Services;

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts the service; does nothing the second time.</summary>
    public async Task StartAsync()
    {
        if (_factory is not null)
        {
            return;
        }

        Database = _givenDatabase ?? await TestPostgres.CreateDatabaseAsync();
        var connectionString = await TestPostgres.AsRoleAsync("satcom_app", Database);
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseEnvironment("Development");
            web.UseUrls("http://127.0.0.1:0");
            web.UseSetting("Satcom:Database:ConnectionString", connectionString);
            web.UseSetting("Satcom:Database:MaxPoolSize", "20");
            web.UseSetting("Satcom:Demo:Seed", "true");
            web.UseSetting("Satcom:Keys:KeyEncryptionKey", Convert.ToBase64String(new byte[32]));
            web.UseSetting("Satcom:Tokens:PasswordIterations", "1000");
            web.UseSetting("Satcom:Http:BaseDomain", "satcom.test");
            web.UseSetting(RunsJobs, "false");
            web.UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var (name, value) in OpenLimits.Concat(Settings))
            {
                web.UseSetting(name, value);
            }

            web.ConfigureServices(services =>
            {
                if (Clock is { } clock)
                {
                    services.Replace(ServiceDescriptor.Singleton(clock));
                }

                if (TestPostgres.IsCopy(Database))
                {
                    QuickStart.AddTo(services, runsJobs: string.Equals(Settings.GetValueOrDefault(RunsJobs), "true", StringComparison.Ordinal));
                }

                ConfigureServices?.Invoke(services);
                QueuedMessages.AddTo(services);
            });
        });
        _factory.UseKestrel();
        _factory.StartServer();
        BaseAddress = new Uri(_factory.ClientOptions.BaseAddress.ToString());
    }

    /// <summary>A client that nobody is signed in on.</summary>
    public HttpClient Anonymous() => new(_connections, disposeHandler: false) { BaseAddress = BaseAddress };

    /// <summary>A client signed in as somebody of the demo companies, such as hr@acme.test.</summary>
    public async Task<HttpClient> AsAsync(string email)
    {
        var now = (Clock ?? RealTime.Clock).GetUtcNow();
        if (!_tokens.TryGetValue(email, out var known) || now - known.At > TokensKept)
        {
            known = _tokens[email] = ((await LoginAsync(email)).GetProperty("accessToken").GetString()!, now);
        }

        return With(known.Token);
    }

    /// <summary>A client that shows a token.</summary>
    public HttpClient With(string accessToken)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }

    /// <summary>Signs in anew and returns the whole answer.</summary>
    public async Task<JsonElement> LoginAsync(string email)
    {
        using var client = Anonymous();
        using var response = await client.PostAsJsonAsync(
            "/api/v1/auth/login", new { email, password = DemoPassword, device = new { fingerprint = "test", name = "Test", platform = "test" } });
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Runs a query or statement as a superuser, past every lock.</summary>
    public async Task<object?> SqlAsync(string sql, params object[] values)
    {
        _super ??= await TestPostgres.SuperSourceAsync(Database);
        await using var command = _super.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync();
    }

    /// <summary>Sends a message as the service itself, in the scope of a tenant.</summary>
    internal async Task<TResponse> SendAsync<TResponse>(string tenantSlug, MediatR.IRequest<TResponse> message)
    {
        var tenant = await Services.GetRequiredService<ITenantDirectory>().FindAsync(tenantSlug, CancellationToken.None);
        return await Services.GetRequiredService<ITenantRunner>().SendAsync(tenant!, message, CancellationToken.None);
    }

    /// <summary>Ends what the service does on its own, so that whatever changes from now on is the doing of who calls: what was committed before is otherwise delivered, and tried again, at any time.</summary>
    public async Task EndOwnWorkAsync()
    {
        foreach (var loop in Services.GetServices<IHostedService>().Where(s => s is OutboxDispatcher or MessageDispatcher or JobWorker))
        {
            await loop.StopAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _connections.Dispose();
        if (_factory is not null)
        {
            await _factory.DisposeAsync();
        }

        if (_super is not null)
        {
            await _super.DisposeAsync();
        }

        if (_givenDatabase is null && Database.Length > 0)
        {
            NpgsqlConnection.ClearAllPools();
            await TestPostgres.DropAsync(Database);
        }
    }
}
