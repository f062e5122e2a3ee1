using System.Text.Json;
using System.Xml.Linq;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Packages;

/// <summary>A package that some lock file resolves.</summary>
/// <param name="Kind">nuget or npm.</param>
internal sealed record ResolvedPackage(string Kind, string Name, string Version, string? Licence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name} {Version}";
}

/// <summary>Every package of every lock file in the repository, with those that came along.</summary>
internal static class ResolvedPackages
{
    private static readonly string Cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Where the lock files of positive controls are; only a walk that begins there reads them.</summary>
    private const string Planted = "/Packages/Planted/";

    /// <summary>What every lock file at or below a folder resolves, those of single platforms too, and what projects fetch beside their references.</summary>
    public static IReadOnlyList<ResolvedPackage> Under(string folder) =>
    [
        .. Files(folder, ".lock.json").Where(f => Path.GetFileName(f.Path).StartsWith("packages.", StringComparison.Ordinal)).SelectMany(f => FromNuGet(f.Text))
            .Concat(Files(folder, "package-lock.json").SelectMany(f => FromNpm(f.Text)))
            .Concat(Files(folder, ".csproj").SelectMany(f => FromDownloads(f.Text)))
            .DistinctBy(p => (p.Kind, p.Name, p.Version)),
    ];

    public static IEnumerable<ResolvedPackage> FromNuGet(string lockFile)
    {
        using var document = JsonDocument.Parse(lockFile);
        foreach (var package in document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
        {
            if (package.Value.TryGetProperty("resolved", out var version))
            {
                yield return new ResolvedPackage("nuget", package.Name, version.GetString()!, LicenceOf(package.Name, version.GetString()!));
            }
        }
    }

    public static IEnumerable<ResolvedPackage> FromNpm(string lockFile)
    {
        const string Folder = "node_modules/";
        using var document = JsonDocument.Parse(lockFile);
        foreach (var package in document.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Contains(Folder, StringComparison.Ordinal) && p.Value.TryGetProperty("version", out _)))
        {
            var name = package.Name[(package.Name.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];
            var licence = package.Value.TryGetProperty("license", out var text) ? text.GetString() : null;
            yield return new ResolvedPackage("npm", name, package.Value.GetProperty("version").GetString()!, licence);
        }
    }

    /// <summary>Packages that a project fetches without referencing them; no lock file names these.</summary>
    public static IEnumerable<ResolvedPackage> FromDownloads(string project)
    {
        var properties = XDocument.Parse(project).Descendants("PropertyGroup").Elements().ToLookup(e => $"$({e.Name.LocalName})", e => e.Value, StringComparer.Ordinal);
        foreach (var package in XDocument.Parse(project).Descendants("PackageDownload"))
        {
            var (name, version) = (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value.Trim('[', ']'));
            version = properties[version].LastOrDefault() ?? version;
            yield return new ResolvedPackage("nuget", name, version, LicenceOf(name, version));
        }
    }

    private static IEnumerable<SourceFile> Files(string folder, string ending) =>
        Repository.Files(folder, ending).Where(f => !$"/{f.Path}".Contains(Planted, StringComparison.Ordinal) || $"/{folder}/".Contains(Planted, StringComparison.Ordinal));

    /// <summary>As the restored package itself declares it: an SPDX expression, or the address or file of a licence.</summary>
    private static string? LicenceOf(string name, string version)
    {
        var folder = Path.Combine(Cache, name.ToLowerInvariant(), version.ToLowerInvariant());
        var file = Path.Combine(folder, $"{name.ToLowerInvariant()}.nuspec");
        if (!File.Exists(file))
        {
            return null;
        }

        var elements = XDocument.Load(file).Descendants().ToList();
        return elements.Find(e => e.Name.LocalName is "license")?.Value ?? elements.Find(e => e.Name.LocalName is "licenseUrl")?.Value;
    }
}
