using System.Diagnostics.CodeAnalysis;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>Short forms that the use cases of this feature share.</summary>
internal static class ShiftScope
{
    /// <summary>The company's date of the present.</summary>
    public static DateOnly Today(this RequestScope scope, TimeProvider time) => TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone);

    /// <summary>What a name is searched for by.</summary>
    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "PostgreSQL compares small letters with it.")]
    public static string ToNamePart(this string search) => search.Trim().ToLowerInvariant();
}
