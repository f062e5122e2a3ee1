using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Leaves;

internal sealed class LeaveRechargeFailureConfiguration() : AggregateConfiguration<LeaveRechargeFailure>("leave_recharge_failures")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeaveRechargeFailure> builder)
    {
        builder.Property(f => f.From).HasColumnName("from_date");
        builder.Property(f => f.To).HasColumnName("to_date");
        builder.HasOne<Employee>().WithMany().HasForeignKey(f => new { f.TenantId, f.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(f => new { f.TenantId, f.EmployeeId }).IsUnique().HasDatabaseName("ux_leave_recharge_failures_employee");
        builder.HasIndex(f => new { f.TenantId, f.FailedAt, f.Id }).HasDatabaseName("ix_leave_recharge_failures_failed");
        builder.ToTable(t => t.HasCheckConstraint("ck_leave_recharge_failures_dates", "from_date <= to_date"));
    }
}
