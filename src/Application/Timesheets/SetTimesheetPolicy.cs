using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Says what the company asks of timesheets. It holds for entries that are made or changed from now on.</summary>
/// <param name="NeedsNotes">Whether each entry needs a note.</param>
/// <param name="IsBoundByAttendance">Whether no more may be entered on a date than was attended.</param>
/// <param name="ToleranceMinutes">How far entries may lie beyond the attendance, and how far from it they pass as equal. 0 to 480.</param>
/// <param name="DueDays">How many days after its end a week is to be submitted. 0 to 31.</param>
[Requires(Permissions.TimesheetsPolicy)]
[AuditAction("timesheets.setTimesheetPolicy")]
[Fails<VersionMismatch>]
public sealed record SetTimesheetPolicyCommand(bool NeedsNotes, bool IsBoundByAttendance, int ToleranceMinutes, int DueDays) : ICommand<TimesheetPolicyDto>;

internal sealed class SetTimesheetPolicyValidator : AbstractValidator<SetTimesheetPolicyCommand>
{
    public SetTimesheetPolicyValidator()
    {
        RuleFor(c => c.ToleranceMinutes).InclusiveBetween(0, TimesheetPolicy.MaxToleranceMinutes);
        RuleFor(c => c.DueDays).InclusiveBetween(0, TimesheetPolicy.MaxDueDays);
    }
}

internal sealed class SetTimesheetPolicyHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<SetTimesheetPolicyCommand, Result<TimesheetPolicyDto>>
{
    public async Task<Result<TimesheetPolicyDto>> Handle(SetTimesheetPolicyCommand request, CancellationToken cancellationToken)
    {
        var rules = await db.TimesheetRules.SingleOrDefaultAsync(cancellationToken);
        if (scope.IfMatch is { } version && version != (rules?.Version ?? 0))
        {
            return new VersionMismatch();
        }

        var policy = new TimesheetPolicy
        {
            NeedsNotes = request.NeedsNotes,
            IsBoundByAttendance = request.IsBoundByAttendance,
            ToleranceMinutes = request.ToleranceMinutes,
            DueDays = request.DueDays,
        };
        if (rules is null)
        {
            db.TimesheetRules.Add(new TimesheetRules(scope.Tenant.Id, policy));
        }
        else if (rules.Policy == policy)
        {
            return TimesheetPolicyDto.Of(policy, rules.Version);
        }
        else
        {
            rules.Set(policy);
        }

        return TimesheetPolicyDto.Of(policy, version: 0);
    }
}
