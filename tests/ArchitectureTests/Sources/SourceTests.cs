using System.Reflection;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Sources;

public sealed class SourceTests
{
    private static readonly SourceFile[] Code = [.. Repository.Files(".", ".cs").Select(f => new SourceFile(f.Path.StartsWith("./", StringComparison.Ordinal) ? f.Path[2..] : f.Path, f.Text))];

    [Fact]
    public void Files_Found_AreThoseOfTheRepository()
    {
        Code.Length.ShouldBeGreaterThan(200);
        Code.ShouldContain(f => f.Path.Equals("src/WebApi/Program.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void NoFile_IsLongerThanAPersonReads()
    {
        Code.SelectMany(SourceRules.TooLong).ShouldBeEmpty();
        SourceRules.TooLong(Planted(new string('\n', SourceRules.MaxLines + 1))).ShouldNotBeEmpty();
        SourceRules.TooLong(Planted(new string('\n', SourceRules.MaxLines))).ShouldBeEmpty();
    }

    [Fact]
    public void NoFile_LeavesWorkUnfinished()
    {
        Code.Concat(Repository.Files("build", ".mjs")).SelectMany(SourceRules.Unfinished).ShouldBeEmpty();
        SourceRules.Unfinished(Planted("// TO" + "DO later")).ShouldNotBeEmpty();
        SourceRules.Unfinished(Planted("// FIX" + "ME")).ShouldNotBeEmpty();
        SourceRules.Unfinished(Planted("throw new NotImplemented" + "Exception();")).ShouldNotBeEmpty();
    }

    [Fact]
    public void NoWarning_IsSilencedWithoutItsReason()
    {
        Code.SelectMany(SourceRules.Silenced).ShouldBeEmpty();
        SourceRules.Silenced(Planted("#pragma warning disable CA1031")).ShouldNotBeEmpty();
        SourceRules.Silenced(Planted("#pragma warning disable CA1031 // The loop must outlive it.")).ShouldBeEmpty();
        SourceRules.Silenced(Planted("[Suppress" + "Message(\"a\", \"b\")]")).ShouldNotBeEmpty();
    }

    [Fact]
    public void NoProject_SilencesAWarningWithoutItsReason()
    {
        var projects = Repository.Files(".", ".csproj").Concat(Repository.Files(".", ".props")).Concat(Repository.Files(".", ".targets")).ToList();

        projects.Count.ShouldBeGreaterThan(8);
        projects.SelectMany(SourceRules.SilencedInProject).ShouldBeEmpty();
        SourceRules.SilencedInProject(Planted("<PropertyGroup>\n<NoWarn>CA1</NoWarn>")).ShouldNotBeEmpty();
        SourceRules.SilencedInProject(Planted("<!-- why -->\n<NoWarn>CA1</NoWarn>")).ShouldBeEmpty();
    }

    [Fact]
    public void T3_NoQueryFilter_IsSwitchedOffOutsideTheOneNamespace()
    {
        Code.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal)).SelectMany(SourceRules.LookingPastFilters).ShouldBeEmpty();
        SourceRules.LookingPastFilters(Planted("db.Users.Ignore" + "QueryFilters([\"tenant\"])")).ShouldNotBeEmpty();
        SourceRules.LookingPastFilters(new SourceFile("src/Infrastructure/Persistence/X.cs", "db.Users.Ignore" + "QueryFilters()")).ShouldNotBeEmpty();
        SourceRules.LookingPastFilters(new SourceFile("src/Infrastructure/Persistence/X.cs", "db.Users.Ignore" + "QueryFilters([Name])")).ShouldBeEmpty();
    }

    [Fact]
    public void EveryFile_IsInTheNamespaceOfItsFolder()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(p => !p.Contains("node_modules", StringComparison.Ordinal))
            .Select(p => (Folder: Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(p)!).Replace('\\', '/'), Root: RootNamespace(p))).ToList();
        var faults = projects.SelectMany(p => Code.Where(f => f.Path.StartsWith(p.Folder + "/", StringComparison.Ordinal)).SelectMany(f => SourceRules.Misplaced(f, p.Folder, p.Root)));

        projects.Count.ShouldBeGreaterThan(7);
        faults.ShouldBeEmpty();
        SourceRules.Misplaced(new SourceFile("src/Domain/People/X.cs", "namespace Satcom.Domain.Persons;"), "src/Domain", "Satcom.Domain").ShouldNotBeEmpty();
    }

    [Fact]
    public void UsingDirectives_StandInOrder()
    {
        Code.SelectMany(SourceRules.Unsorted).ShouldBeEmpty("dotnet format sorts them.");
        SourceRules.Unsorted(Planted("using Satcom.B;\nusing Satcom.A;\n\nnamespace X;")).ShouldNotBeEmpty();
        SourceRules.Unsorted(Planted("using Satcom.A;\nusing System;\n\nnamespace X;")).ShouldNotBeEmpty();
        SourceRules.Unsorted(Planted("using static System.Math;\nusing System;\n\nnamespace X;")).ShouldNotBeEmpty();
        SourceRules.Unsorted(Planted("using System;\nusing System.Net;\nusing Npgsql;\nusing Satcom.A;\nusing Satcom.A.B;\nusing Satcom.Ab;\nusing static System.Math;\nusing A = System.Math;\n\nnamespace X;")).ShouldBeEmpty();
    }

    [Fact]
    public void Readme_HoldsTheScriptOfTheFirstPath_WordForWord()
    {
        var script = Repository.Files("docs", "first-path.sh").Single().Text;

        script.Length.ShouldBeGreaterThan(5000);
        File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Contains($"```bash\n{script}```\n", StringComparison.Ordinal).ShouldBeTrue("CI runs docs/first-path.sh; what the README shows is another script.");
    }

    [Fact]
    public void TheSettingOfDispatchers_IsNamedByThemAndTheirPoliciesAlone()
    {
        // Whoever sets it reads all companies' rows of a queue: docs/decisions/ADR-006 says who may.
        string[] named =
        [
            "Jobs/JobRunStore.cs", "Jobs/PlatformFailures.cs", "Notifications/MessageQueue.cs", "Outbox/OutboxDispatcher.cs",
            "Persistence/JobSql.cs", "Persistence/SchemaSql.cs", "Persistence/TenantLockingSqlGenerator.cs",
        ];

        Code.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal) && !f.IsGenerated && f.Text.Contains("app.sys" + "tem", StringComparison.Ordinal))
            .Select(f => f.Path["src/Infrastructure/".Length..]).Order(StringComparer.Ordinal).ShouldBe(named);
    }

    [Fact]
    public void NoType_OfDomainOrApplication_HoldsADateTime()
    {
        var types = Projects.TypesOf(Projects.Of("Domain")).Concat(Projects.TypesOf(Projects.Of("Application")));

        types.SelectMany(DateTimes).ShouldBeEmpty("An instant is a DateTimeOffset in UTC, a work date a DateOnly.");
        DateTimes(typeof(Local)).ShouldBe(["Local.At", "Local.Till"]);
    }

    private static IEnumerable<string> DateTimes(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) == typeof(DateTime)).Select(p => $"{type.Name}.{p.Name}");

    private static string RootNamespace(string project)
    {
        var text = File.ReadAllText(project);
        var start = text.IndexOf("<RootNamespace>", StringComparison.Ordinal);
        return start < 0
            ? Path.GetFileNameWithoutExtension(project)
            : text[(start + "<RootNamespace>".Length)..text.IndexOf("</RootNamespace>", StringComparison.Ordinal)];
    }

    private static SourceFile Planted(string text) => new("src/Application/Planted.cs", text);

    private sealed record Local(DateTime At, DateTime? Till);
}
