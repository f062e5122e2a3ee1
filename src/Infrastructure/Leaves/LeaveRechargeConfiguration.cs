using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Leaves;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Leaves;

internal sealed class LeaveRechargeConfiguration() : AggregateConfiguration<LeaveRecharge>("leave_recharges")
{
    protected override void ConfigureRest(EntityTypeBuilder<LeaveRecharge> builder)
    {
        builder.Property(r => r.From).HasColumnName("from_date");
        builder.Property(r => r.To).HasColumnName("to_date");
        builder.BelongsToTenant();
        builder.ToTable(t => t.HasCheckConstraint("ck_leave_recharges_dates", "from_date <= to_date"));
    }
}
