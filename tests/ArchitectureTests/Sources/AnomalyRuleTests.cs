using System.Text.RegularExpressions;
using Satcom.ArchitectureTests.Common;
using Satcom.Domain.Anomalies;

namespace Satcom.ArchitectureTests.Sources;

/// <summary>A rule of anomalies is one file and its registration: nothing else knows one rule from another.</summary>
public sealed class AnomalyRuleTests
{
    private const string Register = "src/Domain/Anomalies/AnomalyRules.cs";

    private static readonly string[] Kinds = Enum.GetNames<AnomalyKind>();

    [Fact]
    public void NoFile_ButItsOwnAndTheRegister_NamesARule()
    {
        var code = Repository.Files("src", ".cs").Where(f => !f.IsGenerated && !f.Path.EndsWith("Examples.cs", StringComparison.Ordinal)).ToList();

        code.SelectMany(Named).ShouldBeEmpty("Ask the rule, by IAnomalyRule, instead of asking which one it is.");
        Kinds.ShouldAllBe(kind => code.Exists(f => f.Path.Equals(FileOf(kind), StringComparison.Ordinal)));
        Named(new SourceFile("src/Application/Planted.cs", $"if (its.Kind == AnomalyKind.{Kinds[0]})")).ShouldNotBeEmpty();
        Named(new SourceFile("src/Application/Planted.cs", $"settings[{Kinds[^1]}Rule.MinimumCount]")).ShouldNotBeEmpty();
    }

    [Fact]
    public void NoText_OutsideARulesFile_SaysItsFindings()
    {
        var texts = Repository.Files("src/WebApi/Common/Problems", ".json").Where(f => f.Path.Contains("texts.", StringComparison.Ordinal)).ToList();

        texts.Count.ShouldBe(2);
        foreach (var kind in Kinds.Select(kind => $"\"{char.ToLowerInvariant(kind[0])}{kind[1..]}\""))
        {
            texts.Where(f => f.Text.Contains(kind, StringComparison.Ordinal)).Select(f => f.Path).ShouldBeEmpty(kind);
        }
    }

    private static IEnumerable<string> Named(SourceFile file) =>
        Kinds.Where(kind => !file.Path.Equals(FileOf(kind), StringComparison.Ordinal) && !file.Path.Equals(Register, StringComparison.Ordinal))
            .Where(kind => Regex.IsMatch(file.Text, $@"\bAnomalyKind\.{kind}\b|\b{kind}Rule\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            .Select(kind => $"{file.Path}: {kind}");

    private static string FileOf(string kind) => $"src/Domain/Anomalies/{kind}Rule.cs";
}
