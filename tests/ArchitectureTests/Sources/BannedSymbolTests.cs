using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Sources;

/// <summary>What is banned is not in the built service either, by whatever way its analyzer might have been silenced.</summary>
public sealed class BannedSymbolTests
{
    private static readonly string[] Banned = ["System.Random", "System.Guid.NewGuid", "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_UtcNow"];

    [Fact]
    public void A31_Service_Built_TakesNoRandomnessFromRandomNorTimeFromTheWall() =>
        Projects.All.SelectMany(assembly => Uses(AsBuilt(assembly))).ShouldBeEmpty();

    [Fact]
    public void A31_Uses_OfAnAssemblyThatHasThem_AreFound()
    {
        // This very assembly is held to the ban as well, so others' have to do.
        var others = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(f => !Path.GetFileName(f).StartsWith("Satcom.", StringComparison.Ordinal)).ToList();

        others.Count.ShouldBeGreaterThan(10);
        var found = others.SelectMany(Uses).Select(use => use.Split(" uses ")[1]).Distinct(StringComparer.Ordinal).ToList();
        Banned.Except(found, StringComparer.Ordinal).ShouldBeEmpty("Each kind is seen where it is.");
    }

    [Fact]
    public void A31_Bans_AreInTheListThatEveryProjectIsHeldTo()
    {
        var list = Repository.Files(".", "BannedSymbols.txt").Single(f => !f.Path.Contains("/bin/", StringComparison.Ordinal)).Text;
        var everywhere = Repository.Files(".", "Directory.Build.props").MinBy(f => f.Path.Length)!.Text;

        list.ShouldContain("T:System.Random;");
        list.ShouldContain("M:System.Guid.NewGuid;");
        everywhere.ShouldContain("BannedSymbols.txt");
        everywhere.ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
    }

    /// <summary>Where the build put it. A copy beside these tests may hold what measures their coverage.</summary>
    private static string AsBuilt(Assembly assembly)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, "src", Projects.NameOf(assembly), "bin", framework.Parent!.Name, framework.Name, Path.GetFileName(assembly.Location));
    }

    private static IEnumerable<string> Uses(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var file = new PEReader(stream);
        if (!file.HasMetadata)
        {
            yield break;
        }

        var reader = file.GetMetadataReader();
        var types = reader.TypeReferences.Select(reader.GetTypeReference).Select(t => FullName(reader, t));
        var members = reader.MemberReferences.Select(reader.GetMemberReference).Where(m => m.Parent.Kind == HandleKind.TypeReference)
            .Select(m => $"{FullName(reader, reader.GetTypeReference((TypeReferenceHandle)m.Parent))}.{reader.GetString(m.Name)}");
        foreach (var name in types.Concat(members).Distinct(StringComparer.Ordinal).Where(name => Banned.Contains(name, StringComparer.Ordinal)))
        {
            yield return $"{Path.GetFileName(assembly)} uses {name}";
        }
    }

    private static string FullName(MetadataReader reader, TypeReference type) => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
}
