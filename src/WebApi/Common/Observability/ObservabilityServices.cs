using System.Diagnostics;
using Microsoft.Extensions.Logging.Console;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Observability;

/// <summary>Logs, metrics, traces and health.</summary>
public static class ObservabilityServices
{
    public static IServiceCollection AddSatcomObservability(this IServiceCollection services, IHostEnvironment environment)
    {
        // A framework that writes the path into its spans would write the secret of a feed with it. This one leaves it out by itself; that it does is not left to the next.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: true);
        services.AddMetrics();
        services.AddSingleton<DistributedContextPropagator, OwnTraces>();
        services.AddSingleton<Metrics>();
        services.AddHostedService(provider => provider.GetRequiredService<Metrics>());
        services.AddHostedService<BuildInfo>();
        services.AddHostedService<OtlpExport>();
        services.AddSingleton<Health>();
        services.AddLogging(logging => ConfigureLogs(logging, environment));
        return services;
    }

    /// <summary>The routes for the people and machines that run the service.</summary>
    public static IEndpointRouteBuilder MapSatcomOperations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", static context => Health.WriteAsync(context, HealthReport.Live))
            .AllowAnonymous();
        endpoints.MapGet("/health/ready", static async context =>
                await Health.WriteAsync(context, await context.RequestServices.GetRequiredService<Health>().AskAsync(context.RequestAborted)))
            .AllowAnonymous();
        endpoints.MapGet("/metrics", static context =>
            {
                var services = context.RequestServices;
                if (!MetricsGuard.Allows(context, services.GetRequiredService<IConfiguration>()[MetricsGuard.TokenSetting]))
                {
                    return ProblemWriter.WriteAsync(context, StatusCodes.Status401Unauthorized, ProblemCodes.Unauthenticated);
                }

                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                return context.Response.WriteAsync(services.GetRequiredService<Metrics>().Render(), context.RequestAborted);
            })
            .AllowAnonymous();
        return endpoints;
    }

    private static void ConfigureLogs(ILoggingBuilder logging, IHostEnvironment environment)
    {
        logging.ClearProviders();
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);

        // The framework's own line per request repeats ours, with the path and the query in it.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // Its scope would put the path into every other line of the request, and the path of a feed is a secret.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        if (environment.IsDevelopment())
        {
            logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.TimestampFormat = "HH:mm:ss ";
            });
        }
        else
        {
            logging.AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }

        // A reader of the log that has stopped must not stop the service.
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
    }
}
