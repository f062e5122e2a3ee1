using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;
using Satcom.Application.Common;

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
        services.AddSingleton<IReadinessCheck, SchedulerReadiness>();

        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = SchedulerName);
            quartz.UseDefaultThreadPool(4);
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
            quartz.AddCronJob<MissingCheckOutJob>("missing-check-out", options => options.MissingCheckOutCron);
            quartz.AddCronJob<LeaveAccrualJob>("leave-accrual", options => options.LeaveAccrualCron);
            quartz.AddCronJob<IdempotencyCleanupJob>("idempotency-cleanup", options => options.CleanupCron);
            quartz.AddCronJob<ExpiredSessionsCleanupJob>("expired-sessions-cleanup", options => options.CleanupCron);
            quartz.AddCronJob<AttemptCounterCleanupJob>("attempt-counter-cleanup", options => options.CleanupCron);
            quartz.AddCronJob<MessageCleanupJob>("message-cleanup", options => options.CleanupCron);
            quartz.AddCronJob<PunchPlacePurgeJob>("punch-place-purge", options => options.CleanupCron);
            quartz.AddCronJob<RebuildUpkeepJob>("rebuild-upkeep", options => options.CleanupCron);
            quartz.AddCronJob<SigningKeyRotationJob>("signing-key-rotation", options => options.CleanupCron);
            quartz.AddCronJob<AuditSealJob>("audit-seal", options => options.CleanupCron);
            quartz.AddCronJob<MovesJob>("moves", options => options.MovesCron);
            quartz.AddCronJob<AnomalyDigestJob>("anomaly-digest", options => options.AnomalyDigestCron);
            quartz.AddCronJob<AnomalyNightJob>("anomaly-night", options => options.AnomalyNightCron);
            quartz.AddCronJob<AuditCheckJob>("audit-check", options => options.AuditCheckCron);
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddOptions<QuartzHostedServiceOptions>().Configure<IOptions<JobOptions>>((hosted, jobs) => hosted.AutoStart = jobs.Value.Enabled);
        return services;
    }

    private static void AddCronJob<TJob>(this IQuartzBuilder quartz, string name, Func<JobOptions, string> cron)
        where TJob : class, IJob
    {
        quartz.AddJob<TJob>(job => job.WithIdentity(name).StoreDurably());

        // A run that was missed, because every node was down, is not made up for: the next one finds the same work.
        quartz.AddTrigger<TJob>((provider, trigger) => trigger
            .ForJob(name)
            .WithIdentity(name)
            .WithCronSchedule(
                cron(provider.GetRequiredService<IOptions<JobOptions>>().Value),
                schedule => schedule.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)));
    }
}
