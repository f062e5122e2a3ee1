using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Satcom.Application.Common;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.Presence;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;
using Satcom.WebApi.Realtime;

namespace Satcom.IntegrationTests.Presence;

/// <summary>The hub on a real server and real sockets, with presence behind it; its callers are whom the test says.</summary>
internal sealed class HubHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, (Actor Actor, TenantInfo Tenant)> _callers;

    private HubHost(WebApplication app, LoopbackNetwork.Node bus, ITenantDirectory tenants, Dictionary<string, (Actor Actor, TenantInfo Tenant)> callers)
    {
        _app = app;
        _callers = callers;
        Bus = bus;
        Tenants = tenants;
    }

    public LoopbackNetwork.Node Bus { get; }

    public ITenantDirectory Tenants { get; }

    public IRealtime Realtime => new BusRealtime(Bus);

    public LogCapture Log { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<HubHost> StartAsync(LoopbackNetwork network, byte number)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var (bus, tenants) = (network.Add(number), Substitute.For<ITenantDirectory>());
        builder.Services.AddSingleton(RealTime.Clock);
        builder.Services.AddScoped<RequestScope>();
        builder.Services.AddSingleton<INodeBus>(bus);
        builder.Services.AddSingleton(tenants);
        builder.Services.AddPresence();
        builder.Services.AddSatcomHub();

        var callers = new Dictionary<string, (Actor Actor, TenantInfo Tenant)>(StringComparer.Ordinal);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (callers.TryGetValue(context.Request.Query["access_token"].ToString(), out var caller))
            {
                var scope = context.RequestServices.GetRequiredService<RequestScope>();
                scope.Actor = caller.Actor;
                scope.Enter(caller.Tenant);
            }

            return next(context);
        });
        app.UseRouting();
        app.MapSatcomHub();
        await app.StartAsync();
        network.Introduce(bus);
        var host = new HubHost(app, bus, tenants, callers);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(host.Log);
        return host;
    }

    public Task<HubClient> ConnectAsync(Actor actor, TenantInfo tenant) => HubClient.ConnectAsync(Address, TokenOf(actor, tenant));

    /// <summary>A socket that has not shaken hands.</summary>
    public Task<HubClient> OpenAsync(Actor actor, TenantInfo tenant) => HubClient.OpenAsync(Address, TokenOf(actor, tenant));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private string TokenOf(Actor actor, TenantInfo tenant)
    {
        var token = $"{tenant.Id}:{actor.UserId}:{_callers.Count}";
        _callers.Add(token, (actor, tenant));
        return token;
    }

    public static TenantInfo Tenant(int number, int awayAfter = 120, int offlineAfter = 300) =>
        new(new Guid(number, 1, 1, new byte[8]), "t" + number, "T", "en", "UTC", TenantStatus.Active,
            new TenantSettings { PresenceAwayAfterSeconds = awayAfter, PresenceOfflineAfterSeconds = offlineAfter });

    public static Actor Person(int number, Guid? team = null, Guid[]? managers = null, params string[] permissions) => new()
    {
        Kind = ActorKind.User,
        UserId = new Guid(number, 2, 2, new byte[8]),
        SessionId = new Guid(number, 3, 3, new byte[8]),
        TeamId = team,
        ManagerChain = managers ?? [],
        Permissions = System.Collections.Frozen.FrozenSet.Create(StringComparer.Ordinal, permissions.Length > 0 ? permissions : [Permissions.PresenceReadColleagues]),
    };
}
