using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Projects;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Projects;

internal sealed class ProjectConfiguration() : AggregateConfiguration<Project>("projects")
{
    protected override void ConfigureRest(EntityTypeBuilder<Project> builder)
    {
        builder.Ignore(p => p.Facts);
        builder.Property(p => p.Code).HasMaxLength(Project.CodeMaxLength);
        builder.Property(p => p.CodeKey).HasMaxLength(Project.CodeMaxLength);
        builder.Property(p => p.Name).HasMaxLength(Project.NameMaxLength);
        builder.Property(p => p.Client).HasMaxLength(Project.ClientMaxLength);
        builder.HasIndex(p => new { p.TenantId, p.CodeKey }).IsUnique().HasDatabaseName("ux_projects_code");
        builder.HasIndex(p => new { p.TenantId, p.OwnerId, p.Id }).HasDatabaseName("ix_projects_owner");
        builder.HasIndex(p => new { p.TenantId, p.Status, p.Id }).HasDatabaseName("ix_projects_status");
        builder.HasOne<User>().WithMany().HasForeignKey(p => new { p.TenantId, p.OwnerId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_projects_owner");
        builder.ToTable(t => t.HasCheckConstraint("ck_projects_dates", "ends_on >= starts_on"));
    }
}

internal sealed class ProjectMemberConfiguration() : AggregateConfiguration<ProjectMember>("project_members")
{
    protected override void ConfigureRest(EntityTypeBuilder<ProjectMember> builder)
    {
        builder.HasIndex(m => new { m.TenantId, m.ProjectId, m.EmployeeId }).IsUnique().HasDatabaseName("ux_project_members_employee");
        builder.HasIndex(m => new { m.TenantId, m.EmployeeId, m.ProjectId }).HasDatabaseName("ix_project_members_projects");
        builder.HasOne<Project>().WithMany().HasForeignKey(m => new { m.TenantId, m.ProjectId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_project_members_project");
        builder.HasOne<Employee>().WithMany().HasForeignKey(m => new { m.TenantId, m.EmployeeId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_project_members_employee");
    }
}

internal sealed class ProjectTaskConfiguration() : AggregateConfiguration<ProjectTask>("project_tasks")
{
    protected override void ConfigureRest(EntityTypeBuilder<ProjectTask> builder)
    {
        builder.Property(t => t.Code).HasMaxLength(ProjectTask.CodeMaxLength);
        builder.Property(t => t.CodeKey).HasMaxLength(ProjectTask.CodeMaxLength);
        builder.Property(t => t.Name).HasMaxLength(ProjectTask.NameMaxLength);

        // What entries refer to, so that a task is always one of its entry's project.
        builder.HasAlternateKey(t => new { t.TenantId, t.ProjectId, t.Id });
        builder.HasIndex(t => new { t.TenantId, t.ProjectId, t.CodeKey }).IsUnique().HasDatabaseName("ux_project_tasks_code");
        builder.HasOne<Project>().WithMany().HasForeignKey(t => new { t.TenantId, t.ProjectId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_project_tasks_project");
    }
}
