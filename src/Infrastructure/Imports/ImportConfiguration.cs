using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Identity;
using Satcom.Domain.Imports;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Imports;

internal sealed class ImportConfiguration() : AggregateConfiguration<Import>("imports")
{
    protected override void ConfigureRest(EntityTypeBuilder<Import> builder)
    {
        builder.HasIndex(i => new { i.TenantId, i.CreatedAt, i.Id }).HasDatabaseName("ix_imports_created");
        builder.HasIndex(i => new { i.TenantId, i.Kind, i.CreatedAt, i.Id }).HasDatabaseName("ix_imports_kind");
        builder.HasOne<User>().WithMany().HasForeignKey(i => new { i.TenantId, i.CreatedBy }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_imports_created_by");
    }
}

internal sealed class ImportProgressConfiguration() : AggregateConfiguration<ImportProgress>("import_progress")
{
    protected override void ConfigureRest(EntityTypeBuilder<ImportProgress> builder)
    {
        builder.HasIndex(p => new { p.TenantId, p.State, p.Id }).HasDatabaseName("ix_import_progress_state");
        builder.HasOne<Import>().WithOne().HasForeignKey<ImportProgress>(p => new { p.TenantId, p.Id }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_import_progress_import");
        builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_import_progress_done", "done = created + updated + unchanged + refused AND done <= rows");
            t.HasCheckConstraint("ck_import_progress_cancelled", "cancel_asked_at IS NULL OR state = 'stopped'");
        });
    }
}

internal sealed class ImportBatchConfiguration : IEntityTypeConfiguration<ImportBatch>
{
    // Rows never change once they are kept, so the reference says whether they differ.
    private static readonly ValueComparer<List<ImportRow>> SameRows = new((a, b) => ReferenceEquals(a, b), rows => rows.Count, rows => rows);

    public void Configure(EntityTypeBuilder<ImportBatch> builder)
    {
        builder.ToTable("import_batches");
        builder.HasKey(b => new { b.TenantId, b.ImportId, b.Number });
        builder.Property(b => b.Rows).HasColumnType("jsonb").HasConversion(
            rows => JsonSerializer.Serialize(rows, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<List<ImportRow>>(json, JsonSerializerOptions.Web)!, SameRows);
        builder.HasOne<Import>().WithMany().HasForeignKey(b => new { b.TenantId, b.ImportId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_import_batches_import");
    }
}

internal sealed class ImportErrorConfiguration : IEntityTypeConfiguration<ImportError>
{
    public void Configure(EntityTypeBuilder<ImportError> builder)
    {
        builder.ToTable("import_errors");
        builder.HasKey(e => new { e.TenantId, e.ImportId, e.Line, e.Number });
        builder.Property(e => e.Column).HasColumnName("field").HasMaxLength(ImportError.ColumnMaxLength);
        builder.Property(e => e.Code).HasMaxLength(ImportError.CodeMaxLength);
        builder.Property(e => e.Limit).HasColumnName("bound").HasMaxLength(ImportError.LimitMaxLength);
        builder.HasOne<Import>().WithMany().HasForeignKey(e => new { e.TenantId, e.ImportId }).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_import_errors_import");
    }
}
