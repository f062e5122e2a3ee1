using System.Globalization;

namespace Satcom.ArchitectureTests.Packages;

/// <summary>A version as both worlds order it, and whether a range such as "&gt;=6.5.0 &lt;6.34.0" holds it.</summary>
internal sealed record PackageVersion(Version Number, bool IsPreRelease)
{
    public static PackageVersion Parse(string text)
    {
        var release = text.Split('+')[0].Split('-', 2);
        var parts = release[0].Split('.').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).Concat([0, 0, 0, 0]).Take(4).ToArray();
        return new PackageVersion(new Version(parts[0], parts[1], parts[2], parts[3]), release.Length > 1);
    }

    /// <summary>A pre-release comes before its release, so it counts as inside where the range ends with that.</summary>
    public bool IsIn(string range) => range.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(bound =>
    {
        var atLeast = bound.StartsWith(">=", StringComparison.Ordinal);
        var limit = Parse(bound.TrimStart('<', '>', '='));
        return atLeast ? Number >= limit.Number : Number < limit.Number || (Number == limit.Number && IsPreRelease && !limit.IsPreRelease);
    });
}
