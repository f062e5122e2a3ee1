using System.Text.RegularExpressions;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Promises;

/// <summary>A test whose name begins with a promise's id, or with several.</summary>
internal sealed partial record TestOfPromise(string Id, string Class, string Name)
{
    public bool IsOf(string id) => string.Equals(Id, id, StringComparison.Ordinal);

    /// <summary>Every such test of the repository, one for each id that its name carries.</summary>
    public static IReadOnlyList<TestOfPromise> All() =>
    [
        .. Repository.Files("tests", "Tests.cs").SelectMany(f => OfCode(Path.GetFileNameWithoutExtension(f.Path), f.Lines)),
        .. Repository.Files("sdk/typescript/tests", ".test.mjs").SelectMany(f => OfScript(Path.GetFileName(f.Path), f.Text)),
    ];

    /// <summary>Methods such as <c>O33_Read_…</c> that are facts or theories, and not skipped.</summary>
    public static IEnumerable<TestOfPromise> OfCode(string file, IReadOnlyList<string> lines)
    {
        var isTest = false;
        foreach (var line in lines.Select(l => l.Trim()))
        {
            if (line.StartsWith('['))
            {
                isTest |= (line.StartsWith("[Fact", StringComparison.Ordinal) || line.StartsWith("[Theory", StringComparison.Ordinal)) && !line.Contains("Skip", StringComparison.Ordinal);
            }
            else if (Method().Match(line) is { Success: true } method)
            {
                foreach (var id in isTest ? method.Groups["ids"].Value.Split('_', StringSplitOptions.RemoveEmptyEntries) : [])
                {
                    yield return new TestOfPromise(id, file, method.Groups["name"].Value);
                }

                isTest = false;
            }
        }
    }

    /// <summary>Tests such as <c>test('O12, O25: …'</c>, the name of which may be a template too.</summary>
    public static IEnumerable<TestOfPromise> OfScript(string file, string text) =>
        Script().Matches(text).SelectMany(m => m.Groups["ids"].Value.Split(", ").Select(id => new TestOfPromise(id, file, m.Groups["ids"].Value)));

    [GeneratedRegex(@"^public (static )?(async )?(Task|ValueTask|void) (?<name>(?<ids>([DOTFAL]\d{1,2}_)*)\w+)\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Method();

    [GeneratedRegex(@"^\s*(test|it)\(['`](?<ids>[DOTFAL]\d{1,2}(, [DOTFAL]\d{1,2})*): ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Script();
}
