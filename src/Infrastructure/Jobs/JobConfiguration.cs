using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Application.Jobs;
using Satcom.Domain.Jobs;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Jobs;

internal sealed class JobRunConfiguration() : AggregateConfiguration<JobRun>("job_runs")
{
    protected override void ConfigureRest(EntityTypeBuilder<JobRun> builder)
    {
        builder.Property(r => r.Job).HasMaxLength(Job.NameMaxLength);
        builder.Property(r => r.Node).HasMaxLength(JobRun.NodeMaxLength);
        builder.Property(r => r.Error).HasMaxLength(JobRun.ErrorMaxLength);
        builder.Property(r => r.FailedTenantIds).HasDefaultValueSql("'{}'::uuid[]");

        // One of a job waits or runs at a time: for all companies one, and for each company one.
        builder.HasIndex(r => new { r.TenantId, r.Job, r.Scope }, "ux_job_runs_active").IsUnique().HasFilter("finished_at IS NULL");

        // Each of the clock's times is run once, whichever nodes are told of it.
        builder.HasIndex(r => new { r.TenantId, r.Job, r.FiredAt }, "ux_job_runs_fired").IsUnique().HasFilter("fired_at IS NOT NULL");

        // The list, whole and by its narrower filters; and what the purge removes.
        builder.HasIndex(r => new { r.TenantId, r.AskedAt, r.Id }).HasDatabaseName("ix_job_runs_asked");
        builder.HasIndex(r => new { r.TenantId, r.Job, r.AskedAt, r.Id }).HasDatabaseName("ix_job_runs_job");
        builder.HasIndex(r => new { r.TenantId, r.State, r.AskedAt, r.Id }).HasFilter("state <> 'succeeded'").HasDatabaseName("ix_job_runs_state");
        builder.HasIndex(r => new { r.AskedAt, r.Id }).HasFilter("scope = 'company' AND state IN ('failed', 'lost')").HasDatabaseName("ix_job_runs_failed");
        builder.HasIndex(r => new { r.TenantId, r.FinishedAt }).HasFilter("finished_at IS NOT NULL").HasDatabaseName("ix_job_runs_finished");
        builder.HasIndex(r => new { r.TenantId, r.FinishedAt }, "ix_job_runs_idle").HasFilter("state = 'succeeded' AND cause = 'clock' AND done = 0");

        // What nodes look for each second, over all companies.
        builder.HasIndex(r => new { r.State, r.Job }).HasFilter("finished_at IS NULL").HasDatabaseName("ix_job_runs_live");
        builder.BelongsToTenant();
        builder.ToTable(t =>
        {
            t.HasComment($"{TenantLockingSqlGenerator.DispatchedAs} {JobRunStore.SystemName}");
            t.HasCheckConstraint("ck_job_runs_ends", "(finished_at IS NULL) = (state IN ('queued', 'running'))");
            t.HasCheckConstraint("ck_job_runs_begun", "(started_at IS NOT NULL OR state IN ('queued', 'cancelled')) AND (started_at IS NULL OR (state <> 'queued' AND node IS NOT NULL))");
            t.HasCheckConstraint("ck_job_runs_beats", "state <> 'running' OR beat_at IS NOT NULL");
            t.HasCheckConstraint("ck_job_runs_asked", "(cause = 'person') = (asked_by IS NOT NULL) AND (fired_at IS NULL OR (cause = 'clock' AND scope = 'installation'))");
            t.HasCheckConstraint("ck_job_runs_cancelled", "(cancel_asked_at IS NULL) = (cancel_asked_by IS NULL) AND (state <> 'cancelled' OR cancel_asked_at IS NOT NULL)");
            t.HasCheckConstraint("ck_job_runs_counts", "tenants_failed BETWEEN 0 AND tenants_done AND tenants_done <= tenants AND done >= 0 AND cardinality(failed_tenant_ids) <= tenants_failed");
        });
    }
}

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.HasKey(j => j.Name);
        builder.Ignore(j => j.IsPaused);
        builder.Property(j => j.Name).HasMaxLength(Job.NameMaxLength);
        builder.Property(j => j.PauseReason).HasMaxLength(Job.ReasonMaxLength);
        builder.Property(j => j.Revision).IsConcurrencyToken();
        builder.ToTable("jobs", t =>
        {
            t.HasComment($"{TenantLockingSqlGenerator.DispatchedAs} {JobRunStore.SystemName}");
            t.HasCheckConstraint("ck_jobs_paused", "(paused_at IS NULL) = (paused_by IS NULL) AND (paused_at IS NOT NULL OR pause_reason IS NULL) AND pause_reason <> ''");
        });
    }
}

internal sealed class BackgroundRunConfiguration : IEntityTypeConfiguration<BackgroundRun>
{
    public void Configure(EntityTypeBuilder<BackgroundRun> builder)
    {
        builder.HasNoKey().ToTable((string?)null).ToView("background_runs");
        builder.Property(r => r.State).HasConversion(new CamelCaseEnumConverter<JobRunState>());
        builder.Property(r => r.Cause).HasConversion(new CamelCaseEnumConverter<JobRunCause>());
        builder.Property(r => r.Scope).HasConversion(new CamelCaseEnumConverter<JobRunScope>());
    }
}

internal sealed class JobClockConfiguration : IEntityTypeConfiguration<JobClock>
{
    public void Configure(EntityTypeBuilder<JobClock> builder) => builder.HasNoKey().ToTable((string?)null).ToView("job_clocks");
}
