using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Judges the next people of an evaluation, in the order of their ids, and asks for those after them in the same commit. Sent again for the same people, it does nothing. Where that failed time and again,
/// also for the next person alone, it leaves that one out.</summary>
/// <param name="After">People after this id.</param>
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record EvaluateBatchCommand(Guid EvaluationId, Guid After) : IPlainCommand
{
    public const int PeopleAtOnce = 1000;

    /// <summary>About so many days are read at once: a night of as many people, whose rules look back eight weeks. Other evaluations wait behind a batch, so it must not take long.</summary>
    public const int DaysAtOnce = 100_000;
}

internal sealed class EvaluateBatchHandler(ISatcomDb db, RequestScope scope, AnomalyJudge judge, IAnomalyPolicies policies, TimeProvider time) : IRequestHandler<EvaluateBatchCommand, Result>
{
    public async Task<Result> Handle(EvaluateBatchCommand request, CancellationToken cancellationToken)
    {
        var evaluation = await db.AnomalyEvaluations.SingleOrDefaultAsync(e => e.Id == request.EvaluationId, cancellationToken);
        if (evaluation is not { FinishedAt: null } || evaluation.DoneTo != request.After)
        {
            return Result.Success;
        }

        // Where it failed, or somebody's anomaly was moved meanwhile, fewer are tried at once.
        var policy = await policies.ReadAsync(cancellationToken);
        var settings = policy.Of(RuleInputs.All).ToList();
        var days = evaluation.To.DayNumber - evaluation.From.DayNumber + 1 + AnomalyRules.LookbackDays(settings);
        var usual = Math.Clamp(EvaluateBatchCommand.DaysAtOnce / days, 1, EvaluateBatchCommand.PeopleAtOnce);
        var atOnce = evaluation.IsStuck ? 1 : Math.Max(1, usual >> (5 * (evaluation.Narrowed + scope.Attempt) / 2));
        var people = db.Employees.AsNoTracking().Where(e => e.Id.CompareTo(request.After) > 0);
        if (evaluation.UserIds is { Count: > 0 } asked)
        {
            people = people.Where(e => asked.Contains(e.Id));
        }

        var ids = await people.OrderBy(e => e.Id).Select(e => e.Id).Take(atOnce).ToListAsync(cancellationToken);
        Guid? next = ids.Count == atOnce ? ids[^1] : null;
        if (evaluation.IsStuck)
        {
            evaluation.Skip(ids, next, time.GetStoredNow());
            return Result.Success;
        }

        // Read before the days: a judgement of one of these people meanwhile writes its row, and so does this where it changes something, so that of the two one begins again.
        var dues = await db.Judgements.Where(j => ids.Contains(j.Id)).ToDictionaryAsync(j => j.Id, cancellationToken);
        var judged = await judge.JudgeAsync(policy, settings, ids, evaluation.From, evaluation.To, cancellationToken);
        foreach (var id in judged.EmployeeIds)
        {
            if (dues.TryGetValue(id, out var due))
            {
                due.Touch();
            }
            else
            {
                db.Judgements.Add(Judgement.Settled(scope.Tenant.Id, id, evaluation.From));
            }
        }

        evaluation.Count(ids.Count, judged.Raised, judged.Changed, judged.Cleared, next, time.GetStoredNow());
        return Result.Success;
    }
}

/// <summary>Goes on with an evaluation.</summary>
internal sealed class AdvanceEvaluation(RequestScope scope, ITenantRunner runner) : IDomainEventHandler<EvaluationAdvanced>
{
    public async Task HandleAsync(EvaluationAdvanced domainEvent, CancellationToken cancellationToken)
    {
        await SendAsync(new TryEvaluationBatchCommand(domainEvent.EvaluationId, domainEvent.After), cancellationToken);
        await SendAsync(new EvaluateBatchCommand(domainEvent.EvaluationId, domainEvent.After), cancellationToken);
    }

    private async Task SendAsync(IPlainCommand command, CancellationToken cancellationToken)
    {
        if ((await runner.SendAsync(scope.Tenant, command, cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The evaluation stopped with {error.Code}.");
        }
    }
}
