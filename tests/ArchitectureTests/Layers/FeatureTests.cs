using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Layers;

/// <summary>One word per feature, the same in every project; and a closed list of what is no feature.</summary>
public sealed class FeatureTests
{
    /// <summary>The words of the design. A folder outside them must be among those of its project below.</summary>
    private static readonly string[] Words =
    [
        "Anomalies", "Attendance", "Auditing", "Chat", "Identity", "Imports", "Jobs", "Leaves", "Media", "Notifications", "People", "Presence", "Projects", "Purchases", "Reports", "Shifts",
        "Tenancy", "Timesheets", "WorkTasks",
    ];

    /// <summary>Machinery that belongs to a project and to no feature.</summary>
    private static readonly Dictionary<string, string[]> Machinery = new(StringComparer.Ordinal)
    {
        ["Domain"] = ["Common"],
        ["Application"] = ["Common"],
        ["Infrastructure"] = ["Common", "Demo", "Idempotency", "Messaging", "Outbox", "Persistence"],
        ["WebApi"] = ["Common", "Properties", "Realtime", "wwwroot"],
    };

    private static readonly string[] Kinds =
        ["Commands", "Queries", "Validators", "Entities", "Handlers", "Dtos", "DTOs", "Models", "Services", "Controllers", "Repositories", "Interfaces", "Exceptions", "Helpers", "Utils", "Enums"];

    [Fact]
    public void Folders_OfEveryProject_AreFeaturesOrKnownMachinery()
    {
        var faults = Projects.Names.SelectMany(project => Folders($"src/{project}"), Judge).OfType<string>().ToList();

        faults.ShouldBeEmpty();
        Judge("Domain", "Helpers").ShouldNotBeNull();
        Judge("Application", "Outbox").ShouldNotBeNull();
        Judge("Infrastructure", "Outbox").ShouldBeNull();
    }

    [Fact]
    public void Folders_AtAnyDepth_AreNotNamedByKind()
    {
        var folders = Projects.Names.SelectMany(p => Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", p), "*", SearchOption.AllDirectories))
            .Where(d => !d.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(d => Path.GetFileName(d)).ToList();

        folders.Count.ShouldBeGreaterThan(20);
        folders.Intersect(Kinds, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Namespaces_HaveNoTypeOfTheirOwnName()
    {
        var types = Projects.All.SelectMany(Projects.TypesOf).ToList();
        var spaces = types.SelectMany(t => t.Namespace!.Split('.').Skip(2)).ToHashSet(StringComparer.Ordinal);

        types.Where(t => spaces.Contains(t.Name)).Select(t => t.FullName).ShouldBeEmpty("A folder never has the name of a type.");
        spaces.Contains("Attendance").ShouldBeTrue();
    }

    [Fact]
    public void Features_AreCalledByTheSameWordEverywhere()
    {
        var folders = Projects.Names.SelectMany(p => Folders($"src/{p}")).Concat(Folders("tests/Domain.UnitTests")).Concat(Folders("tests/IntegrationTests")).Distinct(StringComparer.Ordinal).ToList();

        folders.Intersect(Words, StringComparer.Ordinal).Count().ShouldBeGreaterThan(5);
        folders.SelectMany(Misspellings).ShouldBeEmpty("The same word everywhere: not Anomaly here and Anomalies there.");
        Misspellings("Anomaly").ShouldNotBeEmpty();
        Misspellings("Leave").ShouldNotBeEmpty();
    }

    private static IEnumerable<string> Misspellings(string folder) =>
        Words.Where(word => !string.Equals(word, folder, StringComparison.Ordinal) && folder.Length > 3 && string.Equals(word[..4], folder[..4], StringComparison.OrdinalIgnoreCase))
            .Select(word => $"{folder} for {word}");

    private static IEnumerable<string> Folders(string root) =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, root)).Select(d => Path.GetFileName(d)).Except(["bin", "obj", "TestResults"], StringComparer.Ordinal);

    private static string? Judge(string project, string folder) =>
        Words.Contains(folder) || Machinery[project].Contains(folder) ? null : $"src/{project}/{folder} is neither a feature of the design nor known machinery";
}
