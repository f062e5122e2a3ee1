using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Satcom.Application;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Observability;
using Satcom.WebApi.Common.OpenApi;
using Satcom.WebApi.Identity;
using Satcom.WebApi.Identity.ApiConsole;

namespace Satcom.IntegrationTests.Common.Http;

/// <summary>The shared HTTP layer on a real Kestrel, with controllers of its own and no database.</summary>
public sealed class HttpTestHost : IAsyncLifetime
{
    private WebApplication? _app;

    public string Environment { get; init; } = "Production";

    public Action<IServiceCollection> Services { get; init; } = _ => { };

    /// <summary>What authentication would have found out.</summary>
    public Action<RequestScope> Caller { get; set; } = _ => { };

    public string? MetricsToken { get; init; }

    public string? AllowedOrigins { get; init; }

    public HttpClient Client { get; } = new();

    public LogCapture Logs { get; } = new();

    public IServiceProvider Provider => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environment, ApplicationName = "Satcom.IntegrationTests" });

        // The use cases' ports are not all here; what the tests send needs none of them.
        builder.Host.UseDefaultServiceProvider(options => (options.ValidateOnBuild, options.ValidateScopes) = (false, true));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (MetricsToken is not null)
        {
            builder.Configuration[MetricsGuard.TokenSetting] = MetricsToken;
        }

#pragma warning disable RS0030 // A composition root: it alone names the system clock.
        builder.Services.AddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        builder.Configuration[WebApi.Common.Http.AllowedOrigins.Setting] = AllowedOrigins;
        builder.Services.AddApplication();
        builder.Services.AddSingleton(Substitute.For<IAuditTrail>());
        builder.Services.AddSingleton(Substitute.For<IAttemptLimits>());
        builder.Services.AddSingleton(Substitute.For<IIdempotencyStore>());
        builder.Services.AddSingleton(Substitute.For<IUnitOfWork>());
        builder.Services.AddScoped<MediatR.IRequestHandler<EchoCommand, Domain.Common.Result<EchoDto>>, EchoHandler>();
        builder.Services.AddScoped<MediatR.IRequestHandler<FailCommand, Domain.Common.Result>, FailHandler>();
        builder.Services.AddSatcomHttp();
        builder.Services.AddSatcomObservability(builder.Environment);
        builder.Services.AddSatcomOpenApi();
        builder.Services.AddCallers();
        builder.Services.AddSingleton(new ExampleAssembly(typeof(HttpTestHost).Assembly));
        builder.Services.AddControllers().AddApplicationPart(typeof(HttpTestHost).Assembly);
        builder.Logging.ClearProviders().AddProvider(Logs);
        Services(builder.Services);
        _app = builder.Build();
        _app.UseSatcomHttp();
        _app.UseAllowedOrigins();
        _app.Use((context, next) =>
        {
            Caller(context.RequestServices.GetRequiredService<RequestScope>());
            return next(context);
        });
        _app.UseSatcomConsole();
        _app.MapControllers();
        _app.MapSatcomOpenApi();
        _app.MapSatcomOperations();
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client.BaseAddress = new Uri(address);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>Sends bytes as they are and reads until the server closes.</summary>
    public async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
