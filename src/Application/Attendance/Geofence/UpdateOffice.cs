using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance.Geofence;

/// <summary>Changes what is given of an office and leaves the rest. What was judged by the old fence stays.</summary>
[Requires(Permissions.EmployeesManage)]
[AuditAction("attendance.updateOffice")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<NameTaken>]
public sealed record UpdateOfficeCommand(Guid Id, OfficePatch Changes) : ICommand<OfficeDto>;

/// <summary>What to change of an office; what is left out stays.</summary>
/// <param name="Name">Unique among the company's offices, whatever its case.</param>
/// <param name="Latitude">Degrees, WGS 84.</param>
/// <param name="Longitude">Degrees, WGS 84.</param>
/// <param name="RadiusMeters">How far the fence is from the place.</param>
/// <param name="TimeZone">IANA.</param>
public sealed record OfficePatch(string? Name = null, double? Latitude = null, double? Longitude = null, int? RadiusMeters = null, string? TimeZone = null);

internal sealed class UpdateOfficeValidator : AbstractValidator<UpdateOfficeCommand>
{
    public UpdateOfficeValidator()
    {
        RuleFor(c => c.Changes.Name).NotEmpty().OverridePropertyName("Name").When(c => c.Changes.Name is not null);
        this.AddOfficeRules(c => c.Changes.Name, c => c.Changes.Latitude, c => c.Changes.Longitude, c => c.Changes.RadiusMeters, c => c.Changes.TimeZone);
    }
}

internal sealed class UpdateOfficeHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<UpdateOfficeCommand, Result<OfficeDto>>
{
    public async Task<Result<OfficeDto>> Handle(UpdateOfficeCommand request, CancellationToken cancellationToken)
    {
        if (await db.Offices.SingleOrDefaultAsync(o => o.Id == request.Id, cancellationToken) is not { } office)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != office.Version)
        {
            return new VersionMismatch();
        }

        var before = OfficeDto.Of(office);
        var changes = request.Changes;
        office.Change(
            changes.Name?.Trim() ?? office.Name,
            new GeoPoint(changes.Latitude ?? office.Latitude, changes.Longitude ?? office.Longitude),
            changes.RadiusMeters ?? office.RadiusMeters,
            changes.TimeZone ?? office.TimeZone);
        return OfficeDto.Of(office) == before ? before : OfficeDto.AfterChange(office);
    }
}
