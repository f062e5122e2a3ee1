using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Renames a pattern.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.updateShiftPattern")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<NameTaken>]
public sealed record UpdateShiftPatternCommand(Guid Id, string? Name) : ICommand<ShiftPatternDto>;

internal sealed class UpdateShiftPatternValidator : AbstractValidator<UpdateShiftPatternCommand>
{
    public UpdateShiftPatternValidator() => RuleFor(c => c.Name).NotEmpty().IsLine(ShiftPattern.NameMaxLength).When(c => c.Name is not null);
}

internal sealed class UpdateShiftPatternHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<UpdateShiftPatternCommand, Result<ShiftPatternDto>>
{
    public async Task<Result<ShiftPatternDto>> Handle(UpdateShiftPatternCommand request, CancellationToken cancellationToken)
    {
        if (await db.ShiftPatterns.SingleOrDefaultAsync(p => p.Id == request.Id, cancellationToken) is not { } pattern)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != pattern.Version)
        {
            return new VersionMismatch();
        }

        if (request.Name?.Trim() is not { } name || string.Equals(name, pattern.Name, StringComparison.Ordinal))
        {
            return ShiftPatternDto.Of(pattern);
        }

        pattern.Rename(name);
        return ShiftPatternDto.AfterChange(pattern);
    }
}
