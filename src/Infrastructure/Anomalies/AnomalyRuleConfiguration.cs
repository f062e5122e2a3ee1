using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Anomalies;

internal sealed class AnomalyRuleConfiguration() : AggregateConfiguration<AnomalyRuleChoice>("anomaly_rules")
{
    // A change brings a sheet of its own: the reference says whether they differ.
    private static readonly ValueComparer<Dictionary<string, int>> SameThresholds = new((a, b) => ReferenceEquals(a, b), thresholds => thresholds.Count, thresholds => thresholds);

    protected override void ConfigureRest(EntityTypeBuilder<AnomalyRuleChoice> builder)
    {
        builder.Ignore(c => c.Settings);
        builder.Property(c => c.Thresholds).HasColumnType("jsonb").HasConversion(
            thresholds => JsonSerializer.Serialize(thresholds, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<Dictionary<string, int>>(json, JsonSerializerOptions.Web)!,
            SameThresholds);

        // One for each rule: of two that are made at once the second runs again and finds the first.
        builder.HasIndex(c => new { c.TenantId, c.Kind }).IsUnique().HasDatabaseName("ux_anomaly_rules_kind");
        builder.BelongsToTenant();
    }
}

internal sealed class JudgementConfiguration() : AggregateConfiguration<Judgement>("anomaly_judgements")
{
    protected override void ConfigureRest(EntityTypeBuilder<Judgement> builder)
    {
        builder.Property(j => j.From).HasColumnName("from_date");

        // What is due is little of what there is, and looked for by the upkeep.
        builder.HasIndex(j => new { j.TenantId, j.Id }).HasFilter("is_due").HasDatabaseName("ix_anomaly_judgements_due");
        builder.HasOne<Employee>().WithOne().HasForeignKey<Judgement>(j => new { j.TenantId, j.Id }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AnomalyEvaluationConfiguration() : AggregateConfiguration<AnomalyEvaluation>("anomaly_evaluations")
{
    protected override void ConfigureRest(EntityTypeBuilder<AnomalyEvaluation> builder)
    {
        builder.Ignore(e => e.State);
        builder.Property(e => e.From).HasColumnName("from_date");
        builder.Property(e => e.To).HasColumnName("to_date");

        builder.Property(e => e.FailedIds).HasDefaultValueSql("'{}'::uuid[]");

        // A company has a few that somebody asked for at once: of two that take the last place the second runs again and finds none.
        builder.HasIndex(e => new { e.TenantId, e.Slot }).IsUnique().HasFilter("finished_at IS NULL AND slot IS NOT NULL").HasDatabaseName("ux_anomaly_evaluations_slot");

        // The list, newest first.
        builder.HasIndex(e => new { e.TenantId, e.AskedAt, e.Id }).HasDatabaseName("ix_anomaly_evaluations_asked");

        // A date has one night: of two nodes that begin it at once the second runs again and finds it.
        builder.HasIndex(e => new { e.TenantId, e.Night }).IsUnique().HasFilter("night IS NOT NULL").HasDatabaseName("ux_anomaly_evaluations_night");
        builder.BelongsToTenant();
        builder.HasOne<User>().WithMany().HasForeignKey(e => new { e.TenantId, e.AskedBy }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_anomaly_evaluations_asked_by");
        builder.ToTable(t => t.HasCheckConstraint("ck_anomaly_evaluations_dates", "from_date <= to_date AND (night IS NULL) <> (asked_by IS NULL)"));
        builder.ToTable(t => t.HasCheckConstraint("ck_anomaly_evaluations_slot", "(slot IS NULL) = (asked_by IS NULL) AND slot BETWEEN 1 AND 2"));
    }
}

internal sealed class AnomalyDigestConfiguration() : AggregateConfiguration<AnomalyDigest>("anomaly_digests")
{
    protected override void ConfigureRest(EntityTypeBuilder<AnomalyDigest> builder)
    {
        // One a morning: of two nodes at once the second is rolled back with its mails.
        builder.HasIndex(d => new { d.TenantId, d.Date }).IsUnique().HasDatabaseName("ux_anomaly_digests_date");
        builder.BelongsToTenant();
    }
}
