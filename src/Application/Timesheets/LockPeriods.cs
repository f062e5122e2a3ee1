using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Seals approved weeks of many people, because they were paid. Each is judged by itself; those that can be locked are locked together.</summary>
/// <param name="Periods">At most 200.</param>
/// <param name="Note">Why, for the audit.</param>
[Requires(Permissions.TimesheetsDecideAll)]
[AuditAction("timesheets.lockPeriods")]
public sealed record LockPeriodsCommand(IReadOnlyList<PeriodRef> Periods, string? Note) : ICommand<PeriodOutcomes>, IDecidesPeriods;

internal sealed class LockPeriodsValidator : AbstractValidator<LockPeriodsCommand>
{
    public LockPeriodsValidator() => this.AddPeriodsRules();
}

internal sealed class LockPeriodsHandler(PeriodMoves moves) : IRequestHandler<LockPeriodsCommand, Result<PeriodOutcomes>>
{
    public async Task<Result<PeriodOutcomes>> Handle(LockPeriodsCommand request, CancellationToken cancellationToken) =>
        await moves.DecideManyAsync(request.Periods, request.Note, status => status is TimesheetStatus.Locked, (week, by, at) => week.Lock(by, at), cancellationToken);
}
