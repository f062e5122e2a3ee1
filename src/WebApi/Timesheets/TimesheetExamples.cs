using Satcom.Application.Common;
using Satcom.Application.Timesheets;
using Satcom.Domain.Timesheets;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Timesheets;

internal sealed class EntryExample : IExample<TimesheetEntryDto>
{
    public TimesheetEntryDto Value => new()
    {
        Id = ExampleValues.Tap,
        UserId = ExampleValues.Employee,
        Date = ExampleValues.Date,
        ProjectId = ExampleValues.Thing,
        Minutes = 95,
        Notes = "Sockets on the east side",
        AttachmentIds = [],
        Version = 931,
    };
}

internal sealed class EntriesExample : IExample<Page<TimesheetEntryDto>>
{
    public Page<TimesheetEntryDto> Value => new([new EntryExample().Value], ExampleValues.Cursor);
}

internal sealed class CreateEntryExample : IExample<CreateEntryCommand>
{
    public CreateEntryCommand Value => new(ExampleValues.Tap, ExampleValues.Date, ExampleValues.Thing, TaskId: null, 95, "Sockets on the east side");
}

internal sealed class EntryChangeExample : IExample<EntryChange>
{
    public EntryChange Value => new(ExampleValues.Date, ExampleValues.Thing, TaskId: null, 110, "Sockets on the east and north side");
}

internal sealed class TimesheetDaysExample : IExample<TimesheetDaysDto>
{
    public TimesheetDaysDto Value => new()
    {
        UserId = ExampleValues.Employee,
        Minutes = 470,
        AttendedSeconds = 28_800,
        GapSeconds = 600,
        Items = [new TimesheetDayDto(ExampleValues.Date, 470, 28_800, 600, IsWithinTolerance: true)],
    };
}

internal sealed class TimesheetSummaryExample : IExample<TimesheetSummaryDto>
{
    public TimesheetSummaryDto Value => new()
    {
        Minutes = 470,
        Days = [new DateSumDto(ExampleValues.Date, 470)],
        Weeks = [new WeekSumDto(ExampleValues.Date, 470)],
        Projects = [new ProjectSumDto(ExampleValues.Thing, "NORTH-7", "North mall, seventh floor", 470)],
    };
}

internal sealed class PrefillQueryExample : IExample<PrefillWeekQuery>
{
    public PrefillWeekQuery Value => new(ExampleValues.Date, PrefillSource.Attendance, ExampleValues.Thing);
}

internal sealed class PrefillExample : IExample<PrefillDto>
{
    public PrefillDto Value => new([new ProposedEntryDto(ExampleValues.Date, ExampleValues.Thing, TaskId: null, 480, Notes: null)]);
}

internal sealed class PeriodExample : IExample<PeriodDto>
{
    public PeriodDto Value => new()
    {
        UserId = ExampleValues.Employee,
        DisplayName = ExampleValues.EmployeeName,
        WeekStart = ExampleValues.Date,
        WeekEnd = ExampleValues.Date.AddDays(6),
        Status = TimesheetStatus.Submitted,
        Minutes = 2400,
        DueOn = ExampleValues.Date.AddDays(9),
        SubmittedAt = ExampleValues.At(16),
        History = [new PeriodStepDto(TimesheetStatus.Open, TimesheetStatus.Submitted, ExampleValues.Employee, ExampleValues.EmployeeName, ExampleValues.At(16), Note: null)],
        Version = 940,
    };
}

internal sealed class PeriodsExample : IExample<Page<PeriodDto>>
{
    public Page<PeriodDto> Value => new([new PeriodExample().Value], ExampleValues.Cursor);
}

internal sealed class MissingPeriodsExample : IExample<Page<MissingPeriodDto>>
{
    public Page<MissingPeriodDto> Value => new(
        [
            new MissingPeriodDto
            {
                UserId = ExampleValues.Employee,
                DisplayName = ExampleValues.EmployeeName,
                EmployeeCode = "E-1007",
                TeamId = ExampleValues.Team,
                WeekStart = ExampleValues.Date,
                WeekEnd = ExampleValues.Date.AddDays(6),
                Minutes = 1920,
                IsRejected = false,
                DueOn = ExampleValues.Date.AddDays(9),
            },
        ],
        ExampleValues.Cursor);
}

internal sealed class ApprovePeriodsExample : IExample<ApprovePeriodsCommand>
{
    public ApprovePeriodsCommand Value => new([new PeriodRef(ExampleValues.Employee, ExampleValues.Date, 940)], "Thank you.");
}

internal sealed class LockPeriodsExample : IExample<LockPeriodsCommand>
{
    public LockPeriodsCommand Value => new([new PeriodRef(ExampleValues.Employee, ExampleValues.Date)], "March was paid.");
}

internal sealed class PeriodOutcomesExample : IExample<PeriodOutcomes>
{
    public PeriodOutcomes Value => new(Decided: 1, Unchanged: 0, Refused: 0, [new PeriodOutcome(ExampleValues.Employee, ExampleValues.Date, DecisionOutcome.Decided, Code: null)]);
}

internal sealed class PeriodPersonExample : IExample<PeriodPerson>
{
    public PeriodPerson Value => new(ExampleValues.Employee);
}

internal sealed class PeriodDecisionExample : IExample<PeriodDecision>
{
    public PeriodDecision Value => new(ExampleValues.Employee, "Friday is missing.");
}

internal sealed class TimesheetPolicyExample : IExample<TimesheetPolicyDto>
{
    public TimesheetPolicyDto Value => new() { NeedsNotes = false, IsBoundByAttendance = true, ToleranceMinutes = 15, DueDays = 3, Version = 951 };
}

internal sealed class SetTimesheetPolicyExample : IExample<SetTimesheetPolicyCommand>
{
    public SetTimesheetPolicyCommand Value => new(NeedsNotes: false, IsBoundByAttendance: true, ToleranceMinutes: 15, DueDays: 3);
}
