using System.Reflection;
using System.Text.Json;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Layers;

public sealed class LayerTests
{
    public static TheoryData<string> EveryProject() => [.. Projects.Names];

    [Fact]
    public void Folders_UnderSrc_AreTheLayers() => Projects.Names.ShouldBe(Projects.InwardOrder.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(EveryProject))]
    public void Project_ReferencesOnlyThoseInsideIt(string project) =>
        OutwardReferences(project, Projects.Of(project).GetReferencedAssemblies()).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(EveryProject))]
    public void Source_NamesOnlyNamespacesInsideIt(string project) =>
        Repository.Files($"src/{project}", ".cs").SelectMany(file => OutwardNames(project, file)).ShouldBeEmpty();

    [Fact]
    public void OutwardReferences_WhenALayerIsBroken_NamesIt()
    {
        AssemblyName[] references = [new("Satcom.Domain"), new("Satcom.WebApi"), new("System.Runtime")];

        OutwardReferences("Application", references).ShouldBe(["Application references WebApi"]);
        OutwardReferences("WebApi", references).ShouldBe(["WebApi references WebApi"]);
    }

    [Fact]
    public void OutwardNames_WhenALayerIsBroken_NamesTheFile() =>
        OutwardNames("Domain", new SourceFile("src/Domain/X.cs", "using Satcom.Application.Common;\nvar x = Satcom.Domain.Common.Result.Success;"))
            .ShouldBe(["src/Domain/X.cs names Satcom.Application"]);

    [Fact]
    public void Domain_ReferencesNoPackageAndNoProject()
    {
        var analyzers = new[] { "Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers", "Roslynator.Analyzers", "SonarAnalyzer.CSharp" };
        using var packages = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src/Domain/packages.lock.json")));

        // Analyzers run in the compiler and are no part of the assembly.
        packages.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(f => f.Value.EnumerateObject()).Select(p => p.Name).Except(analyzers, StringComparer.Ordinal).ShouldBeEmpty();
        Projects.Of("Domain").GetReferencedAssemblies().Where(IsOutsideTheRuntime).Select(a => a.Name).ShouldBeEmpty();
        IsOutsideTheRuntime(new AssemblyName("Npgsql")).ShouldBeTrue();
        IsOutsideTheRuntime(new AssemblyName("Microsoft.EntityFrameworkCore")).ShouldBeTrue();
    }

    private static bool IsOutsideTheRuntime(AssemblyName name) => !name.Name!.StartsWith("System.", StringComparison.Ordinal) && name.Name is not "System";

    private static IEnumerable<string> OutwardReferences(string project, IEnumerable<AssemblyName> references) =>
        from reference in references
        where reference.Name!.StartsWith("Satcom.", StringComparison.Ordinal)
        let other = reference.Name!["Satcom.".Length..]
        where Array.IndexOf(Projects.InwardOrder, other) is var at && (at < 0 || at >= Array.IndexOf(Projects.InwardOrder, project))
        select $"{project} references {other}";

    private static IEnumerable<string> OutwardNames(string project, SourceFile file) =>
        Projects.InwardOrder.Skip(Array.IndexOf(Projects.InwardOrder, project) + 1)
            .Where(outer => file.Text.Contains($"Satcom.{outer}.", StringComparison.Ordinal) || file.Text.Contains($"Satcom.{outer};", StringComparison.Ordinal))
            .Select(outer => $"{file.Path} names Satcom.{outer}");
}
