using System.Text.Json;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Packages;

/// <summary>D17 and D18: which packages may be built on. The audit against the live advisory service runs in CI outside.</summary>
public sealed class PackageTests
{
    private static readonly string[] Licences = ["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "PostgreSQL", "Python-2.0", "Unlicense", "Zlib"];

    /// <summary>What the image is published for. CI and the image cannot be published for any other.</summary>
    private static readonly string[] Platforms = ["linux-x64", "linux-arm64"];

    /// <summary>Packages that declare no SPDX expression, each with where its licence was read.</summary>
    private static readonly Dictionary<string, string> ReadByHand = new(StringComparer.Ordinal)
    {
        ["nuget MediatR 5.1.0"] = "Apache-2.0, by the LICENSE file that its package names",
    };

    /// <summary>Versions before a release, each with why there is no other.</summary>
    private static readonly Dictionary<string, string> PreReleases = new(StringComparer.Ordinal)
    {
        ["@embedded-postgres/"] = "every build of the embedded PostgreSQL is numbered so; the server in it is a release",
    };

    private static readonly IReadOnlyList<ResolvedPackage> Resolved = ResolvedPackages.Under(".");
    private static readonly Advisory[] Advisories = Read();

    [Fact]
    public void D18_LockFiles_OfEveryProject_AreThere()
    {
        var projects = Repository.Files(".", ".csproj").Select(p => Path.GetDirectoryName(p.Path)!).ToList();

        projects.Count.ShouldBeGreaterThan(7);
        projects.Where(folder => !File.Exists(Path.Combine(Repository.Root, folder, "packages.lock.json"))).ShouldBeEmpty();
        foreach (var platform in Platforms)
        {
            projects.Where(folder => folder.StartsWith("src/", StringComparison.Ordinal) && !File.Exists(Path.Combine(Repository.Root, folder, $"packages.{platform}.lock.json"))).ShouldBeEmpty(platform);
        }

        Resolved.Count(p => p.Kind is "nuget").ShouldBeGreaterThan(50);
        Resolved.Count(p => p.Kind is "npm").ShouldBeGreaterThan(50);
    }

    [Fact]
    public void D1_D3_D8_D10_D11_D12_D13_D17_A40_NoPackage_HasAKnownAdvisory() => Resolved.SelectMany(Affected).ShouldBeEmpty();

    [Theory]
    [InlineData("Newtonsoft.Json", "9.0.1", "CVE-2024-21907")]
    [InlineData("newtonsoft.json", "13.0.1-beta1", "CVE-2024-21907")]
    [InlineData("AutoMapper", "8.0.0", "CVE-2026-32933, CVE-2026-128081, CVE-2026-128082")]
    [InlineData("Npgsql", "8.0.2", "CVE-2024-32655")]
    [InlineData("Microsoft.IdentityModel.Tokens", "6.8.0", "CVE-2024-21319")]
    [InlineData("Microsoft.AspNetCore.DataProtection", "10.0.6", "CVE-2026-40372")]
    [InlineData("Newtonsoft.Json", "13.0.1", "")]
    [InlineData("Npgsql", "8.0.3", "")]
    [InlineData("Npgsql", "10.0.0", "")]
    public void D17_Affected_WhenABadVersionIsPlanted_NamesItsAdvisories(string package, string version, string ids)
    {
        var planted = ResolvedPackages.FromNuGet(
            $$"""
            { "dependencies": { "net10.0": { "{{package}}": { "type": "Transitive", "resolved": "{{version}}" } } } }
            """).Single();

        string.Join(", ", Affected(planted).Select(fault => fault.Split(' ')[0])).ShouldBe(ids);
    }

    [Theory]
    [InlineData("node_modules/ws", "8.17.0", "CVE-2024-37890")]
    [InlineData("node_modules/engine.io/node_modules/ws", "7.5.9", "CVE-2024-37890")]
    [InlineData("node_modules/ws", "8.17.1", "")]
    public void D17_Affected_WhenABadNpmVersionIsPlanted_NamesItsAdvisories(string place, string version, string ids)
    {
        var planted = ResolvedPackages.FromNpm(
            $$"""
            { "packages": { "": { "name": "x" }, "{{place}}": { "version": "{{version}}", "license": "MIT" } } }
            """).Single();

        string.Join(", ", Affected(planted).Select(fault => fault.Split(' ')[0])).ShouldBe(ids);
    }

    [Fact]
    public void D17_LockFiles_OfAProjectWithABadPackage_AreRead()
    {
        // The same walk that reads the repository's own, over a folder in which each kind of lock file has a bad version.
        var planted = ResolvedPackages.Under("tests/ArchitectureTests/Packages/Planted");

        planted.SelectMany(Affected).Order(StringComparer.Ordinal).ShouldBe(["CVE-2024-21907 nuget Newtonsoft.Json 9.0.1", "CVE-2024-32655 nuget Npgsql 8.0.2", "CVE-2024-37890 npm ws 8.11.0"]);
        Resolved.ShouldContain(p => string.Equals(p.Name, "Microsoft.EntityFrameworkCore.Design", StringComparison.Ordinal), "Packages that are fetched beside the references count too.");
    }

    [Theory]
    [InlineData("AutoMapper", "D8, D9: its open line is under advisories, its mended one needs a licence key.")]
    [InlineData("Microsoft.IdentityModel.Protocols.SignedHttpRequest", "D3: it would trust a key that the request names.")]
    [InlineData("Microsoft.AspNetCore.Identity.UI", "D16: recovery pages that no update mends.")]
    [InlineData("Microsoft.AspNetCore.SignalR.Protocols.MessagePack", "D15: the hub speaks JSON alone.")]
    [InlineData("Microsoft.AspNetCore.SignalR.StackExchangeRedis", "D15: group removal through Redis was a way to stop a hub.")]
    public void D3_D8_D9_D15_D16_NoPackage_IsOneThatWasDecidedAgainst(string package, string why) =>
        Resolved.Where(p => string.Equals(p.Name, package, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(why);

    [Theory]
    [InlineData("Newtonsoft.Json")]
    [InlineData("Microsoft.IdentityModel.JsonWebTokens")]
    [InlineData("Microsoft.IdentityModel.Tokens")]
    public void D7_D11_Service_ResolvesNoParserThatOnlyTestsMayUse(string package)
    {
        ResolvedPackages.Under("src").ShouldNotContain(p => string.Equals(p.Name, package, StringComparison.OrdinalIgnoreCase));
        ResolvedPackages.Under("tests").ShouldContain(p => string.Equals(p.Name, package, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void D18_EveryPackage_HasALicenceThatFits()
    {
        Resolved.Select(LicenceFault).OfType<string>().ShouldBeEmpty();
        LicenceFault(new ResolvedPackage("npm", "x", "1.0.0", "GPL-3.0-only")).ShouldNotBeNull();
        LicenceFault(new ResolvedPackage("npm", "x", "1.0.0", "(MIT AND GPL-2.0-only)")).ShouldNotBeNull();
        LicenceFault(new ResolvedPackage("npm", "x", "1.0.0", Licence: null)).ShouldNotBeNull();
        LicenceFault(new ResolvedPackage("npm", "x", "1.0.0", "(MPL-2.0 OR Apache-2.0)")).ShouldBeNull();
        ReadByHand.Keys.Except(Resolved.Select(p => p.ToString()), StringComparer.Ordinal).ShouldBeEmpty("No such package any more.");
    }

    [Fact]
    public void D18_NoPackage_IsAPreRelease()
    {
        Resolved.Where(IsUnexcusedPreRelease).ShouldBeEmpty();
        IsUnexcusedPreRelease(new ResolvedPackage("nuget", "X", "2.0.0-rc.1", "MIT")).ShouldBeTrue();
        PreReleases.Keys.Where(prefix => !Resolved.Any(p => p.Name.StartsWith(prefix, StringComparison.Ordinal))).ShouldBeEmpty("No such package any more.");
    }

    [Fact]
    public void D18_EveryVersion_OfTheCentralFile_IsExactAndOfAPackageThatIsUsed()
    {
        var central = Repository.Files(".", "Directory.Packages.props").Single(f => f.Path.EndsWith("Directory.Packages.props", StringComparison.Ordinal)).Lines
            .Where(l => l.Contains("Version=\"", StringComparison.Ordinal) && l.Contains("Include=", StringComparison.Ordinal)).ToList();
        var versions = central.ConvertAll(l => l.Split("Version=\"")[1].Split('"')[0]);

        versions.Count.ShouldBeGreaterThan(15);
        central.Select(l => l.Split("Include=\"")[1].Split('"')[0]).Except(Resolved.Select(p => p.Name), StringComparer.OrdinalIgnoreCase).ShouldBeEmpty("No project resolves it.");
        versions.Where(v => v.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-'))).ShouldBeEmpty();
        Repository.Files(".", ".csproj").Where(f => f.Lines.Any(l => l.Contains("<PackageReference", StringComparison.Ordinal) && l.Contains(" Version=\"", StringComparison.Ordinal))).Select(f => f.Path).ShouldBeEmpty();
    }

    private static IEnumerable<string> Affected(ResolvedPackage package)
    {
        var version = PackageVersion.Parse(package.Version);
        return Advisories
            .Where(a => string.Equals(a.Kind, package.Kind, StringComparison.Ordinal) && string.Equals(a.Package, package.Name, StringComparison.OrdinalIgnoreCase) && a.Ranges.Any(version.IsIn))
            .Select(a => $"{a.Id} {package}");
    }

    private static string? LicenceFault(ResolvedPackage package)
    {
        if (ReadByHand.ContainsKey(package.ToString()))
        {
            return null;
        }

        // One side of an OR is enough; both of an AND must fit.
        var expression = package.Licence?.Trim('(', ')') ?? string.Empty;
        var fits = expression.Split(" OR ").Any(side => side.Split(" AND ").All(id => Licences.Contains(id.Trim('(', ')', ' '), StringComparer.Ordinal)));
        return fits ? null : $"{package} is under {package.Licence ?? "no licence that it tells of"}";
    }

    private static bool IsUnexcusedPreRelease(ResolvedPackage package) =>
        PackageVersion.Parse(package.Version).IsPreRelease && !PreReleases.Keys.Any(prefix => package.Name.StartsWith(prefix, StringComparison.Ordinal));

    private static Advisory[] Read() => JsonSerializer.Deserialize<Advisory[]>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests/ArchitectureTests/Packages/advisories.json")), JsonSerializerOptions.Web)!;

    private sealed record Advisory(string Id, string Kind, string Package, string[] Ranges);
}
