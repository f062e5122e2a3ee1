using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Attendance;

internal sealed class CheckInExample : IExample<CheckInCommand>
{
    public CheckInCommand Value => new(WorkMode.Office, OccurredAt: null, new LocationInput(25.2048, 55.2708, 12, IsMock: false), "Front desk", ClientEventId: null);
}

internal sealed class CheckOutExample : IExample<CheckOutCommand>
{
    public CheckOutCommand Value => new(OccurredAt: null, Location: null, Note: "Back tomorrow", ClientEventId: null);
}

internal sealed class StartBreakExample : IExample<StartBreakCommand>
{
    public StartBreakCommand Value => new(BreakType.Lunch, OccurredAt: null, Note: null, ClientEventId: null);
}

internal sealed class EndBreakExample : IExample<EndBreakCommand>
{
    public EndBreakCommand Value => new(OccurredAt: null, Note: "Refreshed", ClientEventId: null);
}

internal sealed class AttendanceDayExample : IExample<AttendanceDayDto>
{
    public AttendanceDayDto Value => new()
    {
        Id = ExampleValues.Thing,
        UserId = ExampleValues.Employee,
        DisplayName = ExampleValues.EmployeeName,
        Date = ExampleValues.Date,
        Status = AttendanceStatus.Working,
        FirstCheckInAt = ExampleValues.At(4),
        WorkedSeconds = 16_200,
        BreakSeconds = 0,
        LunchSeconds = 1_800,
        DeductedSeconds = 0,
        OrdinarySeconds = 16_200,
        OvertimeSeconds = 0,
        Overtime = new OvertimeDto(HolidaySeconds: 0, RestDaySeconds: 0, DailySeconds: 0, WeeklySeconds: 0, ApprovedSeconds: null, PayableSeconds: 0),
        LateSeconds = 0,
        EarlyLeaveSeconds = 0,
        ScheduledSeconds = 28_800,
        WorkModes = [WorkMode.Office],
        Flags = [],
        IsOverridden = false,
        Version = 811,
    };
}

internal sealed class AttendanceDaysExample : IExample<Page<AttendanceDayDto>>
{
    public Page<AttendanceDayDto> Value => new([new AttendanceDayExample().Value], ExampleValues.Cursor);
}

internal sealed class TodayExample : IExample<TodayDto>
{
    public TodayDto Value => new(ExampleValues.Date, new AttendanceDayExample().Value);
}

internal sealed class AttendanceDayDetailsExample : IExample<AttendanceDayDetails>
{
    public AttendanceDayDetails Value
    {
        get
        {
            var tap = new PunchFacts(ExampleValues.Tap, ExampleValues.At(4), ExampleValues.At(4), "Asia/Dubai") { WorkMode = WorkMode.Office, Note = "Front desk" };
            return AttendanceDayDetails.WithEvents(AttendanceDay.Open(ExampleValues.Tenant, ExampleValues.Thing, ExampleValues.Employee, tap), ExampleValues.EmployeeName, [], []);
        }
    }
}
