using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;
using Satcom.Infrastructure.Demo;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Jobs;
using Satcom.Infrastructure.Persistence;
using Satcom.Infrastructure.Tenancy;

namespace Satcom.Infrastructure;

/// <summary>What must be true before the service listens.</summary>
public static class Preparation
{
    /// <summary>Begins with what needs neither settings nor a database, and takes longest: how EF Core sees the tables.</summary>
    public static Task MakeModelAsync(CancellationToken cancellationToken) => Task.Run(ContextOptions.MakeModel, cancellationToken);

    /// <summary>Judges settings and database, makes the first signing key, the demo and the platform where that is asked for, and warms up.</summary>
    /// <param name="model">What <see cref="MakeModelAsync"/> began.</param>
    public static async Task PrepareSatcomAsync(this IServiceProvider services, Task model, CancellationToken cancellationToken)
    {
        services.GetService<IStartupValidator>()?.Validate();
        await services.GetRequiredService<DatabaseGuard>().EnsureFitAsync(cancellationToken);
        var scheduler = MakeSchedulerAsync(services, cancellationToken);
        await model;
        var warm = services.GetRequiredService<WarmUp>().RunAsync(cancellationToken);
        var keys = services.GetRequiredService<SigningKeyRing>();
        await services.GetRequiredService<SigningKeyRotation>().RotateAsync(cancellationToken);

        // Opens every key, so that a wrong key-encryption key is heard of now and not at the first sign-in.
        await keys.KeysAsync(cancellationToken);

        var environment = services.GetRequiredService<IHostEnvironment>();
        var demo = services.GetRequiredService<DemoTenants>();
        if (!environment.IsDevelopment())
        {
            await demo.EnsureAbsentAsync(cancellationToken);
        }
        else if (services.GetRequiredService<IConfiguration>().GetValue<bool>(DemoTenants.Setting))
        {
            await demo.SeedAsync(cancellationToken);
        }

        await services.GetRequiredService<PlatformFounding>().EnsureAsync(cancellationToken);
        await Task.WhenAll(warm, scheduler);
    }

    // The hosted service starts it later; to make it is most of the work, and needs nothing of the rest.
    private static Task MakeSchedulerAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<IOptions<JobOptions>>().Value.Enabled
            ? Task.Run(async () => await services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken), cancellationToken)
            : Task.CompletedTask;
}
