using System.Text.Json;
using System.Text.RegularExpressions;

namespace Satcom.IntegrationTests.Contract;

/// <summary>What the document says that each operation can answer: statuses, whether they have a body, and the codes of problems under them.</summary>
internal sealed class DeclaredAnswers
{
    private static readonly Lock Reading = new();
    private static DeclaredAnswers? _known;

    private readonly List<Operation> _operations;
    private readonly Dictionary<string, List<Operation>> _literal;

    public DeclaredAnswers(JsonElement document)
    {
        _operations =
        [
            .. ServiceDocument.Operations(document).Select(o => new Operation(
                o.ToString(),
                o.Method,
                o.Path,
                new Regex($"^{Regex.Replace(Regex.Escape(o.Path), @"\\\{[^}]+}", "[^/]+", RegexOptions.ExplicitCapture, Patience)}$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, Patience),
                o.Definition.GetProperty("responses").EnumerateObject().ToDictionary(r => r.Name, r => new Answer([.. Codes(r.Value)], r.Value.TryGetProperty("content", out _)), StringComparer.Ordinal)))
        ];
        _literal = _operations.Where(o => !o.Path.Contains('{', StringComparison.Ordinal)).GroupBy(o => o.Path, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.OrdinalIgnoreCase);
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(1);

    /// <summary>Those of the document, which is the same on every service (ContractTests); read from the first that is asked.</summary>
    public static async Task<DeclaredAnswers> OfAsync(Uri service)
    {
        if (Volatile.Read(ref _known) is { } known)
        {
            return known;
        }

        var read = new DeclaredAnswers(await ServiceDocument.ReadAsync(service));
        lock (Reading)
        {
            return _known ??= read;
        }
    }

    /// <summary>The codes that a response declares.</summary>
    public static IEnumerable<string> Codes(JsonElement response) =>
        response.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out var media) && media.GetProperty("schema").TryGetProperty("allOf", out var parts)
            ? parts.EnumerateArray().Where(p => p.TryGetProperty("properties", out _)).SelectMany(p => p.GetProperty("properties").GetProperty("code").GetProperty("enum").EnumerateArray().Select(c => c.GetString()!))
            : [];

    /// <summary>What is wrong with an answer; null when it is declared, or is to no operation of the document.</summary>
    /// <param name="code">The problem's; null for an answer that is none.</param>
    /// <param name="hasJson">True for an answer with a body of JSON that is no problem.</param>
    public string? Fault(HttpMethod method, string path, int status, string? code, bool hasJson = false)
    {
        // A path without places in it is nobody else's: /shift-assignments/bulk is no /shift-assignments/{id}.
        var bare = path.EndsWith('/') ? path[..^1] : path;
        var there = _literal.GetValueOrDefault(bare) ?? _operations.FindAll(o => o.Method == method && o.Shape.IsMatch(bare));
        if (there.Find(o => o.Method == method) is not { } operation)
        {
            return null;
        }

        return !operation.Answers.TryGetValue($"{status}", out var answer) ? $"{operation.Name} answered {status} {code}, which its document does not name. Declare it with [Fails<…>] on the message."
            : code is not null && !answer.Codes.Contains(code, StringComparer.Ordinal) ? $"{operation.Name} answered {status} with the code {code}; its document names {string.Join(", ", answer.Codes)}. Declare it with [Fails<…>] on the message."
            : hasJson && !answer.HasContent ? $"{operation.Name} answered {status} with a body, of which its document says nothing. Declare it with [ProducesResponseType<…>] on the action."
            : null;
    }

    private sealed record Operation(string Name, HttpMethod Method, string Path, Regex Shape, Dictionary<string, Answer> Answers);

    private sealed record Answer(IReadOnlyList<string> Codes, bool HasContent);
}
