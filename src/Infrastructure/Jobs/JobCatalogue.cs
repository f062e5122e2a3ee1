using Satcom.Application.Jobs;

namespace Satcom.Infrastructure.Jobs;

/// <summary>Something that the service does by the clock.</summary>
/// <param name="Name">What it is known by everywhere: in the API, the database and the logs.</param>
/// <param name="Work">An <see cref="IJobWork"/>.</param>
/// <param name="IsPerTenant">True when it goes from company to company by <see cref="EachTenant"/>, so that a company may have it done for itself.</param>
/// <param name="Cron">When.</param>
internal sealed record CatalogueEntry(string Name, Type Work, bool IsPerTenant, Func<JobOptions, string> Cron);

/// <summary>Everything that the service does by the clock. A new job is a line here and its <see cref="IJobWork"/>.</summary>
internal sealed class JobCatalogue : IJobCatalogue
{
    public static IReadOnlyList<CatalogueEntry> Entries { get; } =
    [
        PerTenant<AnomalyDigestJob>("anomaly-digest", o => o.AnomalyDigestCron),
        PerTenant<AnomalyNightJob>("anomaly-night", o => o.AnomalyNightCron),
        OfInstallation<AttemptCounterCleanupJob>("attempt-counter-cleanup", o => o.CleanupCron),
        PerTenant<AuditCheckJob>("audit-check", o => o.AuditCheckCron),
        PerTenant<AuditSealJob>("audit-seal", o => o.CleanupCron),
        PerTenant<ExpiredSessionsCleanupJob>("expired-sessions-cleanup", o => o.CleanupCron),
        PerTenant<IdempotencyCleanupJob>("idempotency-cleanup", o => o.CleanupCron),
        PerTenant<JobRunPurgeJob>("job-run-purge", o => o.CleanupCron),
        PerTenant<LeaveAccrualJob>("leave-accrual", o => o.LeaveAccrualCron),
        PerTenant<MessageCleanupJob>("message-cleanup", o => o.CleanupCron),
        PerTenant<MissingCheckOutJob>("missing-check-out", o => o.MissingCheckOutCron),
        PerTenant<MovesJob>("moves", o => o.MovesCron),
        PerTenant<PunchPlacePurgeJob>("punch-place-purge", o => o.CleanupCron),
        PerTenant<RebuildUpkeepJob>("rebuild-upkeep", o => o.CleanupCron),
        OfInstallation<SigningKeyRotationJob>("signing-key-rotation", o => o.CleanupCron),
    ];

    public IReadOnlyList<JobInfo> All { get; } = [.. Entries.Select(e => new JobInfo(e.Name, e.IsPerTenant))];

    public static CatalogueEntry Of(string name) => Entries.Single(e => string.Equals(e.Name, name, StringComparison.Ordinal));

    private static CatalogueEntry PerTenant<TWork>(string name, Func<JobOptions, string> cron)
        where TWork : IJobWork => new(name, typeof(TWork), IsPerTenant: true, cron);

    private static CatalogueEntry OfInstallation<TWork>(string name, Func<JobOptions, string> cron)
        where TWork : IJobWork => new(name, typeof(TWork), IsPerTenant: false, cron);
}
