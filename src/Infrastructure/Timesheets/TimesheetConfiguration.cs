using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.People;
using Satcom.Domain.Projects;
using Satcom.Domain.Timesheets;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Timesheets;

internal sealed class TimesheetWeekConfiguration() : AggregateConfiguration<TimesheetWeek>("timesheet_weeks")
{
    protected override void ConfigureRest(EntityTypeBuilder<TimesheetWeek> builder)
    {
        builder.Property(w => w.Start).HasColumnName("first_date");
        builder.Property(w => w.End).HasColumnName("last_date");

        // Of two that begin a week at once the database refuses the second; SchemaSql.TimesheetsHeld keeps weeks of other lengths apart too.
        builder.HasIndex(w => new { w.TenantId, w.EmployeeId, w.Start }).IsUnique().HasDatabaseName("ux_timesheet_weeks_start");
        builder.HasIndex(w => new { w.TenantId, w.Start, w.EmployeeId }).HasDatabaseName("ix_timesheet_weeks_list");
        builder.HasIndex(w => new { w.TenantId, w.Status, w.Start, w.EmployeeId }).HasDatabaseName("ix_timesheet_weeks_status");
        builder.HasOne<Employee>().WithMany().HasForeignKey(w => new { w.TenantId, w.EmployeeId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_timesheet_weeks_employee");
        builder.HasMany(w => w.Steps).WithOne().HasForeignKey(s => new { s.TenantId, s.WeekId }).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t => t.HasCheckConstraint("ck_timesheet_weeks_dates", "last_date >= first_date AND last_date - first_date < 7"));
    }
}

internal sealed class TimesheetStepConfiguration : IEntityTypeConfiguration<TimesheetStep>
{
    public void Configure(EntityTypeBuilder<TimesheetStep> builder)
    {
        builder.ToTable("timesheet_steps", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: who moved a week, when and why."));
        builder.HasKey(s => new { s.TenantId, s.WeekId, s.Number });
        builder.Property(s => s.By).HasColumnName("moved_by");
        builder.Property(s => s.Note).HasMaxLength(TimesheetWeek.NoteMaxLength);
    }
}

internal sealed class TimesheetDayTotalConfiguration : IEntityTypeConfiguration<TimesheetDayTotal>
{
    public void Configure(EntityTypeBuilder<TimesheetDayTotal> builder)
    {
        builder.ToTable("timesheet_days", t => t.HasCheckConstraint("ck_timesheet_days_minutes", $"minutes BETWEEN 0 AND {TimesheetEntry.MinutesOfADay}"));
        builder.HasKey(d => new { d.TenantId, d.EmployeeId, d.Date });
        builder.Property(d => d.Version).IsRowVersion();
        builder.HasIndex(d => new { d.TenantId, d.WeekId }).HasDatabaseName("ix_timesheet_days_week");

        // What the anomaly rules compare with attendance: a person's dates lie scattered over the table, and are read out of the index alone.
        builder.HasIndex(d => new { d.TenantId, d.EmployeeId, d.Date }).IncludeProperties(d => new { d.Minutes }).HasDatabaseName("ix_timesheet_days_minutes");
        builder.HasOne<TimesheetWeek>().WithMany().HasForeignKey(d => new { d.TenantId, d.WeekId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_timesheet_days_week");
    }
}

internal sealed class TimesheetEntryConfiguration() : AggregateConfiguration<TimesheetEntry>("timesheet_entries")
{
    protected override void ConfigureRest(EntityTypeBuilder<TimesheetEntry> builder)
    {
        builder.Ignore(e => e.Line);
        builder.Property(e => e.Notes).HasMaxLength(TimesheetEntry.NotesMaxLength);
        builder.PrimitiveCollection(e => e.AttachmentIds).HasDefaultValueSql("'{}'::uuid[]");

        // The list, newest first: all of it, and by the filters that people work with. The export goes along the second.
        builder.HasIndex(e => new { e.TenantId, e.Date, e.Id }).HasDatabaseName("ix_timesheet_entries_date");
        builder.HasIndex(e => new { e.TenantId, e.EmployeeId, e.Date, e.Id }).HasDatabaseName("ix_timesheet_entries_employee");
        builder.HasIndex(e => new { e.TenantId, e.ProjectId, e.Date, e.Id }).HasDatabaseName("ix_timesheet_entries_project");
        builder.HasIndex(e => new { e.TenantId, e.TaskId, e.Date, e.Id }).HasFilter("task_id IS NOT NULL").HasDatabaseName("ix_timesheet_entries_task");

        builder.HasOne<TimesheetWeek>().WithMany().HasForeignKey(e => new { e.TenantId, e.WeekId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_timesheet_entries_week");
        builder.HasOne<TimesheetDayTotal>().WithMany().HasForeignKey(e => new { e.TenantId, e.EmployeeId, e.Date }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_timesheet_entries_day");
        builder.HasOne<Project>().WithMany().HasForeignKey(e => new { e.TenantId, e.ProjectId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_timesheet_entries_project");
        builder.HasOne<ProjectTask>().WithMany().HasForeignKey(e => new { e.TenantId, e.ProjectId, e.TaskId }).HasPrincipalKey(t => new { t.TenantId, t.ProjectId, t.Id })
            .OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_timesheet_entries_task");
        builder.ToTable(t => t.HasCheckConstraint("ck_timesheet_entries_minutes", $"minutes BETWEEN 1 AND {TimesheetEntry.MinutesOfADay}"));
    }
}

internal sealed class TimesheetRulesConfiguration() : AggregateConfiguration<TimesheetRules>("timesheet_policies")
{
    protected override void ConfigureRest(EntityTypeBuilder<TimesheetRules> builder)
    {
        builder.Ignore(r => r.Policy);

        // One a company: its id is the tenant's.
        builder.ToTable(t => t.HasCheckConstraint("ck_timesheet_policies_one", "id = tenant_id"));
    }
}
