using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NpgsqlTypes;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.People;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Attendance;

internal sealed class AttendanceDayConfiguration() : AggregateConfiguration<AttendanceDay>("attendance_days")
{
    private static readonly ValueConverter<List<WorkSpan>?, NpgsqlRange<DateTime>[]> SpansConverter = new(spans => ToRanges(spans!), ranges => ToSpans(ranges));

    public static readonly JsonSerializerOptions PartsFormat = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly ValueComparer<List<DayPart>> SameParts =
        new((a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)), parts => parts.Count, parts => parts);

    private static readonly ValueComparer<List<WorkSpan>> SameSpans =
        new((a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)), spans => spans.Count, spans => spans);

    /// <summary>A day by local date, from its column.</summary>
    public static List<DayPart> PartsOf(string json) => JsonSerializer.Deserialize<List<DayPart>>(json, PartsFormat)!;

    protected override void ConfigureRest(EntityTypeBuilder<AttendanceDay> builder)
    {
        builder.PrimitiveCollection(d => d.WorkModes).ElementType(e => e.HasConversion<CamelCaseEnumConverter<WorkMode>>());

        // SchemaSql.SessionsApart keeps them from overlapping.
        builder.Property(d => d.Sessions).HasColumnType("tstzmultirange").HasConversion(SpansConverter, SameSpans);

        builder.Property(d => d.Parts).HasColumnType("jsonb").HasConversion(
            parts => JsonSerializer.Serialize(parts, PartsFormat), json => PartsOf(json), SameParts);
        builder.Property(d => d.EnteredTimeZone).HasMaxLength(TimeZones.MaxLength);

        // One day a date, and one open session a person: of two check-ins at once the database refuses the second. A person's days lie scattered over the table, for a date's come together: what the anomaly rules look at
        // is therefore in the first index, which is read alone. Parts are in one of their own, because they may be longer than an index entry.
        builder.HasIndex(d => new { d.TenantId, d.EmployeeId, d.Date }).IsUnique().HasDatabaseName("ux_attendance_days_employee_date").IncludeProperties(d => new
        {
            d.ScheduledSeconds,
            d.LateSeconds,
            d.OvertimeSeconds,
            d.BreakSeconds,
            d.LunchSeconds,
            d.LongestBreakSeconds,
            d.PlannedBreakSeconds,
            d.WorkedSeconds,
            d.ShiftId,
            d.LackingSince,
            d.LackingLimitSeconds,
            d.Flags,
        });
        builder.HasIndex(d => new { d.TenantId, d.EmployeeId, d.Date }, "ix_attendance_days_parts").HasFilter("parts IS NOT NULL");
        builder.HasIndex(d => new { d.TenantId, d.EmployeeId }).IsUnique().HasFilter("session_started_at IS NOT NULL").HasDatabaseName("ux_attendance_days_open_session");

        // The list of days, newest first, and the search for sessions past their limit.
        builder.HasIndex(d => new { d.TenantId, d.Date, d.Id }).HasDatabaseName("ix_attendance_days_date");
        // The few days that lists look for: not ended, with a flag, with overtime that somebody must decide.
        builder.HasIndex(d => new { d.TenantId, d.Date, d.Id }, "ix_attendance_days_unended").HasFilter("status <> 'completed'");
        builder.HasIndex(d => new { d.TenantId, d.Date, d.Id }, "ix_attendance_days_flagged").HasFilter("cardinality(flags) > 0");
        builder.HasIndex(d => new { d.TenantId, d.Date, d.Id }, "ix_attendance_days_overtime_pending").HasFilter("overtime_seconds > payable_overtime_seconds AND (approved_overtime_seconds IS NULL OR overtime_seconds > approved_of_seconds)");
        builder.HasIndex(d => new { d.TenantId, d.DueAt }).HasFilter("due_at IS NOT NULL").HasDatabaseName("ix_attendance_days_due");

        builder.HasOne<Employee>().WithMany().HasForeignKey(d => new { d.TenantId, d.EmployeeId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Punches).WithOne().HasForeignKey(p => new { p.TenantId, p.DayId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Amendments).WithOne().HasForeignKey(a => new { a.TenantId, a.DayId }).OnDelete(DeleteBehavior.Restrict);
        builder.ToTable(t => t.HasCheckConstraint("ck_attendance_days_seconds", "worked_seconds >= 0 AND break_seconds >= 0 AND lunch_seconds >= 0 AND deducted_seconds >= 0 AND ordinary_seconds >= 0"));

        // Each minute once: the kinds sum to the whole, overtime and ordinary time are worked time, and no more is paid than there is.
        builder.ToTable(t => t.HasCheckConstraint(
            "ck_attendance_days_overtime",
            "overtime_seconds = overtime_holiday_seconds + overtime_rest_day_seconds + overtime_daily_seconds + overtime_weekly_seconds"
            + " AND overtime_seconds + ordinary_seconds <= worked_seconds AND payable_overtime_seconds BETWEEN 0 AND overtime_seconds AND approved_overtime_seconds >= 0"));
    }

    public static NpgsqlRange<DateTime>[] ToRanges(List<WorkSpan> spans) =>
        [.. spans.Select(s => new NpgsqlRange<DateTime>(s.From.UtcDateTime, lowerBoundIsInclusive: true, s.To.UtcDateTime, upperBoundIsInclusive: s.IsOpenEnded))];

    public static List<WorkSpan> ToSpans(NpgsqlRange<DateTime>[] ranges) =>
        [.. ranges.Select(r => new WorkSpan(new DateTimeOffset(r.LowerBound, TimeSpan.Zero), new DateTimeOffset(r.UpperBound, TimeSpan.Zero), r.UpperBoundIsInclusive))];
}

internal sealed class PunchConfiguration : IEntityTypeConfiguration<Punch>
{
    public void Configure(EntityTypeBuilder<Punch> builder)
    {
        builder.ToTable("attendance_punches", t => t.HasComment($"{TenantLockingSqlGenerator.AppendOnly}: every tap as it happened."));
        builder.HasKey(p => new { p.TenantId, p.Id });
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.TimeZone).HasMaxLength(TimeZones.MaxLength);
        builder.Property(p => p.Note).HasMaxLength(Punch.NoteMaxLength);
        builder.ToTable(t => t.HasCheckConstraint("ck_attendance_punches_place", "fence IS NOT NULL OR (fence_action IS NULL AND office_id IS NULL AND distance_meters IS NULL)"));
        builder.HasIndex(p => new { p.TenantId, p.DayId, p.Sequence }).IsUnique().HasDatabaseName("ux_attendance_punches_sequence");
        builder.HasIndex(p => new { p.TenantId, p.EmployeeId, p.ClientEventId }).IsUnique().HasFilter("client_event_id IS NOT NULL").HasDatabaseName("ux_attendance_punches_client_event");
    }
}
