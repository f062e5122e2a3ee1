using Satcom.Domain.Common;

namespace Satcom.Domain.Attendance.Geofence;

/// <summary>A place where people of the company work, with a fence around it.</summary>
[Audited("office")]
public sealed class Office : AggregateRoot
{
    public const int NameMaxLength = 120;
    public const int RadiusMinMeters = 10;
    public const int RadiusMaxMeters = 50_000;

    private Office(Guid tenantId, Guid id, string name, double latitude, double longitude, int radiusMeters, string timeZone)
        : this(tenantId, id, name, new GeoPoint(latitude, longitude), radiusMeters, timeZone)
    {
    }

    public Office(Guid tenantId, Guid id, string name, GeoPoint place, int radiusMeters, string timeZone)
        : base(tenantId, id)
    {
        Name = name;
        Latitude = place.Latitude;
        Longitude = place.Longitude;
        RadiusMeters = radiusMeters;
        TimeZone = timeZone;
    }

    public string Name { get; private set; }

    /// <summary>Degrees, WGS 84.</summary>
    public double Latitude { get; private set; }

    /// <inheritdoc cref="Latitude"/>
    public double Longitude { get; private set; }

    public int RadiusMeters { get; private set; }

    /// <summary>The office's IANA zone.</summary>
    public string TimeZone { get; private set; }

    /// <summary>Nobody new is sent to an archived office; those who work there keep it.</summary>
    public bool IsArchived { get; private set; }

    public void Archive() => IsArchived = true;

    public void Change(string name, GeoPoint place, int radiusMeters, string timeZone)
    {
        Name = name;
        (Latitude, Longitude) = (place.Latitude, place.Longitude);
        RadiusMeters = radiusMeters;
        TimeZone = timeZone;
        Raise(new OfficeChanged(TenantId, Id));
    }

    internal double DistanceMeters(GeoPoint point) => new GeoPoint(Latitude, Longitude).MetersTo(point);
}
