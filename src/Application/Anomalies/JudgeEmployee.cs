using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Judges the days of somebody for whom that is due: from the week of the first change to the present, because windows and baselines reach forward from it; by the rules that look at what changed.</summary>
/// <remarks>What changes while it is judged makes another version of what is due, so that this runs again and sees it.</remarks>
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record JudgeEmployeeCommand(Guid EmployeeId) : IPlainCommand;

internal sealed class JudgeEmployeeHandler(ISatcomDb db, AnomalyJudge judge) : IRequestHandler<JudgeEmployeeCommand, Result>
{
    private const int DaysMax = 366;

    /// <summary>How far rules look back at most, and so how far a change reaches forward.</summary>
    private const int DaysReached = 92;

    public async Task<Result> Handle(JudgeEmployeeCommand request, CancellationToken cancellationToken)
    {
        if (await db.Judgements.SingleOrDefaultAsync(j => j.Id == request.EmployeeId, cancellationToken) is not { IsDue: true } due)
        {
            return Result.Success;
        }

        // What changed long ago is judged by itself, as far as windows reach from there; something newer may have joined it.
        var (from, oldest) = (due.From, judge.Latest.AddDays(-DaysMax));
        if (from.AddDays(DaysReached) < oldest)
        {
            await judge.JudgeAsync([request.EmployeeId], from, from.AddDays(DaysReached), due.Inputs, cancellationToken);
            from = oldest.AddDays(7);
        }

        await judge.JudgeAsync([request.EmployeeId], from, from > judge.Latest ? from : judge.Latest, due.Inputs, cancellationToken);
        due.Settle();
        return Result.Success;
    }
}

/// <summary>Judges what is due.</summary>
internal sealed class JudgeWhenDue(IMediator mediator) : IDomainEventHandler<JudgementDue>, IDomainEventHandler<RebuiltJudgementDue>
{
    public Task HandleAsync(JudgementDue domainEvent, CancellationToken cancellationToken) => JudgeAsync(domainEvent.EmployeeId, cancellationToken);

    public Task HandleAsync(RebuiltJudgementDue domainEvent, CancellationToken cancellationToken) => JudgeAsync(domainEvent.EmployeeId, cancellationToken);

    private async Task JudgeAsync(Guid employeeId, CancellationToken cancellationToken)
    {
        if ((await mediator.Send(new JudgeEmployeeCommand(employeeId), cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The days were not judged: {error.Code}.");
        }
    }
}
