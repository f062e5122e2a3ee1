using System.Reflection;

namespace Satcom.ArchitectureTests.Common;

/// <summary>The four projects of the service, found from the folders under src.</summary>
internal static class Projects
{
    private const string Prefix = "Satcom.";

    /// <summary>Outermost last: a project may reference those before it.</summary>
    public static readonly string[] InwardOrder = ["Domain", "Application", "Infrastructure", "WebApi"];

    public static IReadOnlyList<string> Names => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<Assembly> All => [.. Names.Select(Of)];

    public static Assembly Of(string project) => Assembly.Load(Prefix + project);

    public static string NameOf(Assembly assembly) => assembly.GetName().Name![Prefix.Length..];

    /// <summary>Types that people wrote: no closures, no state machines, nothing that a source generator made.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly) =>
        assembly.GetTypes().Where(t => t.Namespace?.StartsWith(Prefix, StringComparison.Ordinal) == true
            && !t.FullName!.Contains('<', StringComparison.Ordinal)
            && !t.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
            && !t.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false));
}
