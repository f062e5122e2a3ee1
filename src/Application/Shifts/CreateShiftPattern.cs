using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Makes a pattern: a cycle of days, each with a shift or rest. Its days never change, because they judge the past; another cycle is another pattern.</summary>
/// <param name="Id">The client's id of the pattern: sent again with the same content, it creates nothing.</param>
/// <param name="Name">Unique among the company's patterns, whatever its case.</param>
/// <param name="Slots">A shift's id for each day of the cycle; null is rest. At least one is a shift.</param>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.createShiftPattern")]
[Fails<ShiftPatternInvalid>]
[Fails<ShiftUnknown>]
[Fails<IdConflict>]
[Fails<NameTaken>]
public sealed record CreateShiftPatternCommand(Guid? Id, string Name, IReadOnlyList<Guid?> Slots) : ICommand<ShiftPatternDto>;

internal sealed class CreateShiftPatternValidator : AbstractValidator<CreateShiftPatternCommand>
{
    public CreateShiftPatternValidator()
    {
        RuleFor(c => c.Id).IsClientId();
        RuleFor(c => c.Name).NotEmpty().IsLine(ShiftPattern.NameMaxLength);
        RuleFor(c => c.Slots).MaximumItems(ShiftPattern.SlotsMax);
    }
}

internal sealed class CreateShiftPatternHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateShiftPatternCommand, Result<ShiftPatternDto>>
{
    public async Task<Result<ShiftPatternDto>> Handle(CreateShiftPatternCommand request, CancellationToken cancellationToken)
    {
        if (!ShiftPattern.Create(scope.Tenant.Id, request.Id ?? time.New(), request.Name.Trim(), request.Slots).TryGet(out var pattern, out var error))
        {
            return error;
        }

        if (scope.Attempt > 0 && request.Id is { } id && await db.ShiftPatterns.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is { } known)
        {
            return string.Equals(known.Name, pattern.Name, StringComparison.Ordinal) && known.Slots.SequenceEqual(pattern.Slots) ? ShiftPatternDto.Of(known) : new IdConflict();
        }

        // Shifts are never deleted, so what is there stays there.
        var shifts = pattern.Slots.OfType<Guid>().Distinct().ToList();
        if (await db.Shifts.CountAsync(s => shifts.Contains(s.Id) && !s.IsArchived, cancellationToken) < shifts.Count)
        {
            return new ShiftUnknown();
        }

        db.ShiftPatterns.Add(pattern);
        return ShiftPatternDto.AfterChange(pattern);
    }
}
