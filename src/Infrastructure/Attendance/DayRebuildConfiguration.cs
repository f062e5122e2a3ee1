using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Attendance;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class DayRebuildConfiguration() : AggregateConfiguration<DayRebuild>("attendance_rebuilds")
{
    protected override void ConfigureRest(EntityTypeBuilder<DayRebuild> builder)
    {
        builder.Ignore(r => r.State);
        builder.Property(r => r.From).HasColumnName("from_date");
        builder.Property(r => r.To).HasColumnName("to_date");
        builder.Property(r => r.FailedIds).HasDefaultValueSql("'{}'::uuid[]");

        // One runs at a time (AttendanceSql), and one gathers what changes meanwhile: of two at once the second runs again and sees the first.
        builder.HasIndex(r => r.TenantId, "ux_attendance_rebuilds_gathering").IsUnique().HasFilter("begun_at IS NULL AND asked_by IS NULL");

        // Those that wait, in their order.
        builder.HasIndex(r => new { r.TenantId, r.AskedAt, r.Id }).HasFilter("begun_at IS NULL").HasDatabaseName("ix_attendance_rebuilds_waiting");

        // Those that are long over.
        builder.HasIndex(r => new { r.TenantId, r.FinishedAt }).HasFilter("finished_at IS NOT NULL").HasDatabaseName("ix_attendance_rebuilds_finished");
        builder.BelongsToTenant();
        builder.HasOne<User>().WithMany().HasForeignKey(r => new { r.TenantId, r.AskedBy }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_attendance_rebuilds_asked_by");
        builder.ToTable(t => t.HasCheckConstraint("ck_attendance_rebuilds_dates", "from_date <= to_date AND (finished_at IS NULL OR begun_at IS NOT NULL) AND changed BETWEEN 0 AND days"));
    }
}
