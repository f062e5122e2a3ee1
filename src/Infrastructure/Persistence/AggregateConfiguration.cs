using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Persistence;

/// <summary>What the tables of all aggregates share: the key (tenant_id, id), ids made by the application, xmin as version.</summary>
/// <typeparam name="TAggregate">The aggregate.</typeparam>
internal abstract class AggregateConfiguration<TAggregate>(string table) : IEntityTypeConfiguration<TAggregate>
    where TAggregate : AggregateRoot
{
    public void Configure(EntityTypeBuilder<TAggregate> builder)
    {
        builder.ToTable(table);
        builder.HasKey(e => new { e.TenantId, e.Id });
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Version).IsRowVersion();
        ConfigureRest(builder);
    }

    protected abstract void ConfigureRest(EntityTypeBuilder<TAggregate> builder);
}
