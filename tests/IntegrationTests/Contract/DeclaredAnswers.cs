using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Satcom.IntegrationTests.Contract;

/// <summary>What the document says that each operation can answer: statuses, and the codes of problems under them.</summary>
internal sealed class DeclaredAnswers
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<DeclaredAnswers>>> OfServices = new(StringComparer.Ordinal);

    private readonly List<Operation> _operations;

    public DeclaredAnswers(JsonElement document) => _operations =
    [
        .. ServiceDocument.Operations(document).Select(o => new Operation(
            o.ToString(),
            o.Method,
            !o.Path.Contains('{', StringComparison.Ordinal),
            new Regex($"^{Regex.Replace(Regex.Escape(o.Path), @"\\\{[^}]+}", "[^/]+", RegexOptions.ExplicitCapture, Patience)}/?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, Patience),
            o.Definition.GetProperty("responses").EnumerateObject().ToDictionary(r => r.Name, r => Codes(r.Value).ToList(), StringComparer.Ordinal)))
    ];

    private static TimeSpan Patience => TimeSpan.FromSeconds(1);

    /// <summary>Those of a running service, read once.</summary>
    public static Task<DeclaredAnswers> OfAsync(Uri service) => OfServices.GetOrAdd(service.Authority, _ => new Lazy<Task<DeclaredAnswers>>(() => ReadAsync(service))).Value;

    /// <summary>The codes that a response declares.</summary>
    public static IEnumerable<string> Codes(JsonElement response) =>
        response.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out var media) && media.GetProperty("schema").TryGetProperty("allOf", out var parts)
            ? parts.EnumerateArray().Where(p => p.TryGetProperty("properties", out _)).SelectMany(p => p.GetProperty("properties").GetProperty("code").GetProperty("enum").EnumerateArray().Select(c => c.GetString()!))
            : [];

    /// <summary>What is wrong with an answer; null when it is declared, or is to no operation of the document.</summary>
    /// <param name="code">The problem's; null for an answer that is none.</param>
    public string? Fault(HttpMethod method, string path, int status, string? code)
    {
        // A path without places in it is nobody else's: /shift-assignments/bulk is no /shift-assignments/{id}.
        var there = _operations.FindAll(o => o.Path.IsMatch(path));
        if ((there.Exists(o => o.IsLiteral) ? there.FindAll(o => o.IsLiteral) : there).Find(o => o.Method == method) is not { } operation)
        {
            return null;
        }

        return !operation.Answers.TryGetValue($"{status}", out var codes) ? $"{operation.Name} answered {status} {code}, which its document does not name. Declare it with [Fails<…>] on the message."
            : code is not null && !codes.Contains(code, StringComparer.Ordinal) ? $"{operation.Name} answered {status} with the code {code}; its document names {string.Join(", ", codes)}. Declare it with [Fails<…>] on the message."
            : null;
    }

    private static async Task<DeclaredAnswers> ReadAsync(Uri service)
    {
        using var client = new HttpClient { BaseAddress = service };
        return new DeclaredAnswers(JsonElement.Parse(await client.GetStringAsync(new Uri(ServiceDocument.Address, UriKind.Relative))));
    }

    private sealed record Operation(string Name, HttpMethod Method, bool IsLiteral, Regex Path, Dictionary<string, List<string>> Answers);
}
