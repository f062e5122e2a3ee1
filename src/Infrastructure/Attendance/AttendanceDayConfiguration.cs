using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class AttendanceDayConfiguration() : AggregateConfiguration<AttendanceDay>("attendance_days")
{
    protected override void ConfigureRest(EntityTypeBuilder<AttendanceDay> builder)
    {
        builder.PrimitiveCollection(d => d.WorkModes).ElementType(e => e.HasConversion<CamelCaseEnumConverter<WorkMode>>());

        // One day a date, and one open session a person: of two check-ins at once the database refuses the second.
        builder.HasIndex(d => new { d.TenantId, d.EmployeeId, d.Date }).IsUnique().HasDatabaseName("ux_attendance_days_employee_date");
        builder.HasIndex(d => new { d.TenantId, d.EmployeeId }).IsUnique().HasFilter("session_started_at IS NOT NULL").HasDatabaseName("ux_attendance_days_open_session");

        // The list of days, newest first, and the search for sessions past their limit.
        builder.HasIndex(d => new { d.TenantId, d.Date, d.Id }).HasDatabaseName("ix_attendance_days_date");
        builder.HasIndex(d => new { d.TenantId, d.SessionStartedAt }).HasFilter("session_started_at IS NOT NULL").HasDatabaseName("ix_attendance_days_open_since");

        builder.HasOne<Employee>().WithMany().HasForeignKey(d => new { d.TenantId, d.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Punches).WithOne().HasForeignKey(p => new { p.TenantId, p.DayId }).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t => t.HasCheckConstraint("ck_attendance_days_seconds", "worked_seconds >= 0 AND break_seconds >= 0 AND lunch_seconds >= 0"));
    }
}

internal sealed class PunchConfiguration : IEntityTypeConfiguration<Punch>
{
    public void Configure(EntityTypeBuilder<Punch> builder)
    {
        builder.ToTable("attendance_punches", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: every tap as it happened."));
        builder.HasKey(p => new { p.TenantId, p.Id });
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.TimeZone).HasMaxLength(TimeZones.MaxLength);
        builder.Property(p => p.Note).HasMaxLength(Punch.NoteMaxLength);
        builder.HasIndex(p => new { p.TenantId, p.DayId, p.Sequence }).IsUnique().HasDatabaseName("ux_attendance_punches_sequence");
        builder.HasIndex(p => new { p.TenantId, p.EmployeeId, p.ClientEventId }).IsUnique().HasFilter("client_event_id IS NOT NULL").HasDatabaseName("ux_attendance_punches_client_event");
    }
}
