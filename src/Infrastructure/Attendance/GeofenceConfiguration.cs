using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class GeofenceFailureConfiguration() : AggregateConfiguration<GeofenceFailure>("geofence_failures")
{
    protected override void ConfigureRest(EntityTypeBuilder<GeofenceFailure> builder)
    {
        // The list, newest first: all of it, of one person, of one office; and what a few work dates hold, which is little.
        builder.HasIndex(f => new { f.TenantId, f.At, f.Id }).HasDatabaseName("ix_geofence_failures_at");
        builder.HasIndex(f => new { f.TenantId, f.EmployeeId, f.At, f.Id }).HasDatabaseName("ix_geofence_failures_employee");
        builder.HasIndex(f => new { f.TenantId, f.OfficeId, f.At, f.Id }).HasFilter("office_id IS NOT NULL").HasDatabaseName("ix_geofence_failures_office");
        builder.HasIndex(f => new { f.TenantId, f.Date, f.At, f.Id }).HasDatabaseName("ix_geofence_failures_date");
        builder.HasIndex(f => new { f.TenantId, f.EmployeeId, f.Date }).HasDatabaseName("ix_geofence_failures_employee_date");
        builder.HasIndex(f => new { f.TenantId, f.EmployeeId, f.ClientEventId }).IsUnique().HasFilter("client_event_id IS NOT NULL").HasDatabaseName("ux_geofence_failures_client_event");
        builder.HasOne<Employee>().WithMany().HasForeignKey(f => new { f.TenantId, f.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AttendanceDay>().WithMany().HasForeignKey(f => new { f.TenantId, f.DayId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PunchPlaceConfiguration : IEntityTypeConfiguration<PunchPlace>
{
    public void Configure(EntityTypeBuilder<PunchPlace> builder)
    {
        builder.ToTable("punch_places");
        builder.HasKey(p => new { p.TenantId, p.PunchId });
        builder.HasIndex(p => new { p.TenantId, p.At }).HasDatabaseName("ix_punch_places_at");
        builder.HasOne<Punch>().WithOne().HasForeignKey<PunchPlace>(p => new { p.TenantId, p.PunchId }).OnDelete(DeleteBehavior.Restrict);
    }
}
