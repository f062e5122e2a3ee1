using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>What the company asks of timesheets.</summary>
[Requires(Permissions.TimesheetsReadOwn, Permissions.TimesheetsReadReports, Permissions.TimesheetsReadAll)]
public sealed record GetTimesheetPolicyQuery : IQuery<TimesheetPolicyDto>;

/// <summary>What the company asks of timesheets.</summary>
public sealed record TimesheetPolicyDto : IVersioned
{
    /// <summary>Whether each entry needs a note.</summary>
    public required bool NeedsNotes { get; init; }

    /// <summary>Whether no more may be entered on a date than was attended.</summary>
    public required bool IsBoundByAttendance { get; init; }

    /// <summary>How far entries may lie beyond the attendance, and how far from it they pass as equal.</summary>
    public required int ToleranceMinutes { get; init; }

    /// <summary>How many days after its end a week is to be submitted.</summary>
    public required int DueDays { get; init; }

    /// <summary>Changes with every change of the policy; as ETag too. Zero until there was one.</summary>
    public uint Version { get; set; }

    internal static TimesheetPolicyDto Of(TimesheetPolicy policy, uint version) => new()
    {
        NeedsNotes = policy.NeedsNotes,
        IsBoundByAttendance = policy.IsBoundByAttendance,
        ToleranceMinutes = policy.ToleranceMinutes,
        DueDays = policy.DueDays,
        Version = version,
    };
}

internal sealed class GetTimesheetPolicyHandler(ISatcomDb db) : IRequestHandler<GetTimesheetPolicyQuery, Result<TimesheetPolicyDto>>
{
    public async Task<Result<TimesheetPolicyDto>> Handle(GetTimesheetPolicyQuery request, CancellationToken cancellationToken) =>
        await db.TimesheetRules.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } rules
            ? TimesheetPolicyDto.Of(rules.Policy, rules.Version)
            : TimesheetPolicyDto.Of(TimesheetPolicy.Default, version: 0);
}
