using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Sets what the company asks of places from a date on.</summary>
/// <param name="From">The first date that it holds for, not in the past; today in the company's zone if left out. What was to begin then or later gives way.</param>
/// <param name="Policy">The whole policy.</param>
[Requires(Permissions.AttendanceManage)]
[AuditAction("attendance.putGeofencePolicy")]
[Fails<PolicyInPast>]
[Fails<VersionMismatch>]
public sealed record PutGeofencePolicyCommand(DateOnly? From, GeofencePolicyValues Policy) : ICommand<GeofencePolicyDto>;

internal sealed class PutGeofencePolicyValidator : AbstractValidator<PutGeofencePolicyCommand>
{
    private const int MetersMax = 10_000;
    private const int RetentionMax = 3650;

    public PutGeofencePolicyValidator()
    {
        RuleFor(c => c.Policy.AccuracyCapMeters).InclusiveBetween(0, MetersMax);
        RuleFor(c => c.Policy.CoarseAboveMeters).InclusiveBetween(1, MetersMax);
        RuleFor(c => c.Policy.RetentionDays).InclusiveBetween(1, RetentionMax);
        RuleFor(c => c.Policy.Modes).Must(modes => modes.DistinctBy(m => m.WorkMode).Count() == modes.Count).WithErrorCode("invalid_format").WithDetail("each-once");
        RuleForEach(c => c.Policy.Modes).ChildRules(m =>
        {
            m.RuleFor(i => i.WorkMode).IsInEnum();
            m.RuleFor(i => i.Action).IsInEnum();
        });
    }
}

internal sealed class PutGeofencePolicyHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<PutGeofencePolicyCommand, Result<GeofencePolicyDto>>
{
    public async Task<Result<GeofencePolicyDto>> Handle(PutGeofencePolicyCommand request, CancellationToken cancellationToken)
    {
        var tenantId = scope.Tenant.Id;
        var kept = await db.GeofencePolicies.SingleOrDefaultAsync(cancellationToken);
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
            kept = new GeofencePolicyHistory(tenantId, tenantId);
            db.GeofencePolicies.Add(kept);
        }

        kept.Put(from, request.Policy.ToPolicy());
        return GeofencePolicyDto.Of(kept.History, from, version: 0);
    }
}
