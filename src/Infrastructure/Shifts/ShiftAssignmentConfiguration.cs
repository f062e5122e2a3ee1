using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Shifts;

internal sealed class ShiftAssignmentConfiguration() : AggregateConfiguration<ShiftAssignment>("shift_assignments")
{
    protected override void ConfigureRest(EntityTypeBuilder<ShiftAssignment> builder)
    {
        builder.Property(a => a.From).HasColumnName("starts_on");
        builder.Property(a => a.To).HasColumnName("ends_on");

        // OrganisationSql keeps a person's assignments apart. These serve the lists, newest first: all, a person's, a shift's, a pattern's.
        builder.HasIndex(a => new { a.TenantId, a.From, a.Id }).HasDatabaseName("ix_shift_assignments_start");
        builder.HasIndex(a => new { a.TenantId, a.EmployeeId, a.From, a.Id }).HasDatabaseName("ix_shift_assignments_employee");
        builder.HasIndex(a => new { a.TenantId, a.ShiftId, a.From, a.Id }).HasFilter("shift_id IS NOT NULL").HasDatabaseName("ix_shift_assignments_shift");
        builder.HasIndex(a => new { a.TenantId, a.PatternId, a.From, a.Id }).HasFilter("pattern_id IS NOT NULL").HasDatabaseName("ix_shift_assignments_pattern");

        builder.HasOne<Employee>().WithMany().HasForeignKey(a => new { a.TenantId, a.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Shift>().WithMany().HasForeignKey(a => new { a.TenantId, a.ShiftId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ShiftPattern>().WithMany().HasForeignKey(a => new { a.TenantId, a.PatternId }).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_shift_assignments_dates", "ends_on >= starts_on");
            t.HasCheckConstraint("ck_shift_assignments_kind", "num_nonnulls(shift_id, pattern_id) = 1");
        });
    }
}
