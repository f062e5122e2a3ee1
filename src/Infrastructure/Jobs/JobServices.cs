using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;
using Satcom.Application.Common;
using Satcom.Application.Jobs;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Registers the scheduler and what it runs. Every node has one; together they are a cluster on the database.</summary>
internal static class JobServices
{
    private const string SchedulerName = "satcom";

    // A node that falls silent loses its work to another within seconds.
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilenceAllowed = TimeSpan.FromSeconds(4);

    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<JobOptions>(configuration, JobOptions.Section, o => o.Fault());
        services.AddSingleton<EachTenant>();
        services.AddSingleton<IJobCatalogue, JobCatalogue>();
        services.AddSingleton<IPlatformFailures, PlatformFailures>();
        services.AddSingleton<JobRunStore>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<IReadinessCheck, SchedulerReadiness>();

        // Before the scheduler, so that it stops after it: until the last run is over somebody must say that it lives.
        services.AddHostedService<JobWorker>();

        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = SchedulerName);

            // Many are due at the same second, and what finds no thread within a minute is skipped.
            quartz.UseDefaultThreadPool(JobCatalogue.Entries.Count);
            quartz.UsePersistentStore(store =>
            {
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = "qrtz_";
                    options.StoreJobDataAsStrings = true;
                    options.SchemaProvisioning = SchemaProvisioning.Validate;
                });
                store.UsePostgres(source => source.DataSourceFactory = provider => provider.GetRequiredService<NpgsqlDataSource>());
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = CheckIn;
                    cluster.CheckinMisfireThreshold = SilenceAllowed;
                });
            });
            foreach (var entry in JobCatalogue.Entries)
            {
                quartz.AddCronJob(entry);
            }
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddOptions<QuartzHostedServiceOptions>().Configure<IOptions<JobOptions>>((hosted, jobs) => hosted.AutoStart = jobs.Value.Enabled);
        return services;
    }

    private static void AddCronJob(this IQuartzBuilder quartz, CatalogueEntry entry)
    {
        quartz.AddJob<ScheduledJob>(job => job.WithIdentity(entry.Name).StoreDurably());

        // A run that was missed, because every node was down, is not made up for: the next one finds the same work.
        quartz.AddTrigger<ScheduledJob>((provider, trigger) => trigger
            .ForJob(entry.Name)
            .WithIdentity(entry.Name)
            .WithCronSchedule(
                entry.Cron(provider.GetRequiredService<IOptions<JobOptions>>().Value),
                schedule => schedule.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)));
    }
}
