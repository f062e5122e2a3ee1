using System.Globalization;

namespace Satcom.IntegrationTests.Common;

internal static class Dates
{
    /// <summary>As the API writes it: 2026-03-01.</summary>
    public static string Iso(this DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
