using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Leaves;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Leaves;

internal sealed class LeaveTypeExample : IExample<LeaveTypeDto>
{
    public LeaveTypeDto Value => new()
    {
        Id = ExampleValues.Thing,
        Name = "Annual leave",
        Unit = LeaveUnit.HalfDay,
        IsPaid = true,
        NeedsAttachment = false,
        HasBalance = true,
        Color = "#2f7d5b",
        IsArchived = false,
        Version = 751,
    };
}

internal sealed class LeaveTypesExample : IExample<Page<LeaveTypeDto>>
{
    public Page<LeaveTypeDto> Value => new([new LeaveTypeExample().Value], NextCursor: null);
}

internal sealed class CreateLeaveTypeExample : IExample<CreateLeaveTypeCommand>
{
    public CreateLeaveTypeCommand Value => new(ExampleValues.Thing, "Annual leave", LeaveUnit.HalfDay, Color: "#2f7d5b");
}

internal sealed class LeaveTypeFieldsExample : IExample<LeaveTypeFields>
{
    public LeaveTypeFields Value => new("Yearly leave", IsPaid: true, NeedsAttachment: false, HasBalance: true, "#2f7d5b");
}

internal sealed class LeavePolicyExample : IExample<LeavePolicyDto>
{
    internal static readonly LeaveTerms Terms = new() { Accrual = AccrualKind.Yearly, Amount = 22, CarryOverMax = 5, CarryOverMonths = 3 };

    public LeavePolicyDto Value => new()
    {
        Id = ExampleValues.Tap,
        LeaveTypeId = ExampleValues.Thing,
        Name = "Annual, 22 days",
        Terms = Terms,
        Blackouts = [new BlackoutDates(new DateOnly(2026, 12, 20), new DateOnly(2026, 12, 31), ExampleValues.Team)],
        Version = 752,
    };
}

internal sealed class LeavePoliciesExample : IExample<Page<LeavePolicyDto>>
{
    public Page<LeavePolicyDto> Value => new([new LeavePolicyExample().Value], NextCursor: null);
}

internal sealed class CreateLeavePolicyExample : IExample<CreateLeavePolicyCommand>
{
    public CreateLeavePolicyCommand Value => new(ExampleValues.Tap, ExampleValues.Thing, "Annual, 22 days", LeavePolicyExample.Terms, new LeavePolicyExample().Value.Blackouts);
}

internal sealed class LeavePolicyFieldsExample : IExample<LeavePolicyFields>
{
    public LeavePolicyFields Value => new("Annual, 22 days", LeavePolicyExample.Terms with { NegativeLimit = 2 });
}

internal sealed class LeaveAssignmentExample : IExample<LeaveAssignmentDto>
{
    public LeaveAssignmentDto Value => new()
    {
        Id = ExampleValues.Thing,
        UserId = ExampleValues.Employee,
        PolicyId = ExampleValues.Tap,
        LeaveTypeId = ExampleValues.Thing,
        From = new DateOnly(2026, 1, 1),
        To = null,
        Version = 753,
    };
}

internal sealed class LeaveAssignmentsExample : IExample<Page<LeaveAssignmentDto>>
{
    public Page<LeaveAssignmentDto> Value => new([new LeaveAssignmentExample().Value], NextCursor: null);
}

internal sealed class CreateLeaveAssignmentExample : IExample<CreateLeaveAssignmentCommand>
{
    public CreateLeaveAssignmentCommand Value => new(ExampleValues.Thing, ExampleValues.Employee, ExampleValues.Tap, new DateOnly(2026, 1, 1));
}

internal sealed class LeaveAssignmentEndExample : IExample<LeaveAssignmentEnd>
{
    public LeaveAssignmentEnd Value => new(new DateOnly(2026, 6, 30));
}
