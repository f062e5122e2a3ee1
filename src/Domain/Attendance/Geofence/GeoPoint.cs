namespace Satcom.Domain.Attendance.Geofence;

/// <summary>A point on Earth, in degrees of WGS 84.</summary>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    /// <summary>The mean radius of the Earth after IUGG.</summary>
    private const double EarthRadiusMeters = 6_371_008.8;

    /// <summary>The great-circle distance by the haversine formula, on a sphere: within half a percent of that on the ellipsoid.</summary>
    public double MetersTo(GeoPoint other)
    {
        var (here, there) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var latitude = Math.Sin((there - here) / 2);
        var longitude = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        var h = (latitude * latitude) + (Math.Cos(here) * Math.Cos(there) * longitude * longitude);
        return 2 * EarthRadiusMeters * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}

/// <summary>Where a device says it is.</summary>
/// <param name="AccuracyMeters">Radius of the fix in metres.</param>
/// <param name="IsMock">True when the device says that the position is simulated.</param>
public sealed record GeoFix(GeoPoint Point, double AccuracyMeters, bool IsMock = false);
