using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Timesheets;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Anomalies;

/// <summary>Judges the days of somebody for whom that is due: from the week of the first change to the present, because windows and baselines reach forward from it.</summary>
/// <remarks>What changes while it is judged makes another version of what is due, so that this runs again and sees it.</remarks>
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record JudgeEmployeeCommand(Guid EmployeeId) : IPlainCommand;

internal sealed class JudgeEmployeeHandler(ISatcomDb db, AnomalyJudge judge, TimesheetWeeks weeks) : IRequestHandler<JudgeEmployeeCommand, Result>
{
    private const int DaysMax = 366;

    public async Task<Result> Handle(JudgeEmployeeCommand request, CancellationToken cancellationToken)
    {
        if (await db.Judgements.SingleOrDefaultAsync(j => j.Id == request.EmployeeId, cancellationToken) is not { IsDue: true } due)
        {
            return Result.Success;
        }

        var to = judge.Latest;
        var oldest = to.AddDays(-DaysMax);
        var changed = due.From < oldest ? oldest : due.From;
        var from = (await weeks.OfCompanyAsync(cancellationToken)).WeekOf(changed)?.First ?? changed;
        await judge.JudgeAsync([request.EmployeeId], from, from > to ? from : to, cancellationToken);
        due.Settle();
        return Result.Success;
    }
}

/// <summary>Judges what is due.</summary>
internal sealed class JudgeWhenDue(IMediator mediator) : IDomainEventHandler<JudgementDue>
{
    public async Task HandleAsync(JudgementDue domainEvent, CancellationToken cancellationToken)
    {
        if ((await mediator.Send(new JudgeEmployeeCommand(domainEvent.EmployeeId), cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The days were not judged: {error.Code}.");
        }
    }
}
