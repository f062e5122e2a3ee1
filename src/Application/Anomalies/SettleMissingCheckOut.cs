using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Resolves the anomaly of a forgotten check-out that came after all, unless somebody has settled it.</summary>
/// <param name="CheckedOutAt">When the check-out was made.</param>
[SystemOnly]
[AuditAction("anomalies.settle")]
public sealed record SettleMissingCheckOutCommand(Guid EmployeeId, DateOnly Date, DateTimeOffset CheckedOutAt) : IPlainCommand;

internal sealed class SettleMissingCheckOutHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<SettleMissingCheckOutCommand, Result>
{
    public async Task<Result> Handle(SettleMissingCheckOutCommand request, CancellationToken cancellationToken)
    {
        var anomaly = await db.Anomalies.SingleOrDefaultAsync(
            a => a.Kind == AnomalyKind.MissingCheckOut && a.EmployeeId == request.EmployeeId && a.SubjectDate == request.Date && a.Status != AnomalyStatus.Resolved,
            cancellationToken);
        scope.AuditReason = $"The check-out of {request.CheckedOutAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} came late.";
        return anomaly?.Resolve(AnomalyResolution.Corrected, new AnomalyMove(time.New(), ActorId: null, scope.AuditReason, WholeSeconds.Of(time.GetUtcNow()))) is { } error
            ? error
            : Result.Success;
    }
}

/// <summary>The way back from a flagged day: its last missing check-out has come.</summary>
internal sealed class SettleWhenCheckOutArrived(IMediator mediator) : IDomainEventHandler<MissedCheckOutArrived>
{
    public async Task HandleAsync(MissedCheckOutArrived domainEvent, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new SettleMissingCheckOutCommand(domainEvent.EmployeeId, domainEvent.Date, domainEvent.CheckedOutAt), cancellationToken);
        if (result.Error is { } error)
        {
            throw new InvalidOperationException($"The anomaly was not settled: {error.Code}.");
        }
    }
}
