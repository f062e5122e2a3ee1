using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Anomalies;

internal sealed class AnomalyConfiguration() : AggregateConfiguration<Anomaly>("anomalies")
{
    // Other facts take the place of those that there were, and come in another sheet: the reference says whether they differ.
    private static readonly ValueComparer<Dictionary<string, string>> SameFacts = new((a, b) => ReferenceEquals(a, b), facts => facts.Count, facts => facts);

    protected override void ConfigureRest(EntityTypeBuilder<Anomaly> builder)
    {
        builder.Property(a => a.Facts).HasColumnType("jsonb").HasConversion(
            facts => JsonSerializer.Serialize(facts, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Web)!,
            SameFacts);

        // One anomaly per kind, person and date, whoever raises it and however often.
        builder.HasIndex(a => new { a.TenantId, a.Kind, a.EmployeeId, a.SubjectDate }).IsUnique().HasDatabaseName("ux_anomalies_subject");

        // The list, newest first: all of it, and by the filters that people work with.
        builder.HasIndex(a => new { a.TenantId, a.RaisedAt, a.Id }).HasDatabaseName("ix_anomalies_raised");
        builder.HasIndex(a => new { a.TenantId, a.Status, a.RaisedAt, a.Id }).HasDatabaseName("ix_anomalies_status");
        builder.HasIndex(a => new { a.TenantId, a.EmployeeId, a.RaisedAt, a.Id }).HasDatabaseName("ix_anomalies_employee");
        builder.HasIndex(a => new { a.TenantId, a.AssigneeId, a.RaisedAt, a.Id }).HasFilter("assignee_id IS NOT NULL").HasDatabaseName("ix_anomalies_assignee");

        builder.HasOne<Employee>().WithMany().HasForeignKey(a => new { a.TenantId, a.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(a => new { a.TenantId, a.AssigneeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(a => a.History).WithOne().HasForeignKey(s => new { s.TenantId, s.AnomalyId }).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t => t.HasCheckConstraint("ck_anomalies_resolution_settled", "(resolution IS NULL AND NOT is_cleared) OR status = 'resolved'"));
        builder.ToTable(t => t.HasCheckConstraint("ck_anomalies_held", "NOT is_held OR status <> 'resolved'"));
        builder.ToTable(t => t.HasCheckConstraint("ck_anomalies_subject", "subject_date <= subject_end"));
    }
}

internal sealed class AnomalyStepConfiguration : IEntityTypeConfiguration<AnomalyStep>
{
    public void Configure(EntityTypeBuilder<AnomalyStep> builder)
    {
        builder.ToTable("anomaly_steps", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: who did what about an anomaly."));
        builder.HasKey(s => new { s.TenantId, s.Id });
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Action).HasMaxLength(AnomalyStep.ActionMaxLength);
        builder.Property(s => s.Note).HasMaxLength(Anomaly.NoteMaxLength);
        builder.HasIndex(s => new { s.TenantId, s.AnomalyId, s.At }).HasDatabaseName("ix_anomaly_steps_anomaly");
    }
}
