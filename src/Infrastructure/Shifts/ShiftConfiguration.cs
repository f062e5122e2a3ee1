using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Shifts;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Shifts;

internal sealed class ShiftConfiguration() : AggregateConfiguration<Shift>("shifts")
{
    protected override void ConfigureRest(EntityTypeBuilder<Shift> builder)
    {
        builder.Property(s => s.Name).HasMaxLength(Shift.NameMaxLength);
        builder.Property(s => s.Hours).IsJsonList();
        builder.BelongsToTenant();
    }
}

internal sealed class ShiftPatternConfiguration() : AggregateConfiguration<ShiftPattern>("shift_patterns")
{
    protected override void ConfigureRest(EntityTypeBuilder<ShiftPattern> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(ShiftPattern.NameMaxLength);
        builder.Property(p => p.Slots).IsJsonList();
        builder.BelongsToTenant();
    }
}

internal sealed class HolidayCalendarConfiguration() : AggregateConfiguration<HolidayCalendar>("holiday_calendars")
{
    protected override void ConfigureRest(EntityTypeBuilder<HolidayCalendar> builder)
    {
        builder.Property(c => c.Name).HasMaxLength(HolidayCalendar.NameMaxLength);
        builder.Property(c => c.Holidays).IsJsonList();
        builder.BelongsToTenant();
        builder.ToTable(t => t.HasCheckConstraint("ck_holiday_calendars_size", $"jsonb_array_length(holidays) <= {HolidayCalendar.HolidaysMax}"));
    }
}

internal sealed class WorkWeekPolicyConfiguration() : AggregateConfiguration<WorkWeekPolicy>("work_weeks")
{
    protected override void ConfigureRest(EntityTypeBuilder<WorkWeekPolicy> builder)
    {
        builder.Property(p => p.Weeks).IsJsonList();
        builder.BelongsToTenant();
        builder.ToTable(t => t.HasCheckConstraint("ck_work_weeks_one", "id = tenant_id"));
    }
}
