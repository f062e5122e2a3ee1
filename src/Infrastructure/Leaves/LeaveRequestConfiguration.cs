using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Leaves;

internal sealed class LeaveRequestConfiguration() : AggregateConfiguration<LeaveRequest>("leave_requests")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeaveRequest> builder)
    {
        builder.Property(r => r.From).HasColumnName("from_date");
        builder.Property(r => r.To).HasColumnName("to_date");
        builder.Property(r => r.Reason).HasMaxLength(LeaveRequest.ReasonMaxLength);
        builder.Property(r => r.Amount).HasPrecision(10, 2);

        // The charged dates are replaced as a whole, so the reference says whether they differ.
        builder.Property(r => r.Days).HasColumnType("jsonb").HasConversion(
            days => JsonSerializer.Serialize(days.Select(d => new KeptDay(d.Date, d.Halves, d.Seconds, d.Amount)), LeaveJson.Format),
            json => JsonSerializer.Deserialize<List<KeptDay>>(json, LeaveJson.Format)!.ConvertAll(d => new LeaveDay(d.Date, d.Halves, d.Seconds, d.Amount)),
            new ValueComparer<IReadOnlyList<LeaveDay>>((a, b) => ReferenceEquals(a, b), days => days.Count, days => days));

        // The list, latest leave first: all of it, of one person, of one type, and by what is to be decided. SchemaSql.Leaves keeps a person's living requests apart.
        builder.HasIndex(r => new { r.TenantId, r.From, r.Id }).HasDatabaseName("ix_leave_requests_from");
        builder.HasIndex(r => new { r.TenantId, r.EmployeeId, r.From, r.Id }).HasDatabaseName("ix_leave_requests_employee");
        builder.HasIndex(r => new { r.TenantId, r.LeaveTypeId, r.From, r.Id }).HasDatabaseName("ix_leave_requests_type");
        builder.HasIndex(r => new { r.TenantId, r.Status, r.From, r.Id }).HasDatabaseName("ix_leave_requests_status");

        // Who is on leave just now, and what of a period's leave reaches into it.
        builder.HasIndex(r => new { r.TenantId, r.To, r.From }).HasFilter("status = 'approved'").HasDatabaseName("ix_leave_requests_approved");
        builder.HasOne<Employee>().WithMany().HasForeignKey(r => new { r.TenantId, r.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LeaveType>().WithMany().HasForeignKey(r => new { r.TenantId, r.LeaveTypeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Steps).WithOne().HasForeignKey(s => new { s.TenantId, s.RequestId }).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t => t.HasCheckConstraint("ck_leave_requests_dates", "from_date <= to_date AND first_slot < end_slot AND amount >= 0"));
    }

    internal sealed record KeptDay(DateOnly Date, DayHalves Halves, int Seconds, decimal Amount);
}

internal sealed class LeaveStepConfiguration : IEntityTypeConfiguration<LeaveStep>
{
    public void Configure(EntityTypeBuilder<LeaveStep> builder)
    {
        builder.ToTable("leave_steps", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: who did what about a request for leave."));
        builder.HasKey(s => new { s.TenantId, s.RequestId, s.Sequence });
        builder.Property(s => s.Sequence).ValueGeneratedNever();
        builder.Property(s => s.By).HasColumnName("by_id");
        builder.Property(s => s.For).HasColumnName("for_id");
        builder.Property(s => s.Note).HasMaxLength(LeaveRequest.NoteMaxLength);
    }
}
