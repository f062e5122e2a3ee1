using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Renames a shift, or gives it other hours from a date on. Days before that date stay judged as they were.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.updateShift")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<ShiftHoursInvalid>]
[Fails<EffectiveInPast>]
[Fails<NameTaken>]
public sealed record UpdateShiftCommand(Guid Id, ShiftPatch Changes) : ICommand<ShiftDto>;

/// <summary>What to change of a shift; what is left out stays.</summary>
/// <param name="Name">Unique among the company's shifts, whatever its case.</param>
/// <param name="EffectiveFrom">The first date of the new hours; today in the company's zone where it is left out. Hours that were to begin then or later give way.</param>
/// <param name="Hours">When it is worked from then on.</param>
public sealed record ShiftPatch(string? Name = null, DateOnly? EffectiveFrom = null, ShiftHoursInput? Hours = null);

internal sealed class UpdateShiftValidator : AbstractValidator<UpdateShiftCommand>
{
    public UpdateShiftValidator()
    {
        RuleFor(c => c.Changes.Name).NotEmpty().IsLine(Shift.NameMaxLength).OverridePropertyName("Name").When(c => c.Changes.Name is not null);
        RuleFor(c => c.Changes.EffectiveFrom).IsPlannable().OverridePropertyName("EffectiveFrom");
        this.AddHoursRules(c => c.Changes.Hours);
    }
}

internal sealed class UpdateShiftHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<UpdateShiftCommand, Result<ShiftDto>>
{
    public async Task<Result<ShiftDto>> Handle(UpdateShiftCommand request, CancellationToken cancellationToken)
    {
        if (await db.Shifts.SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is not { } shift)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != shift.Version)
        {
            return new VersionMismatch();
        }

        var before = (shift.Name, shift.Hours);
        if (request.Changes.Name?.Trim() is { } name)
        {
            shift.Rename(name);
        }

        var today = scope.Today(time);
        if (request.Changes.Hours?.ToHours() is { } hours && shift.ChangeHours(request.Changes.EffectiveFrom ?? today, today, hours) is { } error)
        {
            return error;
        }

        return before == (shift.Name, shift.Hours) ? ShiftDto.Of(shift) : ShiftDto.AfterChange(shift);
    }
}
