using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Attendance;

/// <summary>Sets how the company counts working time from a date on. Days before it stay as they are; those from it on are computed anew.</summary>
/// <param name="From">The first date that it holds for, not in the past; today in the company's zone if left out. What was to begin then or later gives way.</param>
/// <param name="Policy">The whole policy.</param>
[Requires(Permissions.AttendanceManage)]
[AuditAction("attendance.putAttendancePolicy")]
[Fails<PolicyInPast>]
[Fails<VersionMismatch>]
public sealed record PutAttendancePolicyCommand(DateOnly? From, AttendancePolicyValues Policy) : ICommand<AttendancePolicyDto>;

internal sealed class PutAttendancePolicyValidator : AbstractValidator<PutAttendancePolicyCommand>
{
    private const int Day = 24 * 3600;
    private const int BreakRulesMax = 10;
    private const int RoundingMax = 3600;
    private const int SkewMax = 3600;

    public PutAttendancePolicyValidator()
    {
        RuleFor(c => c.Policy.Attribution).IsInEnum();
        RuleFor(c => c.Policy.MaxSessionSeconds).InclusiveBetween(TenantSettingsLimits.MaxSessionMin, TenantSettingsLimits.MaxSessionMax);
        RuleFor(c => c.Policy.AutoClose).IsInEnum();
        RuleFor(c => c.Policy.AutoCloseToleranceSeconds).InclusiveBetween(0, Day / 2);
        RuleFor(c => c.Policy.SkewToleranceSeconds).InclusiveBetween(0, SkewMax);
        RuleFor(c => c.Policy.OfflineToleranceSeconds).InclusiveBetween(TenantSettingsLimits.OfflineToleranceMin, TenantSettingsLimits.OfflineToleranceMax);
        RuleFor(c => c.Policy.BreakRules).MaximumItems(BreakRulesMax);
        RuleForEach(c => c.Policy.BreakRules).ChildRules(r =>
        {
            r.RuleFor(b => b.AfterSeconds).InclusiveBetween(0, Day);
            r.RuleFor(b => b.MinimumSeconds).InclusiveBetween(1, Day / 2);
        });
        RuleFor(c => c.Policy.BreakRules).Must(IsRising).WithErrorCode("invalid_format").WithDetail("rising").When(c => c.Policy.BreakRules.Count > 0);
        RuleFor(c => c.Policy.Overtime.Order).Must(order => order.Distinct().Count() == order.Count).WithErrorCode("invalid_format").WithDetail("each-once");
        RuleForEach(c => c.Policy.Overtime.Order).IsInEnum();
        RuleFor(c => c.Policy.Overtime.DailyBasis).IsInEnum();
        RuleFor(c => c.Policy.Overtime.DailyAfterSeconds).InclusiveBetween(0, Day);
        RuleFor(c => c.Policy.Overtime.WeeklyAfterSeconds).InclusiveBetween(0, 7 * Day);
        RuleFor(c => c.Policy.Overtime.RoundToSeconds).InclusiveBetween(1, RoundingMax);
        RuleFor(c => c.Policy.Overtime.Rounding).IsInEnum();
    }

    /// <summary>Each rule asks for more than the one before, from later on.</summary>
    private static bool IsRising(IReadOnlyList<BreakRuleDto> rules) =>
        rules.Zip(rules.Skip(1)).All(pair => pair.First.AfterSeconds < pair.Second.AfterSeconds && pair.First.MinimumSeconds < pair.Second.MinimumSeconds);
}

internal sealed class PutAttendancePolicyHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<PutAttendancePolicyCommand, Result<AttendancePolicyDto>>
{
    public async Task<Result<AttendancePolicyDto>> Handle(PutAttendancePolicyCommand request, CancellationToken cancellationToken)
    {
        var tenantId = scope.Tenant.Id;
        var kept = await db.AttendancePolicies.SingleOrDefaultAsync(cancellationToken);
        if (scope.IfMatch is { } version && version != (kept?.Version ?? 0))
        {
            return new VersionMismatch();
        }

        var today = TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone);
        var from = request.From ?? today;
        if (from < today)
        {
            return new PolicyInPast();
        }

        if (kept is null)
        {
            kept = new AttendancePolicyHistory(tenantId, tenantId);
            db.AttendancePolicies.Add(kept);
        }

        kept.Put(from, request.Policy.ToPolicy());
        return AttendancePolicyDto.Of(kept.History, from, AttendancePolicy.Of(scope.Tenant.Settings), version: 0);
    }
}
