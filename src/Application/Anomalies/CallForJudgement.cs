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
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record CallForJudgementCommand(Guid EmployeeId, DateOnly From, RuleInputs Inputs) : IPlainCommand;

internal sealed class CallForJudgementHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<CallForJudgementCommand, Result>
{
    public async Task<Result> Handle(CallForJudgementCommand request, CancellationToken cancellationToken)
    {
        await db.CallForJudgementsAsync(scope.Tenant.Id, new Dictionary<Guid, DateOnly> { [request.EmployeeId] = request.From }, request.Inputs, isBulk: false, cancellationToken);
        return Result.Success;
    }
}

/// <summary>Looks at what happened, and calls for a judgement where it may matter to a rule. Days that are computed anew call for it themselves.</summary>
internal sealed class CallWhenWorkChanged(ISatcomDb db, RequestScope scope, TimeProvider time, IMediator mediator) :
    IDomainEventHandler<AttendanceChanged>,
    IDomainEventHandler<CheckOutMissed>,
    IDomainEventHandler<MissedCheckOutArrived>,
    IDomainEventHandler<GeofenceFailed>,
    IDomainEventHandler<TimesheetWeekChanged>,
    IDomainEventHandler<DueWeekEntered>
{
    /// <summary>Most taps are in time and change no rule's mind: one statement tells, and the rest is spared. Of earlier days every change matters: their timesheets may be due.</summary>
    public async Task HandleAsync(AttendanceChanged domainEvent, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (recent, today) = (DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1), TimeZones.LocalDate(now, scope.Tenant.TimeZone));
        var day = await db.AttendanceDays.AsNoTracking().Where(d => d.Id == domainEvent.DayId).Select(DayFacts.Of)
            .Select(d => new
            {
                Attended = d,
                IsUnsettled = db.Anomalies.Any(a => a.EmployeeId == domainEvent.EmployeeId && a.SubjectEnd >= d.Date && a.Status != AnomalyStatus.Resolved),
                IsEntered = db.TimesheetDays.Any(t => t.EmployeeId == domainEvent.EmployeeId && t.Date == d.Date),

                // Of the day, so that it comes with it: what hangs on nothing is asked for by itself, and holds a thread until it is answered.
                Choices = db.AnomalyRuleChoices.Where(_ => d.Date > DateOnly.MinValue).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (day is null)
        {
            return;
        }

        // A week may be due on the day after it.
        var isOld = day.Attended.Date < recent || (day.Attended.Date < today && day.IsEntered);
        if (isOld || day.IsUnsettled || AnomalyRuleSettings.Of(day.Choices).Any(s => s.IsEnabled && AnomalyRules.Of(s.Kind).Minds(day.Attended, s)))
        {
            await CallAsync(domainEvent.EmployeeId, day.Attended.Date, RuleInputs.Attendance, cancellationToken);
        }
    }

    public Task HandleAsync(CheckOutMissed domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Date, RuleInputs.Attendance, cancellationToken);

    public Task HandleAsync(MissedCheckOutArrived domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Date, RuleInputs.Attendance, cancellationToken);

    public Task HandleAsync(GeofenceFailed domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Date, RuleInputs.Fences, cancellationToken);

    public async Task HandleAsync(TimesheetWeekChanged domainEvent, CancellationToken cancellationToken)
    {
        var start = await db.TimesheetWeeks.Where(w => w.Id == domainEvent.WeekId).Select(w => w.Start).SingleAsync(cancellationToken);
        await CallAsync(domainEvent.EmployeeId, start, RuleInputs.Timesheets, cancellationToken);
    }

    public Task HandleAsync(DueWeekEntered domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Start, RuleInputs.Timesheets, cancellationToken);

    private async Task CallAsync(Guid employeeId, DateOnly from, RuleInputs inputs, CancellationToken cancellationToken)
    {
        if ((await mediator.Send(new CallForJudgementCommand(employeeId, from, inputs), cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The judgement was not called for: {error.Code}.");
        }
    }
}
