using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Application.Notifications;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Notifications;

internal sealed class OutgoingMessageConfiguration : IEntityTypeConfiguration<OutgoingMessage>
{
    public void Configure(EntityTypeBuilder<OutgoingMessage> builder)
    {
        builder.ToTable("outgoing_messages", table =>
        {
            table.HasComment($"{TenantLockingSqlGenerator.DispatchedAs} {MessageQueue.SystemName}");
            table.HasCheckConstraint("ck_outgoing_messages_sealed", "(sealed IS NULL) = (sent_at IS NOT NULL)");
        });
        builder.HasKey(m => new { m.TenantId, m.Id });
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Template).HasMaxLength(OutgoingMessage.TemplateMaxLength);
        builder.Property(m => m.Locale).HasMaxLength(2);

        // Of two people who send it again at once one meets it alive.
        builder.Property(m => m.DeadAt).IsConcurrencyToken();
        builder.Property(m => m.LastError).HasMaxLength(OutgoingMessage.ErrorMaxLength);

        // The dispatcher takes a few of each tenant's that are due.
        builder.HasIndex(m => new { m.TenantId, m.Channel, m.AvailableAt }).HasFilter("sent_at IS NULL AND dead_at IS NULL").HasDatabaseName("ix_outgoing_messages_live");

        // The list of what was given up, latest first; and what the cleanup removes.
        builder.HasIndex(m => new { m.TenantId, m.DeadAt, m.Id }).HasFilter("dead_at IS NOT NULL").HasDatabaseName("ix_outgoing_messages_dead");
        builder.HasIndex(m => new { m.TenantId, m.SentAt }).HasFilter("sent_at IS NOT NULL").HasDatabaseName("ix_outgoing_messages_sent");

        // The same of all companies, for the platform.
        builder.HasIndex(m => new { m.DeadAt, m.Id }).HasFilter("dead_at IS NOT NULL").HasDatabaseName("ix_outgoing_messages_given_up");
        builder.BelongsToTenant();
    }
}
