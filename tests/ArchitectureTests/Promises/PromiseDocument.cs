using System.Text.RegularExpressions;

namespace Satcom.ArchitectureTests.Promises;

/// <summary>One line of docs/security.md.</summary>
/// <param name="Note">Empty, or what there is to say of the tests, beginning with one of the words of <see cref="PromiseDocument"/>.</param>
/// <param name="Tests">As it stands there: the classes that have a test of the promise.</param>
internal sealed record Promise(string Id, string Text, string Note, string Tests);

/// <summary>The tables of docs/security.md: id, promise, note, tests.</summary>
internal static partial class PromiseDocument
{
    /// <summary>There is no test because there is nothing to test yet, or nothing that the promise is about.</summary>
    public static readonly string[] Untested = ["not yet: ", "does not apply: "];

    /// <summary>Shown otherwise than by a test of its own: by files that are named, or by the tests of other ids.</summary>
    public static readonly string[] ShownOtherwise = ["shown by: ", "see: "];

    /// <summary>There are tests, and something that they leave out.</summary>
    public const string Except = "except: ";

    /// <summary>How many promises each kind has.</summary>
    public static readonly (char Kind, int Count)[] Kinds = [('D', 18), ('O', 64), ('T', 17), ('F', 32), ('A', 40), ('L', 20)];

    public static IEnumerable<string> Ids => Kinds.SelectMany(k => Enumerable.Range(1, k.Count).Select(n => $"{k.Kind}{n}"));

    public static IReadOnlyList<Promise> Read(string text) =>
        [.. Row().Matches(text).Select(m => new Promise(m.Groups["id"].Value, m.Groups["text"].Value.Trim(), m.Groups["note"].Value.Trim(), m.Groups["tests"].Value.Trim()))];

    /// <summary>The document with the last column as the tests have it.</summary>
    public static string WithTests(string text, IReadOnlyList<TestOfPromise> tests) =>
        Row().Replace(text, m => $"| {m.Groups["id"].Value} | {m.Groups["text"].Value.Trim()} | {Spaced(m.Groups["note"].Value)}| {Spaced(Column(m.Groups["id"].Value, tests))}|");

    /// <summary>What the last column says: the classes, in order.</summary>
    public static string Column(string id, IReadOnlyList<TestOfPromise> tests) =>
        string.Join(", ", tests.Where(t => t.IsOf(id)).Select(t => $"`{t.Class}`").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>What is wrong with the document, in words that say what to do.</summary>
    /// <param name="read">What a file says; empty for a folder, null where there is neither.</param>
    public static IEnumerable<string> Faults(string text, IReadOnlyList<TestOfPromise> tests, Func<string, string?> read)
    {
        var promises = Read(text);
        var known = promises.Select(p => p.Id).ToList();
        foreach (var id in Ids.Except(known, StringComparer.Ordinal))
        {
            yield return $"{id} has no line.";
        }

        foreach (var id in known.Except(Ids, StringComparer.Ordinal).Concat(known.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)))
        {
            yield return $"{id} is no promise, or has several lines.";
        }

        foreach (var test in tests.Where(t => !known.Contains(t.Id, StringComparer.Ordinal)))
        {
            yield return $"{test.Class}.{test.Name} names {test.Id}, which has no line.";
        }

        foreach (var fault in promises.SelectMany(p => FaultsOf(p, tests, read)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOf(Promise promise, IReadOnlyList<TestOfPromise> tests, Func<string, string?> read)
    {
        var (id, note) = (promise.Id, promise.Note);
        var isTested = tests.Any(t => t.IsOf(id));
        if (note.Length > 0 && !Array.Exists([.. Untested, .. ShownOtherwise, Except], word => note.StartsWith(word, StringComparison.Ordinal)))
        {
            yield return $"{id}: a note begins with one of: {string.Join(", ", [.. Untested, .. ShownOtherwise, Except])}.";
        }

        if (isTested && Array.Exists(Untested, word => note.StartsWith(word, StringComparison.Ordinal)))
        {
            yield return $"{id} has tests now ({Column(id, tests)}): take \"{note}\" away, or say \"{Except}\" what they leave out.";
        }

        if (!isTested && !Array.Exists([.. Untested, .. ShownOtherwise], word => note.StartsWith(word, StringComparison.Ordinal)))
        {
            yield return $"{id} has neither a test nor a reason for having none.";
        }

        if (!string.Equals(promise.Tests, Column(id, tests), StringComparison.Ordinal))
        {
            yield return $"{id}: the document names {(promise.Tests.Length == 0 ? "no test" : promise.Tests)}, and there are {Column(id, tests)}.";
        }

        foreach (var path in Quoted().Matches(note).Select(m => m.Groups["path"].Value).Where(path => read(path) is null))
        {
            yield return $"{id} names {path}, which is not there.";
        }

        if (note.StartsWith(ShownOtherwise[0], StringComparison.Ordinal) && !Quoted().Matches(note).Any(m => Id().Matches(read(m.Groups["path"].Value) ?? string.Empty).Any(named => string.Equals(named.Value, id, StringComparison.Ordinal))))
        {
            yield return $"{id} is named by none of the files that are to show it.";
        }

        if (note.StartsWith(ShownOtherwise[0], StringComparison.Ordinal) && !Quoted().IsMatch(note))
        {
            yield return $"{id} names no file.";
        }

        // Another promise can stand for this one as long as it is tested itself.
        var others = note.StartsWith(ShownOtherwise[1], StringComparison.Ordinal) ? Id().Matches(note).Select(m => m.Value).ToList() : null;
        if (others is not null && (others.Count == 0 || others.Exists(other => !tests.Any(t => t.IsOf(other)))))
        {
            yield return $"{id} leads to what is not tested.";
        }
    }

    private static string Spaced(string cell) => cell.Trim() is { Length: > 0 } said ? said + " " : string.Empty;

    [GeneratedRegex(@"^\| (?<id>[A-Z]\d{1,3}) \|(?<text>[^|\n]*)\|(?<note>[^|\n]*)\|(?<tests>[^|\n]*)\|$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<path>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[DOTFAL]\d{1,2}\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}
