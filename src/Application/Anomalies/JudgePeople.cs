using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Judges the days of people for whom that is due: from the week of the first change to the present, because windows and baselines reach forward from it; by the rules that look at what changed.</summary>
/// <remarks>What changes while it is judged asks for another judgement. Whoever is judged gets another version of their row, so that an evaluation which read older days begins again.</remarks>
/// <param name="Events">What asked for it; of one person all of it is judged at once.</param>
[SystemOnly]
[AuditAction("anomalies.raise")]
public sealed record JudgePeopleCommand(IReadOnlyList<JudgementDue> Events) : IPlainCommand;

internal sealed class JudgePeopleHandler(ISatcomDb db, RequestScope scope, AnomalyJudge judge, IAnomalyPolicies policies) : IRequestHandler<JudgePeopleCommand, Result>
{
    private const int DaysMax = 366;

    /// <summary>How far rules look back at most, and so how far a change reaches forward.</summary>
    private const int DaysReached = 92;

    public async Task<Result> Handle(JudgePeopleCommand request, CancellationToken cancellationToken)
    {
        var policy = await policies.GetAsync(cancellationToken);
        var ids = request.Events.Select(d => d.EmployeeId).Distinct().ToList();
        var rows = await db.Judgements.Where(j => ids.Contains(j.Id)).ToDictionaryAsync(j => j.Id, cancellationToken);
        List<Due> due = [.. request.Events.GroupBy(d => d.EmployeeId).Select(g => Of(g.Key, g, rows.GetValueOrDefault(g.Key), policy)).OfType<Due>()];
        foreach (var alike in due.GroupBy(d => (d.From, d.Kinds)))
        {
            var settings = policy.Settings.Where(s => s.IsEnabled && (alike.Key.Kinds & (1 << (int)s.Kind)) != 0).ToList();
            await JudgeAsync(policy, settings, [.. alike.Select(d => d.EmployeeId)], alike.Key.From, cancellationToken);
        }

        foreach (var (employeeId, from, _) in due)
        {
            if (rows.TryGetValue(employeeId, out var row))
            {
                row.Settle();
            }
            else
            {
                db.Judgements.Add(Judgement.Settled(scope.Tenant.Id, employeeId, from));
            }
        }

        return Result.Success;
    }

    private async Task JudgeAsync(AnomalyPolicy policy, List<RuleSettings> settings, List<Guid> ids, DateOnly from, CancellationToken cancellationToken)
    {
        // What changed long ago is judged by itself, as far as windows reach from there; something newer may have joined it.
        var oldest = judge.Latest.AddDays(-DaysMax);
        if (from.AddDays(DaysReached) < oldest)
        {
            await judge.JudgeAsync(policy, settings, ids, from, from.AddDays(DaysReached), cancellationToken);
            from = oldest.AddDays(7);
        }

        await judge.JudgeAsync(policy, settings, ids, from, from > judge.Latest ? from : judge.Latest, cancellationToken);
    }

    /// <summary>All that is due of a person together; null where it has been judged meanwhile.</summary>
    private static Due? Of(Guid employeeId, IEnumerable<JudgementDue> asked, Judgement? row, AnomalyPolicy policy)
    {
        var (from, kinds) = row is { IsDue: true } ? (row.From, Bits(policy.Of(row.Inputs).Select(s => s.Kind))) : (DateOnly.MaxValue, 0);
        var isDue = row is { IsDue: true };
        foreach (var due in asked)
        {
            if (due.From is { } date)
            {
                (from, kinds, isDue) = (date < from ? date : from, kinds | Bits(due.Kinds ?? []), true);
            }
        }

        return isDue ? new Due(employeeId, policy.WeekOf(from), kinds) : null;
    }

    private static int Bits(IEnumerable<AnomalyKind> kinds) => kinds.Aggregate(0, (bits, kind) => bits | (1 << (int)kind));

    /// <param name="From">The first date of a week.</param>
    /// <param name="Kinds">A bit for each rule that is to judge.</param>
    private sealed record Due(Guid EmployeeId, DateOnly From, int Kinds);
}

/// <summary>Judges what is due: all of one company that waits at once together.</summary>
internal sealed class JudgeWhenDue(IMediator mediator) : IDomainEventsHandler<JudgementDue>, IDomainEventsHandler<RebuiltJudgementDue>
{
    public Task HandleAsync(IReadOnlyList<RebuiltJudgementDue> domainEvents, CancellationToken cancellationToken) => HandleAsync([.. domainEvents.Select(d => new JudgementDue(d.EmployeeId))], cancellationToken);

    public async Task HandleAsync(IReadOnlyList<JudgementDue> domainEvents, CancellationToken cancellationToken)
    {
        if ((await mediator.Send(new JudgePeopleCommand(domainEvents), cancellationToken)).Error is { } error)
        {
            throw new InvalidOperationException($"The days were not judged: {error.Code}.");
        }
    }
}
