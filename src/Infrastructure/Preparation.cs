using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Satcom.Infrastructure.Demo;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Persistence;
using Satcom.Infrastructure.Tenancy;

namespace Satcom.Infrastructure;

/// <summary>What must be true before the service listens.</summary>
public static class Preparation
{
    /// <summary>Judges settings and database, makes the first signing key, the demo and the platform where that is asked for, and warms up.</summary>
    public static async Task PrepareSatcomAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        services.GetService<IStartupValidator>()?.Validate();
        await services.GetRequiredService<DatabaseGuard>().EnsureFitAsync(cancellationToken);
        var keys = services.GetRequiredService<SigningKeyRing>();
        await keys.RotateAsync(cancellationToken);

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

        await services.GetRequiredService<WarmUp>().RunAsync(cancellationToken);
    }
}
