using System.Linq.Expressions;
using FluentValidation;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Attendance.Geofence;

namespace Satcom.Application.Attendance.Geofence;

/// <summary>A place where people of the company work, with a fence around it.</summary>
public sealed record OfficeDto : IVersioned
{
    /// <summary>The office's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Unique among the company's offices that are not archived.</summary>
    public required string Name { get; init; }

    /// <summary>Degrees, WGS 84.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees, WGS 84.</summary>
    public required double Longitude { get; init; }

    /// <summary>How far the fence is from the place.</summary>
    public required int RadiusMeters { get; init; }

    /// <summary>The office's IANA zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>True when nobody new is sent there.</summary>
    public required bool IsArchived { get; init; }

    /// <summary>Changes with every change of the office; as ETag too.</summary>
    public uint Version { get; set; }

    internal static OfficeDto AfterChange(Office office) => Of(office) with { Version = 0 };

    internal static OfficeDto Of(Office office) => new()
    {
        Id = office.Id,
        Name = office.Name,
        Latitude = office.Latitude,
        Longitude = office.Longitude,
        RadiusMeters = office.RadiusMeters,
        TimeZone = office.TimeZone,
        IsArchived = office.IsArchived,
        Version = office.Version,
    };
}

/// <summary>The rules of shape of an office's fields. A value that is not given breaks none.</summary>
internal static class OfficeRules
{
    private const double LatitudeMax = 90;
    private const double LongitudeMax = 180;

    public static void AddOfficeRules<T>(
        this AbstractValidator<T> validator,
        Expression<Func<T, string?>> name,
        Expression<Func<T, double?>> latitude,
        Expression<Func<T, double?>> longitude,
        Expression<Func<T, int?>> radius,
        Expression<Func<T, string?>> timeZone)
    {
        validator.RuleFor(name).IsLine(Office.NameMaxLength).OverridePropertyName("Name");
        validator.RuleFor(latitude).InclusiveBetween(-LatitudeMax, LatitudeMax).OverridePropertyName("Latitude");
        validator.RuleFor(longitude).InclusiveBetween(-LongitudeMax, LongitudeMax).OverridePropertyName("Longitude");
        validator.RuleFor(radius).InclusiveBetween(Office.RadiusMinMeters, Office.RadiusMaxMeters).OverridePropertyName("RadiusMeters");
        validator.RuleFor(timeZone).IsTimeZone().OverridePropertyName("TimeZone");
    }
}
