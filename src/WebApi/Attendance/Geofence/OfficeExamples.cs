using Satcom.Application.Attendance.Geofence;
using Satcom.Application.Common;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Attendance.Geofence;

internal sealed class OfficeExample : IExample<OfficeDto>
{
    public OfficeDto Value => new()
    {
        Id = ExampleValues.Office,
        Name = "Dubai Marina",
        Latitude = 25.0805,
        Longitude = 55.1403,
        RadiusMeters = 150,
        TimeZone = "Asia/Dubai",
        IsArchived = false,
        Version = 752,
    };
}

internal sealed class OfficesExample : IExample<Page<OfficeDto>>
{
    public Page<OfficeDto> Value => new([new OfficeExample().Value], NextCursor: null);
}

internal sealed class CreateOfficeExample : IExample<CreateOfficeCommand>
{
    public CreateOfficeCommand Value => new(ExampleValues.Office, "Dubai Marina", 25.0805, 55.1403, 150, "Asia/Dubai");
}

internal sealed class OfficePatchExample : IExample<OfficePatch>
{
    public OfficePatch Value => new(RadiusMeters: 200);
}
