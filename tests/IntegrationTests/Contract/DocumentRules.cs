using System.Text.Json;
using System.Text.RegularExpressions;

namespace Satcom.IntegrationTests.Contract;

/// <summary>What every operation of the document promises.</summary>
internal static partial class DocumentRules
{
    // Every request can have an unknown parameter, name another tenant than its host does, and meet a fault of ours or a database that is away.
    private static readonly string[] Refusals = ["400", "403", "500", "503"];

    public static IEnumerable<string> Faults(ServiceOperation operation) => Rules(operation).Select(fault => $"{operation}: {fault}");

    private static IEnumerable<string> Rules(ServiceOperation operation)
    {
        var definition = operation.Definition;
        if (!FeatureUseCase().IsMatch(operation.Id))
        {
            yield return "the id is not Feature_UseCase";
        }

        if (!definition.TryGetProperty("summary", out var summary) || string.IsNullOrWhiteSpace(summary.GetString()))
        {
            yield return "no summary";
        }

        var responses = definition.GetProperty("responses");
        foreach (var status in Refusals.Where(s => !responses.TryGetProperty(s, out _)))
        {
            yield return $"no answer {status}";
        }

        foreach (var response in responses.EnumerateObject().Where(r => !r.Name.StartsWith('2') && !DeclaredAnswers.Codes(r.Value).Any()))
        {
            yield return $"no codes under {response.Name}";
        }

        if (definition.TryGetProperty("security", out var security) && security.GetArrayLength() > 0 && !responses.TryGetProperty("401", out _))
        {
            yield return "no answer 401";
        }

        if (operation.Parameters.Any(p => p.Name is "If-Match") != responses.TryGetProperty("412", out _))
        {
            yield return "If-Match without 412, or the other way round";
        }

        if (operation.Parameters.Any(p => p.Name is "Idempotency-Key") != responses.EnumerateObject().SelectMany(r => DeclaredAnswers.Codes(r.Value)).Contains("idempotency_key_reused", StringComparer.Ordinal))
        {
            yield return "Idempotency-Key without idempotency_key_reused, or the other way round";
        }

        if (operation.HasBody && !HasExample(definition.GetProperty("requestBody")))
        {
            yield return "no example of the body";
        }

        foreach (var response in responses.EnumerateObject().Where(r => r.Name.StartsWith('2') && r.Value.TryGetProperty("content", out _) && !HasExample(r.Value)))
        {
            yield return $"no example of answer {response.Name}";
        }
    }

    private static bool HasExample(JsonElement described) =>
        described.GetProperty("content").TryGetProperty("application/json", out var media) && media.TryGetProperty("example", out _);

    [GeneratedRegex("^[A-Z][A-Za-z]+_[A-Z][A-Za-z]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FeatureUseCase();
}
