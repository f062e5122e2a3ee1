using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Leaves;

internal sealed class LeaveTypeConfiguration() : AggregateConfiguration<LeaveType>("leave_types")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeaveType> builder)
    {
        builder.Property(t => t.Name).HasMaxLength(LeaveType.NameMaxLength);
        builder.Property(t => t.Color).HasMaxLength(LeaveType.ColorLength);

        // Names are unique whatever their case, here as with policies: SchemaSql.LeaveNames.
        builder.BelongsToTenant();
        builder.ToTable(t => t.HasCheckConstraint("ck_leave_types_color", "color ~ '^#[0-9a-fA-F]{6}$'"));
    }
}

internal sealed class LeavePolicyConfiguration() : AggregateConfiguration<LeavePolicy>("leave_policies")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeavePolicy> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(LeavePolicy.NameMaxLength);
        builder.Property(p => p.Terms).HasColumnType("jsonb")
            .HasConversion(terms => JsonSerializer.Serialize(terms, LeaveJson.Format), json => JsonSerializer.Deserialize<LeaveTerms>(json, LeaveJson.Format)!);

        // The list is replaced as a whole, so the reference says whether it differs.
        builder.Property(p => p.Blackouts).HasColumnType("jsonb").HasConversion(
            dates => JsonSerializer.Serialize(dates, LeaveJson.Format),
            json => JsonSerializer.Deserialize<List<BlackoutDates>>(json, LeaveJson.Format)!,
            new ValueComparer<IReadOnlyList<BlackoutDates>>((a, b) => ReferenceEquals(a, b), dates => dates.Count, dates => dates));
        builder.HasAlternateKey(p => new { p.TenantId, p.Id, p.LeaveTypeId });
        builder.HasOne<LeaveType>().WithMany().HasForeignKey(p => new { p.TenantId, p.LeaveTypeId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LeaveAssignmentConfiguration() : AggregateConfiguration<LeaveAssignment>("leave_assignments")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeaveAssignment> builder)
    {
        builder.Property(a => a.From).HasColumnName("from_date");
        builder.Property(a => a.To).HasColumnName("to_date");
        builder.HasIndex(a => new { a.TenantId, a.EmployeeId, a.LeaveTypeId, a.From }).HasDatabaseName("ix_leave_assignments_employee");
        builder.HasIndex(a => new { a.TenantId, a.PolicyId, a.Id }).HasDatabaseName("ix_leave_assignments_policy");
        builder.HasOne<Employee>().WithMany().HasForeignKey(a => new { a.TenantId, a.EmployeeId }).OnDelete(DeleteBehavior.Restrict);

        // With the type, so that an assignment cannot be of another type than its policy. SchemaSql.Leaves keeps those of a person and type apart.
        builder.HasOne<LeavePolicy>().WithMany().HasForeignKey(a => new { a.TenantId, a.PolicyId, a.LeaveTypeId }).HasPrincipalKey(p => new { p.TenantId, p.Id, p.LeaveTypeId })
            .OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_leave_assignments_leave_policies");
        builder.ToTable(t => t.HasCheckConstraint("ck_leave_assignments_dates", "to_date IS NULL OR from_date <= to_date"));
    }
}

internal sealed class LeaveDelegationConfiguration() : AggregateConfiguration<LeaveDelegation>("leave_delegations")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeaveDelegation> builder)
    {
        builder.Property(d => d.From).HasColumnName("from_date");
        builder.Property(d => d.To).HasColumnName("to_date");

        // The list, and whom a person stands in for on a date.
        builder.HasIndex(d => new { d.TenantId, d.From, d.Id }).HasDatabaseName("ix_leave_delegations_from");
        builder.HasIndex(d => new { d.TenantId, d.DelegateId, d.To }).HasDatabaseName("ix_leave_delegations_delegate");
        builder.HasIndex(d => new { d.TenantId, d.ApproverId, d.To }).HasDatabaseName("ix_leave_delegations_approver");
        builder.HasOne<Employee>().WithMany().HasForeignKey(d => new { d.TenantId, d.ApproverId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_leave_delegations_approver");
        builder.HasOne<Employee>().WithMany().HasForeignKey(d => new { d.TenantId, d.DelegateId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_leave_delegations_delegate");
        builder.ToTable(t => t.HasCheckConstraint("ck_leave_delegations_dates", "from_date <= to_date AND approver_id <> delegate_id"));
    }
}

internal sealed class LeaveFeedConfiguration() : AggregateConfiguration<LeaveFeed>("leave_feeds")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeaveFeed> builder)
    {
        // A feed has its person's id.
        builder.HasOne<Employee>().WithOne().HasForeignKey<LeaveFeed>(f => new { f.TenantId, f.Id }).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(f => new { f.TenantId, f.TokenHash }).IsUnique().HasDatabaseName("ux_leave_feeds_token");
    }
}

/// <summary>How values within a row are kept.</summary>
internal static class LeaveJson
{
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
