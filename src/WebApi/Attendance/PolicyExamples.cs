using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Leaves;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Attendance;

internal sealed class AttendancePolicyExample : IExample<AttendancePolicyDto>
{
    public AttendancePolicyDto Value => new() { On = ExampleValues.Date, From = ExampleValues.Date, ChangesOn = [], Policy = Values, Version = 813 };

    internal static AttendancePolicyValues Values => new()
    {
        Attribution = DayAttribution.StartDate,
        MaxSessionSeconds = 57_600,
        AutoClose = AutoCloseRule.ShiftEnd,
        AutoCloseToleranceSeconds = 1_800,
        BreakRules = [new BreakRuleDto(21_600, 1_800)],
        SkewToleranceSeconds = 120,
        OfflineToleranceSeconds = 259_200,
        ManagersDecideCorrections = true,
        ManagersApproveOvertime = false,
        Overtime = new OvertimePolicyDto
        {
            Order = [OvertimeKind.Holiday, OvertimeKind.RestDay, OvertimeKind.Daily, OvertimeKind.Weekly],
            DailyBasis = DailyBasis.Fixed,
            DailyAfterSeconds = 28_800,
            WeeklyAfterSeconds = 144_000,
            BeforeShift = false,
            NeedsApproval = true,
            RoundToSeconds = 900,
            Rounding = RoundingMode.Nearest,
        },
    };
}

internal sealed class PutAttendancePolicyExample : IExample<PutAttendancePolicyCommand>
{
    public PutAttendancePolicyCommand Value => new(ExampleValues.Date, AttendancePolicyExample.Values);
}

internal sealed class GeofencePolicyExample : IExample<GeofencePolicyDto>
{
    public GeofencePolicyDto Value => new() { On = ExampleValues.Date, From = ExampleValues.Date, ChangesOn = [], Policy = Values, Version = 814 };

    internal static GeofencePolicyValues Values => new()
    {
        IsOn = true,
        AccuracyCapMeters = 100,
        CoarseAboveMeters = 1000,
        Modes = [new GeofenceModeDto(WorkMode.Office, FenceAction.Warn)],
        RetentionDays = 90,
    };
}

internal sealed class PutGeofencePolicyExample : IExample<PutGeofencePolicyCommand>
{
    public PutGeofencePolicyCommand Value => new(ExampleValues.Date, GeofencePolicyExample.Values);
}

internal sealed class LockExample : IExample<LockDto>
{
    public LockDto Value => new() { Through = ExampleValues.Date, Pending = new LockPendingExample().Value, Version = 815 };
}

internal sealed class LockPendingExample : IExample<LockPendingDto>
{
    public LockPendingDto Value => new(
        ExampleValues.Date,
        CorrectionCount: 1,
        [new PendingCorrectionDto(ExampleValues.Thing, ExampleValues.Employee, ExampleValues.EmployeeName, ExampleValues.Date, ExampleValues.At(14))],
        OpenSessionCount: 0,
        OpenSessions: [],
        OvertimePendingCount: 3,
        LeaveCount: 1,
        [new PendingLeaveDto(ExampleValues.Thing, ExampleValues.Employee, ExampleValues.EmployeeName, ExampleValues.Date, ExampleValues.Date.AddDays(2), LeaveStatus.Pending)],
        MissingCheckOutCount: 0,
        MissingCheckOuts: [],
        AutoClosedCount: 2);
}

internal sealed class PutLockExample : IExample<PutLockCommand>
{
    public PutLockCommand Value => new(ExampleValues.Date, "February was paid.");
}

internal sealed class RebuildDaysExample : IExample<RebuildDaysCommand>
{
    public RebuildDaysCommand Value => new(Id: null, ExampleValues.Date, ExampleValues.Date.AddDays(6), [ExampleValues.Employee]);
}

internal sealed class DayRebuildExample : IExample<DayRebuildDto>
{
    public DayRebuildDto Value => new()
    {
        Id = ExampleValues.Thing,
        From = ExampleValues.Date,
        To = ExampleValues.Date.AddDays(6),
        UserIds = [ExampleValues.Employee],
        State = RebuildState.Running,
        Days = 5,
        Changed = 1,
        Failed = 0,
        FailedIds = [],
        AskedById = ExampleValues.Employee,
        AskedAt = ExampleValues.At(14),
        Version = 816,
    };
}

internal sealed class GeofenceFailuresExample : IExample<Page<GeofenceFailureDto>>
{
    public Page<GeofenceFailureDto> Value => new(
        [new GeofenceFailureDto(ExampleValues.Tap, ExampleValues.Employee, ExampleValues.EmployeeName, ExampleValues.Date, ExampleValues.At(4), WorkMode.Office, FenceResult.Outside, FenceAction.Warn,
            ExampleValues.Team, 1240, ExampleValues.Thing)],
        ExampleValues.Cursor);
}

internal sealed class AbsencesExample : IExample<Page<AbsenceDto>>
{
    public Page<AbsenceDto> Value => new(
        [new AbsenceDto(ExampleValues.Employee, ExampleValues.EmployeeName, "E-1001", ExampleValues.Team, ExampleValues.Date, 28_800, ExampleValues.At(4), ExampleValues.At(13))], ExampleValues.Cursor);
}

internal sealed class BoardExample : IExample<BoardDto>
{
    public BoardDto Value => new(
        ExampleValues.Date,
        new BoardCounts(DayOff: 0, OnLeave: 0, Expected: 0, NotArrived: 0, In: 1, OnBreak: 0, Left: 0, MissingCheckOut: 0, Absent: 0, Late: 1),
        [new BoardItem(ExampleValues.Employee, ExampleValues.EmployeeName, ExampleValues.Team, Standing.In, ExampleValues.Thing, ExampleValues.At(4, 10), null, 16_200, 600, 28_800,
            ExampleValues.At(4), ExampleValues.At(13), [WorkMode.Office], ["late"], [])]);
}
