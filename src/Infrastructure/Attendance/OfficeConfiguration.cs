using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class OfficeConfiguration() : AggregateConfiguration<Office>("offices")
{
    protected override void ConfigureRest(EntityTypeBuilder<Office> builder)
    {
        builder.Property(o => o.Name).HasMaxLength(Office.NameMaxLength);
        builder.Property(o => o.TimeZone).HasMaxLength(TimeZones.MaxLength);
        builder.BelongsToTenant();
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_offices_place", "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180");
            t.HasCheckConstraint("ck_offices_radius", $"radius_meters BETWEEN {Office.RadiusMinMeters} AND {Office.RadiusMaxMeters}");
        });
    }
}
