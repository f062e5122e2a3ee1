using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Leaves;

internal sealed class LeaveAccountConfiguration() : AggregateConfiguration<LeaveAccount>("leave_accounts")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeaveAccount> builder)
    {
        builder.Property(a => a.Floor).HasPrecision(10, 2);
        builder.Property(a => a.Balance).HasPrecision(10, 2);
        builder.Property(a => a.Pending).HasPrecision(10, 2);

        // One account a person and type, whoever makes it first; and those that the daily run has not met yet.
        builder.HasIndex(a => new { a.TenantId, a.EmployeeId, a.LeaveTypeId }).IsUnique().HasDatabaseName("ux_leave_accounts_employee_type");
        builder.HasIndex(a => new { a.TenantId, a.RanThrough, a.Id }).HasDatabaseName("ix_leave_accounts_ran_through");
        builder.HasOne<Employee>().WithMany().HasForeignKey(a => new { a.TenantId, a.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LeaveType>().WithMany().HasForeignKey(a => new { a.TenantId, a.LeaveTypeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(a => a.Entries).WithOne().HasForeignKey(e => new { e.TenantId, e.AccountId }).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t => t.HasCheckConstraint("ck_leave_accounts_amounts", "pending >= 0 AND (floor IS NULL OR floor <= 0)"));
    }
}

internal sealed class LeaveEntryConfiguration : IEntityTypeConfiguration<LeaveEntry>
{
    public void Configure(EntityTypeBuilder<LeaveEntry> builder)
    {
        builder.ToTable("leave_entries", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: what was earned, taken and taken back."));
        builder.HasKey(e => new { e.TenantId, e.Id });
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Amount).HasPrecision(10, 2);
        builder.Property(e => e.Due).HasPrecision(10, 2);
        builder.Property(e => e.Key).HasMaxLength(LeaveEntry.KeyMaxLength);
        builder.Property(e => e.Reason).HasMaxLength(LeaveEntry.ReasonMaxLength);

        // Nothing is posted twice.
        builder.HasIndex(e => new { e.TenantId, e.AccountId, e.Key }).IsUnique().HasDatabaseName("ux_leave_entries_key");
        builder.HasIndex(e => new { e.TenantId, e.Date, e.Id }).HasDatabaseName("ix_leave_entries_date");
        builder.HasIndex(e => new { e.TenantId, e.AccountId, e.Date, e.Id }).HasDatabaseName("ix_leave_entries_account");
        builder.HasOne<LeaveRequest>().WithMany().HasForeignKey(e => new { e.TenantId, e.RequestId }).OnDelete(DeleteBehavior.Restrict);
    }
}
