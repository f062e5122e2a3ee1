using System.Text.RegularExpressions;
using Satcom.Application.Common;
using Satcom.ArchitectureTests.Common;
using Satcom.Domain.Common;

namespace Satcom.ArchitectureTests.UseCases;

/// <summary>What a use case's own file answers with is declared on its message, and what is declared is answered with somewhere.</summary>
public sealed partial class FailureTests
{
    private static readonly Dictionary<string, string> Texts = Repository.Files("src/Application", ".cs").Concat(Repository.Files("src/Domain", ".cs")).Concat(Repository.Files("src/Infrastructure", ".cs"))
        .ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);

    private static readonly HashSet<string> Errors =
        [.. Projects.Of("Domain").GetTypes().Concat(Projects.Of("Application").GetTypes()).Where(t => t.IsSubclassOf(typeof(Error)) && !t.IsAbstract).Select(t => t.Name)];

    private static readonly MessageFacts[] Messages =
        [.. Projects.Of("Application").GetTypes().Where(t => t is { IsClass: true, IsAbstract: false, IsPublic: true } && t.IsAssignableTo(typeof(MediatR.IBaseRequest))).Select(MessageFacts.Of)];

    [Fact]
    public void EveryRefusalOfAUseCasesFile_IsDeclaredOnItsMessage()
    {
        Messages.Length.ShouldBeGreaterThan(20);
        Messages.SelectMany(m => Undeclared(m, TextOf(m))).ShouldBeEmpty();
        Undeclared(Messages.Single(m => m.Operation is "Attendance_GetDay"), "return new NotFound(); return new AlreadyCheckedIn();").ShouldBe(["Attendance_GetDay answers AlreadyCheckedIn"]);
    }

    [Fact]
    public void EveryDeclaredRefusal_IsMadeSomewhere()
    {
        var made = Texts.Values.SelectMany(text => Creation().Matches(text)).Select(m => m.Groups["type"].Value).ToHashSet(StringComparer.Ordinal);

        Messages.SelectMany(m => m.Own).Select(e => e.GetType().Name).Distinct(StringComparer.Ordinal).Where(e => !made.Contains(e)).ShouldBeEmpty();
    }

    [Fact]
    public void EveryMessageThatReadsIfMatch_DeclaresIt()
    {
        var readers = Messages.Where(m => TextOf(m).Contains("IfMatch", StringComparison.Ordinal)).ToList();

        readers.ShouldNotBeEmpty();
        readers.Where(m => !m.HonoursIfMatch).Select(m => m.Operation).ShouldBeEmpty();
    }

    private static IEnumerable<string> Undeclared(MessageFacts message, string text)
    {
        var declared = message.Errors.Select(e => e.GetType().Name).ToHashSet(StringComparer.Ordinal);
        return Made(text).Where(e => Errors.Contains(e) && !declared.Contains(e)).Distinct(StringComparer.Ordinal).Select(e => $"{message.Operation} answers {e}");
    }

    private static IEnumerable<string> Made(string text) => Creation().Matches(ConstraintTable().Replace(text, string.Empty)).Select(m => m.Groups["type"].Value);

    private static string TextOf(MessageFacts message)
    {
        var parts = message.Operation.Split('_');
        return Texts.GetValueOrDefault($"src/Application/{parts[0]}/{parts[1]}.cs") ?? string.Empty;
    }

    [GeneratedRegex(@"new (?<type>[A-Z]\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Creation();

    /// <summary>A feature's table of constraints stands beside one of its use cases, and speaks for all of them.</summary>
    [GeneratedRegex(@"class \w+ : IConstraintErrorSource[\s\S]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConstraintTable();
}
