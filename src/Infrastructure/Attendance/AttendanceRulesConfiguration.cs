using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Attendance;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class AttendancePolicyConfiguration() : AggregateConfiguration<AttendancePolicyHistory>("attendance_policies")
{
    protected override void ConfigureRest(EntityTypeBuilder<AttendancePolicyHistory> builder)
    {
        builder.Property(p => p.History).AsJson();
        builder.BelongsToTenant();
        builder.ToTable(t => t.HasCheckConstraint("ck_attendance_policies_one", "id = tenant_id"));
    }
}

internal sealed class GeofencePolicyConfiguration() : AggregateConfiguration<GeofencePolicyHistory>("geofence_policies")
{
    protected override void ConfigureRest(EntityTypeBuilder<GeofencePolicyHistory> builder)
    {
        builder.Property(p => p.History).AsJson();
        builder.BelongsToTenant();
        builder.ToTable(t => t.HasCheckConstraint("ck_geofence_policies_one", "id = tenant_id"));
    }
}

internal sealed class AttendanceClosingConfiguration() : AggregateConfiguration<AttendanceClosing>("attendance_closings")
{
    protected override void ConfigureRest(EntityTypeBuilder<AttendanceClosing> builder)
    {
        builder.BelongsToTenant();
        builder.ToTable(t => t.HasCheckConstraint("ck_attendance_closings_one", "id = tenant_id"));
    }
}
