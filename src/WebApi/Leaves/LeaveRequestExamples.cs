using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Domain.Leaves;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Leaves;

internal sealed class LeaveRequestExample : IExample<LeaveRequestDto>
{
    public LeaveRequestDto Value => new()
    {
        Id = ExampleValues.Thing,
        UserId = ExampleValues.Employee,
        DisplayName = ExampleValues.EmployeeName,
        LeaveTypeId = ExampleValues.Tap,
        LeaveTypeName = "Annual leave",
        Unit = LeaveUnit.HalfDay,
        NeedsAttachment = false,
        From = ExampleValues.Date,
        To = ExampleValues.Date,
        Portion = LeavePortion.Pm,
        Minutes = null,
        Reason = "A visit to the dentist",
        Status = LeaveStatus.Approved,
        Amount = 0.5m,
        Days = [new LeaveDayDto(ExampleValues.Date, LeavePortion.Pm, 0, 0.5m)],
        RequestedAt = ExampleValues.At(6),
        Version = 754,
    };
}

internal sealed class LeaveRequestDetailsExample : IExample<LeaveRequestDetails>
{
    public LeaveRequestDetails Value
    {
        get
        {
            var request = new LeaveRequestExample().Value;
            return new LeaveRequestDetails
            {
                Id = request.Id,
                UserId = request.UserId,
                DisplayName = request.DisplayName,
                LeaveTypeId = request.LeaveTypeId,
                LeaveTypeName = request.LeaveTypeName,
                Unit = request.Unit,
                NeedsAttachment = request.NeedsAttachment,
                From = request.From,
                To = request.To,
                Portion = request.Portion,
                Minutes = request.Minutes,
                Reason = request.Reason,
                Status = request.Status,
                Amount = request.Amount,
                Days = request.Days,
                RequestedAt = request.RequestedAt,
                Version = request.Version,
                History = [new LeaveStepDto(LeaveStatus.Approved, ExampleValues.Hr, InPlaceOf: null, ExampleValues.At(7), "Get well")],
            };
        }
    }
}

internal sealed class LeaveRequestsExample : IExample<Page<LeaveRequestDto>>
{
    public Page<LeaveRequestDto> Value => new([new LeaveRequestExample().Value], ExampleValues.Cursor);
}

internal sealed class RequestLeaveExample : IExample<RequestLeaveCommand>
{
    public RequestLeaveCommand Value => new(ExampleValues.Thing, ExampleValues.Tap, ExampleValues.Date, ExampleValues.Date, LeavePortion.Pm, Reason: "A visit to the dentist");
}

internal sealed class LeaveNoteExample : IExample<LeaveNote>
{
    public LeaveNote Value => new("Have a good time");
}

internal sealed class LeaveBalancesExample : IExample<Page<LeaveBalanceDto>>
{
    public Page<LeaveBalanceDto> Value => new([new LeaveBalanceDto(ExampleValues.Tap, "Annual leave", LeaveUnit.HalfDay, HasBalance: true, 17.5m, 2, 15.5m, 0)], NextCursor: null);
}

internal sealed class LeaveEntryExample : IExample<LeaveEntryDto>
{
    public LeaveEntryDto Value => new(ExampleValues.Thing, ExampleValues.Employee, ExampleValues.Tap, LeaveEntryKind.Adjustment, ExampleValues.Date, 3.5m, RequestId: null, ReversesId: null, "Opening balance", ExampleValues.Date);
}

internal sealed class LeaveEntriesExample : IExample<Page<LeaveEntryDto>>
{
    public Page<LeaveEntryDto> Value => new([new LeaveEntryExample().Value], ExampleValues.Cursor);
}

internal sealed class AdjustLeaveBalanceExample : IExample<AdjustLeaveBalanceCommand>
{
    public AdjustLeaveBalanceCommand Value => new(ExampleValues.Thing, ExampleValues.Employee, ExampleValues.Tap, 3.5m, "Opening balance", ExampleValues.Date);
}

internal sealed class LeaveCalendarExample : IExample<Page<LeaveCalendarItem>>
{
    public Page<LeaveCalendarItem> Value => new(
        [
            new LeaveCalendarItem { Id = ExampleValues.Thing, UserId = ExampleValues.Employee, DisplayName = ExampleValues.EmployeeName, From = ExampleValues.Date, To = ExampleValues.Date.AddDays(4), Portion = LeavePortion.Full, Minutes = null },
        ],
        ExampleValues.Cursor);
}

internal sealed class LeaveDelegationExample : IExample<LeaveDelegationDto>
{
    public LeaveDelegationDto Value => new()
    {
        Id = ExampleValues.Thing,
        ApproverId = ExampleValues.Hr,
        DelegateId = ExampleValues.Manager,
        From = ExampleValues.Date,
        To = ExampleValues.Date.AddDays(13),
        Version = 755,
    };
}

internal sealed class LeaveDelegationsExample : IExample<Page<LeaveDelegationDto>>
{
    public Page<LeaveDelegationDto> Value => new([new LeaveDelegationExample().Value], NextCursor: null);
}

internal sealed class CreateLeaveDelegationExample : IExample<CreateLeaveDelegationCommand>
{
    public CreateLeaveDelegationCommand Value => new(ExampleValues.Thing, ExampleValues.Manager, ExampleValues.Date, ExampleValues.Date.AddDays(13));
}

internal sealed class LeaveRechargeFailuresExample : IExample<Page<LeaveRechargeFailureDto>>
{
    public Page<LeaveRechargeFailureDto> Value => new([new LeaveRechargeFailureDto(ExampleValues.Thing, ExampleValues.Employee, ExampleValues.Date, To: null, ExampleValues.At(8))], NextCursor: null);
}

internal sealed class LeaveFeedExample : IExample<LeaveFeedDto>
{
    public LeaveFeedDto Value => new(LeaveFeedScope.Calendar, ExampleValues.At(8));
}

internal sealed class NewLeaveFeedExample : IExample<NewLeaveFeedDto>
{
    public NewLeaveFeedDto Value => new(new Uri("https://satcom.example/calendars/leave/slf_of-nobody.ics"), LeaveFeedScope.Calendar, ExampleValues.At(8));
}

internal sealed class CreateLeaveFeedExample : IExample<CreateLeaveFeedCommand>
{
    public CreateLeaveFeedCommand Value => new(LeaveFeedScope.Calendar);
}
