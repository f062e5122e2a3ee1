using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Shifts;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Shifts;

internal sealed class ShiftExample : IExample<ShiftDto>
{
    public ShiftDto Value => new()
    {
        Id = ExampleValues.Shift,
        Name = "Early",
        IsArchived = false,
        Hours =
        [
            new ShiftHoursDto
            {
                Start = "08:00",
                End = "17:00",
                LunchSeconds = 3600,
                BreakSeconds = 0,
                LateGraceSeconds = 300,
                EarlyLeaveGraceSeconds = 300,
                CheckInWindowSeconds = 7200,
                CheckOutWindowSeconds = 14_400,
            },
        ],
        Version = 744,
    };
}

internal sealed class ShiftsExample : IExample<Page<ShiftDto>>
{
    public Page<ShiftDto> Value => new([new ShiftExample().Value], NextCursor: null);
}

internal sealed class CreateShiftExample : IExample<CreateShiftCommand>
{
    public CreateShiftCommand Value => new(ExampleValues.Shift, "Early", new ShiftHoursInput("08:00", "17:00", LunchSeconds: 3600, LateGraceSeconds: 300, EarlyLeaveGraceSeconds: 300));
}

internal sealed class ShiftPatchExample : IExample<ShiftPatch>
{
    public ShiftPatch Value => new(EffectiveFrom: new DateOnly(2090, 1, 1), Hours: new ShiftHoursInput("07:00", "16:00", LunchSeconds: 3600));
}

internal sealed class ShiftPatternExample : IExample<ShiftPatternDto>
{
    public ShiftPatternDto Value => new()
    {
        Id = ExampleValues.Pattern,
        Name = "Four on, two off",
        IsArchived = false,
        Slots = [ExampleValues.Shift, ExampleValues.Shift, ExampleValues.Shift, ExampleValues.Shift, null, null],
        Version = 745,
    };
}

internal sealed class ShiftPatternsExample : IExample<Page<ShiftPatternDto>>
{
    public Page<ShiftPatternDto> Value => new([new ShiftPatternExample().Value], NextCursor: null);
}

internal sealed class CreateShiftPatternExample : IExample<CreateShiftPatternCommand>
{
    public CreateShiftPatternCommand Value => new(ExampleValues.Pattern, "Four on, two off", [ExampleValues.Shift, ExampleValues.Shift, ExampleValues.Shift, ExampleValues.Shift, null, null]);
}

internal sealed class ShiftPatternPatchExample : IExample<ShiftPatternPatch>
{
    public ShiftPatternPatch Value => new("Rotation of six");
}

internal sealed class ShiftAssignmentExample : IExample<ShiftAssignmentDto>
{
    public ShiftAssignmentDto Value => new()
    {
        Id = ExampleValues.Thing,
        UserId = ExampleValues.Employee,
        PatternId = ExampleValues.Pattern,
        Anchor = ExampleValues.Date,
        From = ExampleValues.Date,
        Version = 746,
    };
}

internal sealed class ShiftAssignmentsExample : IExample<Page<ShiftAssignmentDto>>
{
    public Page<ShiftAssignmentDto> Value => new([new ShiftAssignmentExample().Value], ExampleValues.Cursor);
}

internal sealed class AssignShiftExample : IExample<AssignShiftCommand>
{
    public AssignShiftCommand Value => new(ExampleValues.Thing, ExampleValues.Employee, ExampleValues.Date, PatternId: ExampleValues.Pattern, Anchor: ExampleValues.Date);
}

internal sealed class AssignShiftsExample : IExample<AssignShiftsCommand>
{
    public AssignShiftsCommand Value => new([ExampleValues.Employee, ExampleValues.Manager], ExampleValues.Date, ExampleValues.Date.AddDays(27), ShiftId: ExampleValues.Shift);
}

internal sealed class AssignedShiftsExample : IExample<AssignedShifts>
{
    public AssignedShifts Value => new([new AssignedShift(ExampleValues.Thing, ExampleValues.Employee)], [new RefusedShift(ExampleValues.Manager, "leave_own_request")]);
}

internal sealed class ShiftAssignmentPatchExample : IExample<ShiftAssignmentPatch>
{
    public ShiftAssignmentPatch Value => new() { To = ExampleValues.Date.AddDays(27) };
}

internal sealed class HolidayCalendarExample : IExample<HolidayCalendarDto>
{
    public HolidayCalendarDto Value => new()
    {
        Id = ExampleValues.Calendar,
        Name = "United Arab Emirates",
        IsArchived = false,
        Holidays = [new HolidayDto(new DateOnly(2026, 12, 2), "National Day", HolidayHalves.Both)],
        Version = 747,
    };
}

internal sealed class HolidayCalendarsExample : IExample<Page<HolidayCalendarDto>>
{
    public Page<HolidayCalendarDto> Value => new([new HolidayCalendarExample().Value], NextCursor: null);
}

internal sealed class CreateHolidayCalendarExample : IExample<CreateHolidayCalendarCommand>
{
    public CreateHolidayCalendarCommand Value => new(ExampleValues.Calendar, "United Arab Emirates");
}

internal sealed class HolidayCalendarPatchExample : IExample<HolidayCalendarPatch>
{
    public HolidayCalendarPatch Value => new("Emirates");
}

internal sealed class HolidayRequestExample : IExample<HolidayRequest>
{
    public HolidayRequest Value => new("National Day", HolidayHalves.Both);
}

internal sealed class WorkWeekExample : IExample<WorkWeekPolicyDto>
{
    public WorkWeekPolicyDto Value => new()
    {
        Weeks =
        [
            new WorkWeekDto { FirstDay = Weekday.Sunday, Weekend = [Weekday.Friday, Weekday.Saturday], DailySeconds = 0, WeeklySeconds = 144_000 },
            new WorkWeekDto
            {
                From = ExampleValues.Date,
                FirstDay = Weekday.Monday,
                Weekend = [Weekday.Sunday, Weekday.Saturday],
                DailySeconds = 28_800,
                WeeklySeconds = 0,
                HolidayCalendarId = ExampleValues.Calendar,
            },
        ],
        Version = 748,
    };
}

internal sealed class SetWorkWeekExample : IExample<SetWorkWeekCommand>
{
    public SetWorkWeekCommand Value => new(Weekday.Monday, [Weekday.Saturday, Weekday.Sunday], new DateOnly(2090, 1, 1), DailySeconds: 28_800);
}

internal sealed class UserScheduleExample : IExample<UserScheduleDto>
{
    public static readonly ScheduledDayDto Day = new()
    {
        Date = ExampleValues.Date,
        TimeZone = "Asia/Dubai",
        Kind = DayKind.Working,
        ShiftId = ExampleValues.Shift,
        ShiftName = "Early",
        StartsAt = ExampleValues.At(4),
        EndsAt = ExampleValues.At(13),
        ScheduledSeconds = 28_800,
        CreditedSeconds = 0,
        Leave = DayHalves.None,
        LeaveSeconds = 0,
    };

    public UserScheduleDto Value => new(ExampleValues.Employee, [Day]);
}

internal sealed class RotaExample : IExample<Page<RotaRowDto>>
{
    public Page<RotaRowDto> Value => new([new RotaRowDto(ExampleValues.Employee, ExampleValues.EmployeeName, [UserScheduleExample.Day])], ExampleValues.Cursor);
}
