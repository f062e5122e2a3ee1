using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Has days judged anew in the background, by the rules as they are set by then. What says the same afterwards stays as it was. Two that somebody asked for may be unfinished at once.</summary>
/// <param name="Id">The client's id of the evaluation: sent again with the same content, it asks for nothing more.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date, at most 92 days later.</param>
/// <param name="UserIds">Of these people, all of whom must be there; of everybody if left out.</param>
[Requires(Permissions.AnomaliesManage)]
[AuditAction("anomalies.evaluate")]
[Fails<IdConflict>]
[Fails<NotFound>]
[Fails<EvaluationRunning>]
public sealed record EvaluateAnomaliesCommand(Guid? Id, DateOnly From, DateOnly To, IReadOnlyList<Guid>? UserIds) : ICommand<AnomalyEvaluationDto>;

internal sealed class EvaluateAnomaliesValidator : AbstractValidator<EvaluateAnomaliesCommand>
{
    private const int DaysMax = 92;
    private const int UserIdsMax = 1000;

    public EvaluateAnomaliesValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.To).GreaterThanOrEqualTo(c => c.From);
        RuleFor(c => c.To).Must((c, to) => to.DayNumber - c.From.DayNumber <= DaysMax).WithErrorCode("out_of_range").WithDetail($"{DaysMax} days");
        RuleFor(c => c.From).Must(from => from.Year >= 2000).WithErrorCode("out_of_range").WithDetail("2000-01-01");
        RuleFor(c => c.To).Must(to => to.Year < 2200).WithErrorCode("out_of_range").WithDetail("2199-12-31");
        RuleFor(c => c.UserIds!).MaximumItems(UserIdsMax).When(c => c.UserIds is not null);
    }
}

internal sealed class EvaluateAnomaliesHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<EvaluateAnomaliesCommand, Result<AnomalyEvaluationDto>>
{
    public async Task<Result<AnomalyEvaluationDto>> Handle(EvaluateAnomaliesCommand request, CancellationToken cancellationToken)
    {
        List<Guid> userIds = [.. (request.UserIds ?? []).Distinct().Order()];
        var people = await db.Employees.CountAsync(e => userIds.Count == 0 || userIds.Contains(e.Id), cancellationToken);
        if (userIds.Count > 0 && people != userIds.Count)
        {
            return new NotFound();
        }

        if (request.Id is { } id && await db.AnomalyEvaluations.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is { } known)
        {
            return known.AskedBy == scope.Actor.UserId && known.From == request.From && known.To == request.To && known.UserIds.SequenceEqual(userIds) ? AnomalyEvaluationDto.Of(known) : new IdConflict();
        }

        var taken = await db.AnomalyEvaluations.AsNoTracking().Where(e => e.FinishedAt == null && e.Slot != null).Select(e => e.Slot!.Value).ToListAsync(cancellationToken);
        if (Enumerable.Range(1, AnomalyEvaluation.AskedMax).Except(taken).FirstOrDefault() is not (> 0 and var slot))
        {
            return new EvaluationRunning();
        }

        var asked = AnomalyEvaluation.Ask(scope.Tenant.Id, request.Id ?? time.New(), request.From, request.To, userIds, people, scope.Actor.UserId, slot, time.GetStoredNow());
        db.AnomalyEvaluations.Add(asked);
        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "anomalyEvaluation", asked.Id, JsonSerializer.Serialize(new { from = asked.From, to = asked.To, userIds = asked.UserIds })));
        return AnomalyEvaluationDto.Of(asked);
    }
}
