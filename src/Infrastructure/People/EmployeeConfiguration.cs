using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.People;

internal sealed class EmployeeConfiguration() : AggregateConfiguration<Employee>("employees")
{
    protected override void ConfigureRest(EntityTypeBuilder<Employee> builder)
    {
        builder.Property(e => e.EmployeeCode).HasMaxLength(Employee.CodeMaxLength);
        builder.Property(e => e.Designation).HasMaxLength(Employee.DesignationMaxLength);
        builder.Property(e => e.TimeZone).HasMaxLength(TimeZones.MaxLength);
        builder.Property(e => e.SearchText).HasMaxLength(SearchText.MaxLength).HasDefaultValue(string.Empty);

        // Exports are in the order of codes; that no two differ in case alone is held by EmploymentSql.
        builder.HasIndex(e => new { e.TenantId, e.EmployeeCode });
        builder.Property(e => e.Managers).IsJsonList();
        builder.Property(e => e.Teams).IsJsonList();
        builder.Property(e => e.Zones).IsJsonList();
        builder.Property(e => e.Calendars).IsJsonList();
        builder.Property(e => e.RestDays).IsJsonList();
        builder.Property(e => e.Targets).IsJsonList();
        builder.Property(e => e.Offices).IsJsonList();
        builder.Property(e => e.EarlierEmployments).IsJsonList();
        builder.Property(e => e.OfficeIds).HasDefaultValueSql("'{}'::uuid[]");

        // The pages of a team and of a manager's reports, and the search for moves that are due.
        builder.HasIndex(e => new { e.TenantId, e.ManagerId, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.TeamId, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.MovesOn }).HasFilter("moves_on IS NOT NULL").HasDatabaseName("ix_employees_moves_on");
        builder.HasOne<User>().WithOne().HasForeignKey<Employee>(e => new { e.TenantId, e.Id }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Employee>().WithMany().HasForeignKey(e => new { e.TenantId, e.ManagerId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Team>().WithMany().HasForeignKey(e => new { e.TenantId, e.TeamId }).OnDelete(DeleteBehavior.Restrict);

        // An employment that was called off ends on the date before its first one.
        builder.ToTable(t => t.HasCheckConstraint("ck_employees_employment", "ends_on >= starts_on - 1"));

        // That no two of them share a date is held by EmploymentSql.Spans too.
        builder.ToTable(t => t.HasCheckConstraint("ck_employees_previous", "previous_ends_on IS NULL OR (starts_on IS NOT NULL AND starts_on > previous_ends_on)"));
        builder.ToTable(t => t.HasCheckConstraint("ck_employees_not_own_manager", "manager_id IS DISTINCT FROM id"));
    }
}

internal sealed class TeamConfiguration() : AggregateConfiguration<Team>("teams")
{
    protected override void ConfigureRest(EntityTypeBuilder<Team> builder)
    {
        builder.Property(t => t.Name).HasMaxLength(Team.NameMaxLength);

        // Of the living teams' names OrganisationSql holds those apart that differ in case alone.
        builder.BelongsToTenant();
    }
}

/// <summary>The words that accounts are found by; <see cref="Persistence.SchemaSql.People"/> keeps them.</summary>
internal sealed class UserSearchTermConfiguration : IEntityTypeConfiguration<UserSearchTerm>
{
    public void Configure(EntityTypeBuilder<UserSearchTerm> builder)
    {
        builder.ToTable("user_search_terms");
        builder.HasKey(t => new { t.TenantId, t.Term, t.UserId, t.Source });

        // In byte order a range finds all words of one beginning.
        builder.Property(t => t.Term).HasMaxLength(SearchText.WordMaxLength).UseCollation("C");
        builder.Property(t => t.Source).HasMaxLength(UserSearchTerm.SourceMaxLength);
        builder.HasIndex(t => new { t.TenantId, t.UserId });
        builder.HasOne<User>().WithMany().HasForeignKey(t => new { t.TenantId, t.UserId }).OnDelete(DeleteBehavior.Cascade);
    }
}
