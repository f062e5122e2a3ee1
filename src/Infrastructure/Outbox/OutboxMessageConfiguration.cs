using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Application.Common;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Outbox;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_messages");
        builder.HasKey(e => new { e.TenantId, e.Id });
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Sequence).UseIdentityAlwaysColumn();
        builder.Property(e => e.Type).HasMaxLength(80);
        builder.Property(e => e.Payload).HasColumnType("jsonb");
        builder.Property(e => e.TraceParent).HasMaxLength(64);

        // Of two people who send it again at once one meets it alive.
        builder.Property(e => e.DeadAt).IsConcurrencyToken();
        builder.Property(e => e.LastError).HasMaxLength(OutboxRetry.ErrorMaxLength);

        // The dispatcher reads in commit order, and looks for an earlier message of the same aggregate.
        foreach (var lane in OutboxLane.All)
        {
            var name = $"ix_outbox_messages_{lane.Name}";
            builder.HasIndex([nameof(OutboxMessage.Sequence)], name).HasFilter($"dead_at IS NULL AND {lane.Filter}").HasDatabaseName(name);
        }

        builder.HasIndex(e => new { e.TenantId, e.AggregateId, e.Sequence }).HasFilter("dead_at IS NULL").HasDatabaseName("ix_outbox_messages_aggregate");

        // The list of what was given up, latest first.
        builder.HasIndex(e => new { e.TenantId, e.DeadAt, e.Id }).HasFilter("dead_at IS NOT NULL").HasDatabaseName("ix_outbox_messages_dead");

        // The same of all companies, for the platform.
        builder.HasIndex(e => new { e.DeadAt, e.Id }).HasFilter("dead_at IS NOT NULL").HasDatabaseName("ix_outbox_messages_given_up");
        builder.BelongsToTenant();
    }
}
