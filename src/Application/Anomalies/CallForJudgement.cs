using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;
using Satcom.Domain.Leaves;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Anomalies;

/// <summary>Has somebody's days judged anew from a date on, because something changed on it. While that is not done yet, what else changes joins it.</summary>
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record CallForJudgementCommand(Guid EmployeeId, DateOnly From) : IPlainCommand;

internal sealed class CallForJudgementHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<CallForJudgementCommand, Result>
{
    public async Task<Result> Handle(CallForJudgementCommand request, CancellationToken cancellationToken)
    {
        if (await db.Judgements.SingleOrDefaultAsync(j => j.Id == request.EmployeeId, cancellationToken) is { } due)
        {
            due.Join(request.From, isLost: due.IsDue && !await db.IsAskedForAsync(due.Id, cancellationToken));
        }
        else
        {
            db.Judgements.Add(Judgement.Of(scope.Tenant.Id, request.EmployeeId, request.From));
        }

        return Result.Success;
    }
}

/// <summary>Looks at what happened, and calls for a judgement where it may matter to a rule.</summary>
internal sealed class CallWhenWorkChanged(ISatcomDb db, TimeProvider time, IMediator mediator) :
    IDomainEventHandler<AttendanceChanged>,
    IDomainEventHandler<CheckOutMissed>,
    IDomainEventHandler<MissedCheckOutArrived>,
    IDomainEventHandler<GeofenceFailed>,
    IDomainEventHandler<TimesheetWeekChanged>,
    IDomainEventHandler<DueWeekEntered>,
    IDomainEventHandler<LeaveApproved>,
    IDomainEventHandler<LeaveCancelled>
{
    /// <summary>Most taps are in time and change no rule's mind: one statement tells, and the rest is spared. Of earlier days every change matters: their timesheets may be due.</summary>
    public async Task HandleAsync(AttendanceChanged domainEvent, CancellationToken cancellationToken)
    {
        var recent = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1);
        var day = await db.AttendanceDays.AsNoTracking().Where(d => d.Id == domainEvent.DayId)
            .Select(d => new
            {
                d.Date,
                Matters = d.LateSeconds > 0 || d.OvertimeSeconds > 0 || d.BreakSeconds + d.LunchSeconds > 0 || d.Flags.Count > 0 || d.Date < recent
                    || db.Anomalies.Any(a => a.EmployeeId == d.EmployeeId && a.Status != AnomalyStatus.Resolved),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (day is { Matters: true })
        {
            await CallAsync(domainEvent.EmployeeId, day.Date, cancellationToken);
        }
    }

    public Task HandleAsync(CheckOutMissed domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Date, cancellationToken);

    public Task HandleAsync(MissedCheckOutArrived domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Date, cancellationToken);

    public Task HandleAsync(GeofenceFailed domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Date, cancellationToken);

    public async Task HandleAsync(TimesheetWeekChanged domainEvent, CancellationToken cancellationToken) =>
        await CallAsync(domainEvent.EmployeeId, await db.TimesheetWeeks.Where(w => w.Id == domainEvent.WeekId).Select(w => w.Start).SingleAsync(cancellationToken), cancellationToken);

    public Task HandleAsync(DueWeekEntered domainEvent, CancellationToken cancellationToken) => CallAsync(domainEvent.EmployeeId, domainEvent.Start, cancellationToken);

    public Task HandleAsync(LeaveApproved domainEvent, CancellationToken cancellationToken) => CallForLeaveAsync(domainEvent.EmployeeId, domainEvent.From, cancellationToken);

    public Task HandleAsync(LeaveCancelled domainEvent, CancellationToken cancellationToken) => CallForLeaveAsync(domainEvent.EmployeeId, domainEvent.From, cancellationToken);

    /// <summary>Leave that is to come changes no day that is judged by now.</summary>
    private Task CallForLeaveAsync(Guid employeeId, DateOnly from, CancellationToken cancellationToken) =>
        from > DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1) ? Task.CompletedTask : CallAsync(employeeId, from, cancellationToken);

    private async Task CallAsync(Guid employeeId, DateOnly from, CancellationToken cancellationToken)
    {
        if ((await mediator.Send(new CallForJudgementCommand(employeeId, from), cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The judgement was not called for: {error.Code}.");
        }
    }
}
