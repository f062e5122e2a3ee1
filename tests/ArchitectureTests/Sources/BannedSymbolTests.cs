using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Sources;

/// <summary>What is banned is not in the built service either, by whatever way its analyzer might have been silenced.</summary>
public sealed class BannedSymbolTests
{
    private const string BlockingGate = "System.Threading.ManualResetEventSlim.Wait";

    private static readonly string[] Banned =
    [
        "System.Random", "System.Guid.NewGuid", "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_UtcNow",
        "System.Threading.Thread.Sleep", "System.Threading.Tasks.Task.Wait", "System.Threading.WaitHandle.WaitOne", "System.Threading.SemaphoreSlim.Wait", BlockingGate,
    ];

    /// <summary>By which a thread waits for what it could await.</summary>
    private static readonly (Type Type, string[] Names)[] Blocking =
    [
        (typeof(Task), ["Wait", "WaitAll", "WaitAny"]), (typeof(Task<>), ["get_Result"]), (typeof(ValueTask<>), ["get_Result"]),
        (typeof(TaskAwaiter), ["GetResult"]), (typeof(TaskAwaiter<>), ["GetResult"]), (typeof(ValueTaskAwaiter), ["GetResult"]), (typeof(ValueTaskAwaiter<>), ["GetResult"]),
        (typeof(ConfiguredTaskAwaitable.ConfiguredTaskAwaiter), ["GetResult"]), (typeof(ConfiguredTaskAwaitable<>.ConfiguredTaskAwaiter), ["GetResult"]),
        (typeof(ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter), ["GetResult"]), (typeof(ConfiguredValueTaskAwaitable<>.ConfiguredValueTaskAwaiter), ["GetResult"]),
        (typeof(SemaphoreSlim), ["Wait"]), (typeof(ManualResetEventSlim), ["Wait"]), (typeof(CountdownEvent), ["Wait"]), (typeof(Barrier), ["SignalAndWait"]),
        (typeof(WaitHandle), ["WaitOne", "WaitAll", "WaitAny"]), (typeof(Thread), ["Sleep", "Join"]),
    ];

    [Fact]
    public void A31_Service_Built_TakesNoRandomnessFromRandomNorTimeFromTheWall_AndBlocksNoThread() =>
        Projects.All.SelectMany(assembly => Uses(AsBuilt(assembly))).ShouldBe([$"Satcom.WebApi.dll uses {BlockingGate}"], "Only the end of the hub waits so, with its reason beside it.");

    [Fact]
    public void Bans_OfBlockingWaits_AreOfEveryOverload()
    {
        var banned = List().Split('\n').Select(line => line.Split(';')[0]).ToHashSet(StringComparer.Ordinal);
        var known = Blocking.SelectMany(b => b.Type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => b.Names.Contains(m.Name, StringComparer.Ordinal))).Select(DocumentId).ToList();

        known.Count.ShouldBeGreaterThan(60);
        known.Where(id => !banned.Contains(id)).ShouldBeEmpty();
    }

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
        var list = List();
        var everywhere = Repository.Files(".", "Directory.Build.props").MinBy(f => f.Path.Length)!.Text;

        list.ShouldContain("T:System.Random;");
        list.ShouldContain("M:System.Guid.NewGuid;");
        everywhere.ShouldContain("BannedSymbols.txt");
        everywhere.ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
    }

    private static string List() => File.ReadAllText(Path.Combine(Repository.Root, "BannedSymbols.txt"));

    /// <summary>A method's id as the compiler writes it, a getter's as that of its property.</summary>
    private static string DocumentId(MethodInfo method)
    {
        var type = NameOf(method.DeclaringType!);
        if (method.IsSpecialName)
        {
            return $"P:{type}.{method.Name["get_".Length..]}";
        }

        var parameters = method.GetParameters().Select(p => NameOf(p.ParameterType)).ToList();
        return $"M:{type}.{method.Name}{(parameters.Count == 0 ? string.Empty : $"({string.Join(',', parameters)})")}";
    }

    private static string NameOf(Type type) => type.IsConstructedGenericType
        ? $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(NameOf))}}}"
        : type.FullName!.Replace('+', '.');

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
