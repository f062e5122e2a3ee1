using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Attendance;

internal sealed class DayOverrideExample : IExample<DayOverrideRequest>
{
    public DayOverrideRequest Value => new("The terminal was out of order.", Day);

    internal static IReadOnlyList<DayEventInput> Day =>
    [
        new() { Kind = PunchKind.CheckIn, LocalDate = ExampleValues.Date, LocalTime = new TimeOnly(8, 0), WorkMode = WorkMode.Office },
        new() { Kind = PunchKind.BreakStart, At = ExampleValues.At(8), BreakType = BreakType.Lunch },
        new() { Kind = PunchKind.BreakEnd, At = ExampleValues.At(9) },
        new() { Kind = PunchKind.CheckOut, At = ExampleValues.At(13) },
    ];
}

internal sealed class EnterDayExample : IExample<EnterDayCommand>
{
    public EnterDayCommand Value => new(ExampleValues.Employee, ExampleValues.Date, "Started without a telephone.", DayOverrideExample.Day);
}

internal sealed class OvertimeApprovalExample : IExample<OvertimeApprovalRequest>
{
    public OvertimeApprovalRequest Value => new(3_600, "Stock-taking");
}

internal sealed class OvertimeOfDaysExample : IExample<ApproveOvertimeOfDaysCommand>
{
    public ApproveOvertimeOfDaysCommand Value => new([new OvertimeDayRef(ExampleValues.Thing, 811)], "Stock-taking");
}

internal sealed class OvertimeOutcomesExample : IExample<OvertimeOutcomes>
{
    public OvertimeOutcomes Value => new(Decided: 1, Unchanged: 0, Refused: 0, [new OvertimeOutcome(ExampleValues.Thing, DecisionOutcome.Decided, Code: null)]);
}

internal sealed class CorrectionDecisionExample : IExample<CorrectionDecisionRequest>
{
    public CorrectionDecisionRequest Value => new("Thank you for telling us.");
}

internal sealed class RequestCorrectionExample : IExample<RequestCorrectionCommand>
{
    public RequestCorrectionCommand Value => new(Id: null, ExampleValues.Date, "I forgot to check out.", DayOverrideExample.Day);
}

internal sealed class CorrectionExample : IExample<CorrectionDto>
{
    public CorrectionDto Value => new()
    {
        Id = ExampleValues.Thing,
        UserId = ExampleValues.Employee,
        DisplayName = ExampleValues.EmployeeName,
        Date = ExampleValues.Date,
        Reason = "I forgot to check out.",
        Source = CorrectionSource.Person,
        Status = CorrectionStatus.Pending,
        Events = [new DayEventDto(PunchKind.CheckIn, ExampleValues.At(4), BreakType: null, WorkMode.Office, IsAutomatic: false), new DayEventDto(PunchKind.CheckOut, ExampleValues.At(13), null, null, IsAutomatic: false)],
        RequestedAt = ExampleValues.At(14),
        Version = 812,
    };
}

internal sealed class CorrectionsExample : IExample<Page<CorrectionDto>>
{
    public Page<CorrectionDto> Value => new([new CorrectionExample().Value], ExampleValues.Cursor);
}
