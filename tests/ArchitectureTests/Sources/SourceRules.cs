using System.Text.RegularExpressions;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Sources;

/// <summary>Rules that are read off the text of a file.</summary>
internal static partial class SourceRules
{
    public const int MaxLines = 400;

    /// <summary>The one namespace that may look past a query filter.</summary>
    private const string PastTheFilters = "src/Infrastructure/Persistence/";

    public static IEnumerable<string> TooLong(SourceFile file)
    {
        if (!file.IsGenerated && file.Lines.Count > MaxLines + 1)
        {
            yield return $"{file.Path} has {file.Lines.Count - 1} lines";
        }
    }

    public static IEnumerable<string> Unfinished(SourceFile file) =>
        Lines(file, UnfinishedWork(), "unfinished work");

    public static IEnumerable<string> Silenced(SourceFile file) =>
        file.IsGenerated
            ? []
            : file.Lines.Select((line, at) => (line, at))
                .Where(l => (l.line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal) && !ReasonBehind().IsMatch(l.line))
                    || (SuppressingAttribute().IsMatch(l.line) && !l.line.Contains("Justification", StringComparison.Ordinal)))
                .Select(l => $"{file.Path}:{l.at + 1} silences a warning without its reason");

    /// <summary>In project files a comment on the line, or within the two above, gives the reason.</summary>
    public static IEnumerable<string> SilencedInProject(SourceFile file) =>
        file.Lines.Select((line, at) => (line, at))
            .Where(l => NoWarnSetting().IsMatch(l.line) && !l.line.Contains("<!--", StringComparison.Ordinal) && !file.Lines.Take(l.at).TakeLast(2).Any(above => above.TrimEnd().EndsWith("-->", StringComparison.Ordinal)))
            .Select(l => $"{file.Path}:{l.at + 1} silences a warning without its reason");

    public static IEnumerable<string> LookingPastFilters(SourceFile file) =>
        file.Path.StartsWith(PastTheFilters, StringComparison.Ordinal)
            ? Lines(file, FilterOffWithoutName(), "a filter is switched off without its name")
            : Lines(file, FilterOff(), "a query filter is switched off outside the one namespace");

    public static IEnumerable<string> Misplaced(SourceFile file, string project, string rootNamespace)
    {
        if (file.IsGenerated || NamespaceLine().Match(file.Text) is not { Success: true } match)
        {
            yield break;
        }

        var folder = Path.GetDirectoryName(Path.GetRelativePath(project, file.Path))!.Replace('\\', '/').Replace('/', '.');
        var expected = folder.Length == 0 ? rootNamespace : $"{rootNamespace}.{folder}";
        if (!string.Equals(match.Groups["name"].Value, expected, StringComparison.Ordinal))
        {
            yield return $"{file.Path} is in namespace {match.Groups["name"].Value}, not {expected}";
        }
    }

    /// <summary>System first, then by name, word by word; static ones and aliases behind the others.</summary>
    public static IEnumerable<string> Unsorted(SourceFile file)
    {
        var directives = file.Lines.TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal)).Select(line => UsingDirective().Match(line)).Where(m => m.Success).ToList();
        return directives.Zip(directives.Skip(1))
            .Where(pair => StringComparer.OrdinalIgnoreCase.Compare(SortKey(pair.First), SortKey(pair.Second)) > 0)
            .Select(pair => $"{file.Path}: \"{pair.Second.Value}\" belongs before \"{pair.First.Value}\"");
    }

    // A full stop counts less than any letter, as a space does.
    private static string SortKey(Match directive)
    {
        var name = directive.Groups["name"].Value;
        var isSystem = name.Equals("System", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal);
        var kind = (directive.Groups["alias"].Success, directive.Groups["static"].Success, isSystem) switch
        {
            (true, _, _) => '3',
            (_, true, _) => '2',
            (_, _, true) => '0',
            _ => '1',
        };
        return $"{kind}{name.Replace('.', ' ')}";
    }

    private static IEnumerable<string> Lines(SourceFile file, Regex pattern, string what) =>
        file.Lines.Select((line, at) => (line, at)).Where(l => pattern.IsMatch(l.line)).Select(l => $"{file.Path}:{l.at + 1} {what}");

    // Written apart, so that this file is not its own first finding.
    [GeneratedRegex("\\b(TO" + "DO|FIX" + "ME|HA" + "CK|XX" + "X)\\b|NotImplemented" + "Exception", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnfinishedWork();

    [GeneratedRegex(@"#pragma warning disable [\w, ]+// \S.{10,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReasonBehind();

    [GeneratedRegex(@"^\s*\[.*SuppressMessage\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SuppressingAttribute();

    [GeneratedRegex(@"<(NoWarn|WarningsNotAsErrors)>|\bNoWarn=", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoWarnSetting();

    [GeneratedRegex(@"\.IgnoreQueryFilters\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FilterOff();

    [GeneratedRegex(@"\.IgnoreQueryFilters\(\s*\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FilterOffWithoutName();

    [GeneratedRegex(@"^(global )?using (?<static>static )?((?<alias>\w+) = )?(?<name>[\w.]+);", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex NamespaceLine();
}
