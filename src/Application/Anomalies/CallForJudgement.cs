using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Anomalies;

/// <summary>Has somebody's days judged anew from a date on, because something changed on it. While that is not done yet, what else changes joins it.</summary>
/// <param name="Missed">The day whose check-out was missed, where that is what changed: a rule may wait for some time before it says so.</param>
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record CallForJudgementCommand(Guid EmployeeId, DateOnly From, RuleInputs Inputs, AttendedDay? Missed = null) : IPlainCommand;

internal sealed class CallForJudgementHandler(ISatcomDb db, RequestScope scope, IAnomalyPolicies policies) : IRequestHandler<CallForJudgementCommand, Result>
{
    public async Task<Result> Handle(CallForJudgementCommand request, CancellationToken cancellationToken)
    {
        await db.CallForJudgementsAsync(scope.Tenant.Id, new Dictionary<Guid, DateOnly> { [request.EmployeeId] = request.From }, request.Inputs, isBulk: false, cancellationToken);
        if (request.Missed is { } missed)
        {
            var judgement = db.Judgements.Local.Single(j => j.Id == request.EmployeeId);
            foreach (var its in (await policies.GetAsync(cancellationToken)).Of(RuleInputs.Attendance))
            {
                if (AnomalyRules.Of(its.Kind).RipensAt(missed, its) is { } at)
                {
                    judgement.CallAt(at, request.From, [its.Kind]);
                }
            }
        }

        return Result.Success;
    }
}

/// <summary>Calls for a judgement after what happens seldom. Days that are tapped on, said otherwise or computed anew call for it themselves, in their commit.</summary>
internal sealed class CallWhenWorkChanged(ISatcomDb db, IMediator mediator) :
    IDomainEventHandler<CheckOutMissed>,
    IDomainEventHandler<MissedCheckOutArrived>,
    IDomainEventHandler<GeofenceFailed>,
    IDomainEventHandler<TimesheetWeekChanged>,
    IDomainEventHandler<DueWeekEntered>
{
    public Task HandleAsync(CheckOutMissed domainEvent, CancellationToken cancellationToken) => CallAsync(
        domainEvent.EmployeeId,
        domainEvent.Date,
        RuleInputs.Attendance,
        cancellationToken,
        new AttendedDay { Date = domainEvent.Date, UnclosedSince = domainEvent.SessionStartedAt, LimitSeconds = domainEvent.LimitSeconds, IsForgotten = true });

    public Task HandleAsync(MissedCheckOutArrived domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Date, RuleInputs.Attendance, cancellationToken);

    public Task HandleAsync(GeofenceFailed domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Date, RuleInputs.Fences, cancellationToken);

    public async Task HandleAsync(TimesheetWeekChanged domainEvent, CancellationToken cancellationToken)
    {
        var start = await db.TimesheetWeeks.Where(w => w.Id == domainEvent.WeekId).Select(w => w.Start).SingleAsync(cancellationToken);
        await CallAsync(domainEvent.EmployeeId, start, RuleInputs.Timesheets, cancellationToken);
    }

    public Task HandleAsync(DueWeekEntered domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Start, RuleInputs.Timesheets, cancellationToken);

    private async Task CallAsync(Guid employeeId, DateOnly from, RuleInputs inputs, CancellationToken cancellationToken, AttendedDay? missed = null)
    {
        if ((await mediator.Send(new CallForJudgementCommand(employeeId, from, inputs, missed), cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The judgement was not called for: {error.Code}.");
        }
    }
}
