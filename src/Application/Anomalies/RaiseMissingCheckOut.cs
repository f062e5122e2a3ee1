using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Raises the anomaly of a forgotten check-out, unless the person has one for that date.</summary>
/// <param name="At">When the session was seen to be past its limit.</param>
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record RaiseMissingCheckOutCommand(OpenSession Session, int LimitSeconds, DateTimeOffset At) : IPlainCommand;

/// <remarks>Two nodes that get past the question together meet at the unique key on kind, person and date; the loser runs again and finds the winner's.</remarks>
internal sealed class RaiseMissingCheckOutHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<RaiseMissingCheckOutCommand, Result>
{
    public async Task<Result> Handle(RaiseMissingCheckOutCommand request, CancellationToken cancellationToken)
    {
        if (MissingCheckOutRule.Judge(request.Session, request.At, request.LimitSeconds) is { } finding
            && !await db.Anomalies.AnyAsync(a => a.Kind == finding.Kind && a.EmployeeId == finding.EmployeeId && a.SubjectDate == finding.SubjectDate, cancellationToken))
        {
            db.Anomalies.Add(new Anomaly(scope.Tenant.Id, time.New(), finding, WholeSeconds.Of(time.GetUtcNow())));
        }

        return Result.Success;
    }
}

/// <summary>The one way from a flagged day to an anomaly, whether the scheduled job flagged it or the person's next check-in.</summary>
internal sealed class RaiseWhenCheckOutMissed(IMediator mediator) : IDomainEventHandler<CheckOutMissed>
{
    public async Task HandleAsync(CheckOutMissed domainEvent, CancellationToken cancellationToken)
    {
        var session = new OpenSession(domainEvent.EmployeeId, domainEvent.Date, domainEvent.SessionStartedAt);
        var result = await mediator.Send(new RaiseMissingCheckOutCommand(session, domainEvent.LimitSeconds, domainEvent.At), cancellationToken);
        if (result.Error is { } error)
        {
            throw new InvalidOperationException($"The anomaly was not raised: {error.Code}.");
        }
    }
}
