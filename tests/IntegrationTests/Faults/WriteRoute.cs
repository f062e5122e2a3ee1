using System.Text.Json;
using System.Text.RegularExpressions;

namespace Satcom.IntegrationTests.Faults;

/// <summary>An operation of the OpenAPI document, as far as bad input needs to know it.</summary>
internal sealed partial record WriteRoute(string Method, string Template, bool TakesBody, bool MayBeEmpty, IReadOnlyList<string> Texts, IReadOnlyList<string> Query)
{
    /// <summary>Nobody's.</summary>
    public string Id { get; init; } = "0192f0c1-0000-7000-8000-0000000000ff";

    /// <summary>The route with an id that nothing has in each of its places.</summary>
    public string Path => Place().Replace(Template, place => place.Value is "{date}" ? "2090-12-02" : Id);

    public static WriteRoute Of(string method, string template, JsonElement operation, JsonElement schemas)
    {
        var body = operation.TryGetProperty("requestBody", out var found) ? found : default;
        var takesBody = body.ValueKind == JsonValueKind.Object && body.GetProperty("content").TryGetProperty("application/json", out _);
        var isRequired = takesBody && body.TryGetProperty("required", out var required) && required.GetBoolean();
        var query = operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString().Is("query")).Select(p => p.GetProperty("name").GetString()!).ToList()
            : [];
        return new WriteRoute(method, template, takesBody, !isRequired, takesBody ? [.. TextsOf(body, schemas)] : [], query);
    }

    public override string ToString() => $"{Method.ToUpperInvariant()} {Template}";

    /// <summary>The members of the body that are plain text.</summary>
    private static IEnumerable<string> TextsOf(JsonElement body, JsonElement schemas)
    {
        var schema = Resolve(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"), schemas);
        return schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Where(p => IsText(Resolve(p.Value, schemas))).Select(p => p.Name)
            : [];
    }

    private static bool IsText(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ToString().Contains("string", StringComparison.Ordinal)
        && !schema.TryGetProperty("format", out _) && !schema.TryGetProperty("enum", out _);

    private static JsonElement Resolve(JsonElement schema, JsonElement schemas)
    {
        foreach (var choice in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema.TryGetProperty(choice, out var options))
            {
                schema = options.EnumerateArray().FirstOrDefault(o => o.TryGetProperty("$ref", out _), schema);
            }
        }

        return schema.TryGetProperty("$ref", out var reference) ? schemas.GetProperty(reference.GetString()!.Split('/')[^1]) : schema;
    }

    [GeneratedRegex("\\{[^}]+\\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
