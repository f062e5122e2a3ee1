using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Attendance;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class DayAmendmentConfiguration : IEntityTypeConfiguration<DayAmendment>
{
    public void Configure(EntityTypeBuilder<DayAmendment> builder)
    {
        builder.ToTable("attendance_amendments", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: what was added to a day beside its punches."));
        builder.HasKey(a => new { a.TenantId, a.Id });
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Reason).HasMaxLength(DayAmendment.ReasonMaxLength);
        builder.Property(a => a.Events).AsShortJson();
        builder.Property(a => a.AfterSequence).IsRequired();

        // Of two amendments at once the second runs again and sees the first.
        builder.HasIndex(a => new { a.TenantId, a.DayId, a.Sequence }).IsUnique().HasDatabaseName("ux_attendance_amendments_sequence");
        builder.HasOne<User>().WithMany().HasForeignKey(a => new { a.TenantId, a.By }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CorrectionRequestConfiguration() : AggregateConfiguration<CorrectionRequest>("correction_requests")
{
    protected override void ConfigureRest(EntityTypeBuilder<CorrectionRequest> builder)
    {
        builder.Property(r => r.Reason).HasMaxLength(DayAmendment.ReasonMaxLength);
        builder.Property(r => r.Source).HasDefaultValue(CorrectionSource.Person).ValueGeneratedNever();
        builder.Property(r => r.Note).HasMaxLength(CorrectionRequest.NoteMaxLength);
        builder.Property(r => r.Events).AsShortJson();

        // The list, newest first: all of it, of one state, of one source, of one person; what is about a few dates, which is little; and the taps that came for a locked day.
        builder.HasIndex(r => new { r.TenantId, r.RequestedAt, r.Id }).HasDatabaseName("ix_correction_requests_requested");
        builder.HasIndex(r => new { r.TenantId, r.Status, r.RequestedAt, r.Id }).HasDatabaseName("ix_correction_requests_status");
        builder.HasIndex(r => new { r.TenantId, r.EmployeeId, r.RequestedAt, r.Id }).HasDatabaseName("ix_correction_requests_employee");
        builder.HasIndex(r => new { r.TenantId, r.Source, r.RequestedAt, r.Id }).HasDatabaseName("ix_correction_requests_source");
        builder.HasIndex(r => new { r.TenantId, r.Date, r.RequestedAt, r.Id }).HasDatabaseName("ix_correction_requests_date");
        builder.HasIndex(r => new { r.TenantId, r.EmployeeId, r.ClientEventId }).IsUnique().HasFilter("client_event_id IS NOT NULL").HasDatabaseName("ux_correction_requests_client_event");

        builder.HasOne<Employee>().WithMany().HasForeignKey(r => new { r.TenantId, r.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<User>().WithMany().HasForeignKey(r => new { r.TenantId, r.DecidedBy }).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t => t.HasCheckConstraint("ck_correction_requests_decided", "(status IN ('pending', 'cancelled')) = (decided_by IS NULL) AND decided_by IS DISTINCT FROM employee_id"));
    }
}
