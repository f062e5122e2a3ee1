using System.Text.Json;
using System.Text.RegularExpressions;

namespace Satcom.IntegrationTests.Contract;

/// <summary>What every operation of the document promises.</summary>
internal static partial class DocumentRules
{
    // Every request can have an unknown parameter, name another tenant than its host does, and meet a fault of ours or a database that is away.
    private static readonly string[] Refusals = ["400", "403", "500", "503"];

    public static IEnumerable<string> Faults(ServiceOperation operation) => Rules(operation).Select(fault => $"{operation}: {fault}");

    /// <summary>Parameters, schemas and members that say nothing of themselves. What refers to a schema is described by it.</summary>
    public static IEnumerable<string> Undescribed(JsonElement document)
    {
        var parameters = ServiceDocument.Operations(document)
            .SelectMany(o => o.Definition.TryGetProperty("parameters", out var all) ? all.EnumerateArray().Where(p => !IsDescribed(p)).Select(p => $"{o}: {p.GetProperty("name").GetString()}") : []);
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().SelectMany(s => Undescribed(s.Name, s.Value));
        return parameters.Concat(schemas);
    }

    private static IEnumerable<string> Undescribed(string name, JsonElement schema)
    {
        if (!IsDescribed(schema))
        {
            yield return name;
        }

        if (schema.TryGetProperty("properties", out var members))
        {
            foreach (var member in members.EnumerateObject().Where(m => !m.Value.TryGetProperty("$ref", out _) && !m.Value.TryGetProperty("oneOf", out _) && !IsDescribed(m.Value)))
            {
                yield return $"{name}.{member.Name}";
            }
        }
    }

    private static bool IsDescribed(JsonElement element) => element.TryGetProperty("description", out var text) && !string.IsNullOrWhiteSpace(text.GetString());

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

        foreach (var response in responses.EnumerateObject().Where(r => r.Name.StartsWith('2') && r.Value.TryGetProperty("content", out _) && !HasExample(r.Value) && !HasExample(r.Value, "text/csv")))
        {
            yield return $"no example of answer {response.Name}";
        }
    }

    private static bool HasExample(JsonElement described, string type = "application/json") =>
        described.GetProperty("content").TryGetProperty(type, out var media) && media.TryGetProperty("example", out _);

    [GeneratedRegex("^[A-Z][A-Za-z]+_[A-Z][A-Za-z]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FeatureUseCase();
}
