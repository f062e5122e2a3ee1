using System.Text.Json;
using System.Text.RegularExpressions;

namespace Satcom.IntegrationTests.Contract;

/// <summary>What every operation of the document promises.</summary>
internal static partial class DocumentRules
{
    // A 401 also where no account is asked for: the password may be wrong, and so may a token that is sent all the same.
    private static readonly string[] Refusals = ["400", "429", "503", "401"];

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
