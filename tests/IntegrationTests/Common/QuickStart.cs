using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NSubstitute;
using Quartz;
using Satcom.Application.Common;
using Satcom.Infrastructure;

namespace Satcom.IntegrationTests.Common;

/// <summary>
/// Spares the hosts of a run what each of two hundred starts would do for the same result. The template's host is started as it ships,
/// and so is every service in a process of its own.
/// </summary>
internal static class QuickStart
{
    private static IModelMetadataProvider? _metadata;

    /// <param name="runsJobs">False where the times that the template's host planned are good enough.</param>
    public static void AddTo(IServiceCollection services, bool runsJobs)
    {
        services.Replace(ServiceDescriptor.Singleton(Metadata));

        // It leaves nothing behind but open connections, and compilers that are warm after the first time.
        services.Replace(ServiceDescriptor.Singleton(provider => new WarmUp(Substitute.For<ITenantRunner>(), provider.GetRequiredService<TimeProvider>())));
        if (!runsJobs)
        {
            services.Remove(services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(QuartzHostedService)));
        }
    }

    /// <summary>What MVC knows of every type that a request is made of: it reads the same for each host, and compiles a constructor for each record.</summary>
    private static IModelMetadataProvider Metadata(IServiceProvider provider)
    {
        var made = new DefaultModelMetadataProvider(provider.GetRequiredService<ICompositeMetadataDetailsProvider>(), provider.GetRequiredService<IOptions<MvcOptions>>());
        return Interlocked.CompareExchange(ref _metadata, made, comparand: null) ?? made;
    }
}
