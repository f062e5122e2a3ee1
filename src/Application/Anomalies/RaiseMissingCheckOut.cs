using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Raises the anomaly of a forgotten check-out, unless the person has one for that date.</summary>
/// <param name="Day">The flagged day.</param>
/// <param name="At">When the session was seen to be past its limit.</param>
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record RaiseMissingCheckOutCommand(Guid EmployeeId, AttendedDay Day, DateTimeOffset At) : IPlainCommand;

/// <remarks>Two nodes that get past the question together meet at the unique key on kind, person and date; the loser runs again and finds the winner's.</remarks>
internal sealed class RaiseMissingCheckOutHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<RaiseMissingCheckOutCommand, Result>
{
    public async Task<Result> Handle(RaiseMissingCheckOutCommand request, CancellationToken cancellationToken)
    {
        if (Judge(request) is { } finding
            && !await db.Anomalies.AnyAsync(a => a.Kind == finding.Kind && a.EmployeeId == finding.EmployeeId && a.SubjectDate == finding.SubjectDate, cancellationToken))
        {
            db.Anomalies.Add(new Anomaly(scope.Tenant.Id, time.New(), finding, WholeSeconds.Of(time.GetUtcNow())));
        }

        return Result.Success;
    }

    private static Finding? Judge(RaiseMissingCheckOutCommand request)
    {
        var date = request.Day.Date;
        var builder = new TimelineBuilder(TimelineWindow.Of(date, date, lookbackDays: 0, [], timesheetDueDays: 0));
        builder.Begin(request.EmployeeId, [], [], request.At, date);
        builder.Attend(request.Day);
        List<Finding> findings = [];
        AnomalyRules.Evaluate(builder.Build(), [RuleSettings.DefaultOf(AnomalyRules.Of(AnomalyKind.MissingCheckOut))], findings);
        return findings.SingleOrDefault();
    }
}

/// <summary>The one way from a flagged day to an anomaly, whether the scheduled job flagged it or the person's next check-in.</summary>
internal sealed class RaiseWhenCheckOutMissed(IMediator mediator) : IDomainEventHandler<CheckOutMissed>
{
    public async Task HandleAsync(CheckOutMissed domainEvent, CancellationToken cancellationToken)
    {
        var day = new AttendedDay { Date = domainEvent.Date, UnclosedSince = domainEvent.SessionStartedAt, LimitSeconds = domainEvent.LimitSeconds, IsForgotten = true };
        var result = await mediator.Send(new RaiseMissingCheckOutCommand(domainEvent.EmployeeId, day, domainEvent.At), cancellationToken);
        if (result.Error is { } error)
        {
            throw new InvalidOperationException($"The anomaly was not raised: {error.Code}.");
        }
    }
}
