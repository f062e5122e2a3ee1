using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>Renames a holiday calendar.</summary>
[Requires(Permissions.ShiftsManage)]
[AuditAction("shifts.updateHolidayCalendar")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<NameTaken>]
public sealed record UpdateHolidayCalendarCommand(Guid Id, string? Name) : ICommand<HolidayCalendarDto>;

internal sealed class UpdateHolidayCalendarValidator : AbstractValidator<UpdateHolidayCalendarCommand>
{
    public UpdateHolidayCalendarValidator() => RuleFor(c => c.Name).NotEmpty().IsLine(HolidayCalendar.NameMaxLength).When(c => c.Name is not null);
}

internal sealed class UpdateHolidayCalendarHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<UpdateHolidayCalendarCommand, Result<HolidayCalendarDto>>
{
    public async Task<Result<HolidayCalendarDto>> Handle(UpdateHolidayCalendarCommand request, CancellationToken cancellationToken)
    {
        if (await db.HolidayCalendars.SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken) is not { } calendar)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != calendar.Version)
        {
            return new VersionMismatch();
        }

        if (request.Name?.Trim() is not { } name || string.Equals(name, calendar.Name, StringComparison.Ordinal))
        {
            return HolidayCalendarDto.Of(calendar);
        }

        calendar.Rename(name);
        return HolidayCalendarDto.AfterChange(calendar);
    }
}
