using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance.Geofence;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance.Geofence;

/// <summary>Makes an office, which people can then be sent to.</summary>
/// <param name="Id">The client's id of the office: sent again with the same content, it creates nothing.</param>
/// <param name="Name">Unique among the company's offices, whatever its case.</param>
/// <param name="Latitude">Degrees, WGS 84.</param>
/// <param name="Longitude">Degrees, WGS 84.</param>
/// <param name="RadiusMeters">How far the fence is from the place.</param>
/// <param name="TimeZone">IANA; the company's where it is left out.</param>
[Requires(Permissions.EmployeesManage)]
[AuditAction("attendance.createOffice")]
[Fails<IdConflict>]
[Fails<NameTaken>]
public sealed record CreateOfficeCommand(Guid? Id, string Name, double Latitude, double Longitude, int RadiusMeters, string? TimeZone = null) : ICommand<OfficeDto>;

internal sealed class CreateOfficeValidator : AbstractValidator<CreateOfficeCommand>
{
    public CreateOfficeValidator()
    {
        RuleFor(c => c.Id).IsClientId();
        RuleFor(c => c.Name).NotEmpty();
        this.AddOfficeRules(c => c.Name, c => c.Latitude, c => c.Longitude, c => c.RadiusMeters, c => c.TimeZone);
    }
}

internal sealed class CreateOfficeHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CreateOfficeCommand, Result<OfficeDto>>
{
    public async Task<Result<OfficeDto>> Handle(CreateOfficeCommand request, CancellationToken cancellationToken)
    {
        var place = new GeoPoint(request.Latitude, request.Longitude);
        var office = new Office(scope.Tenant.Id, request.Id ?? time.New(), request.Name.Trim(), place, request.RadiusMeters, request.TimeZone ?? scope.Tenant.TimeZone);
        if (scope.Attempt > 0 && request.Id is { } id && await db.Offices.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is { } known)
        {
            return OfficeDto.AfterChange(known) == OfficeDto.AfterChange(office) ? OfficeDto.Of(known) : new IdConflict();
        }

        db.Offices.Add(office);
        return OfficeDto.AfterChange(office);
    }
}

internal sealed class OfficeConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors => [new("pk_offices", new IdConflict()), new("ux_offices_name", new NameTaken())];
}
