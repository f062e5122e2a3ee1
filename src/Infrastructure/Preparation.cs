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
    /// <summary>Begins with what needs neither settings nor a database, and much of the rest waits for: EF Core.</summary>
    public static Task MakeEntityFrameworkReadyAsync(CancellationToken cancellationToken) => Task.Run(() => ContextOptions.MakeReadyAsync(cancellationToken), cancellationToken);

    /// <summary>Judges settings and database, makes the first signing key, the demo and the platform where that is asked for, and warms up.</summary>
    /// <param name="entityFramework">What <see cref="MakeEntityFrameworkReadyAsync"/> began.</param>
    public static async Task PrepareSatcomAsync(this IServiceProvider services, Task entityFramework, CancellationToken cancellationToken)
    {
        services.GetService<IStartupValidator>()?.Validate();
        await services.GetRequiredService<DatabaseGuard>().EnsureFitAsync(cancellationToken);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        var settled = Beside(_ => SettleAsync(services, entityFramework, cancellationToken));
        var others = Task.WhenAll(
            Beside(token => Task.Run(() => MakeHostedServices(services), token)),
            Beside(token => MakeSchedulerAsync(services, token)),
            Beside(token => WarmUpAsync(services, entityFramework, token)));
        await Task.WhenAll(settled, others).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What somebody can mend was looked at to the end, whatever the others met, and is told before that.
        await settled;
        await others;

        // What fails ends the others.
        Task Beside(Func<CancellationToken, Task> work) => Task.Run(
            async () =>
            {
                try
                {
                    await work(starting.Token);
                }
                catch
                {
                    await starting.CancelAsync();
                    throw;
                }
            },
            cancellationToken);
    }

    private static async Task SettleAsync(IServiceProvider services, Task entityFramework, CancellationToken cancellationToken)
    {
        await entityFramework;
        await services.GetRequiredService<SigningKeyRotation>().RotateAsync(cancellationToken);

        // Opens every key, so that a wrong key-encryption key is heard of now and not at the first sign-in.
        await services.GetRequiredService<SigningKeyRing>().KeysAsync(cancellationToken);

        var demo = services.GetRequiredService<DemoTenants>();
        if (!services.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            await demo.EnsureAbsentAsync(cancellationToken);
        }
        else if (services.GetRequiredService<IConfiguration>().GetValue<bool>(DemoTenants.Setting))
        {
            await demo.SeedAsync(cancellationToken);
        }

        await services.GetRequiredService<PlatformFounding>().EnsureAsync(cancellationToken);
    }

    // The host asks for them one after the other once all of this is done.
    private static void MakeHostedServices(IServiceProvider services) => _ = services.GetServices<IHostedService>().Count();

    private static async Task WarmUpAsync(IServiceProvider services, Task entityFramework, CancellationToken cancellationToken)
    {
        await entityFramework;
        await services.GetRequiredService<WarmUp>().RunAsync(cancellationToken);
    }

    // The hosted service starts it later; to make it is most of the work.
    private static async Task MakeSchedulerAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<IOptions<JobOptions>>().Value.Enabled)
        {
            await services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        }
    }
}
