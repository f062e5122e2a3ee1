using System.Text.Json;
using System.Text.Json.Nodes;

namespace Satcom.IntegrationTests.Contract;

/// <summary>One limit that the document sets to a value of a request.</summary>
/// <param name="Field">As the problem names it: location.latitude.</param>
/// <param name="Beyond">A value that breaks the limit by as little as can be.</param>
/// <param name="Within">A value that just keeps it; null where the text must keep a format as well.</param>
internal sealed record RequestLimit(string Field, string Rule, JsonNode Beyond, JsonNode? Within)
{
    /// <summary>What to send, and whether it is refused.</summary>
    public IEnumerable<(JsonNode Value, bool IsRefused)> Values => Within is null ? [(Beyond, true)] : [(Beyond, true), (Within, false)];
}

/// <summary>Reads the limits of an operation's request from the document.</summary>
internal sealed class RequestRules(JsonElement document)
{
    public IEnumerable<RequestLimit> OfBody(ServiceOperation operation) =>
        operation.Definition.TryGetProperty("requestBody", out var body) ? Members(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"), string.Empty) : [];

    public IEnumerable<RequestLimit> OfQuery(ServiceOperation operation) =>
        operation.Definition.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() is "query").SelectMany(p => Limits(Resolve(p.GetProperty("schema")), p.GetProperty("name").GetString()!))
            : [];

    /// <summary>The lists of an operation's body whose items may not be null, as the problem names them.</summary>
    public IEnumerable<string> ListsOf(ServiceOperation operation) =>
        operation.Definition.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) ? Lists(json.GetProperty("schema"), string.Empty) : [];

    private IEnumerable<string> Lists(JsonElement schema, string path)
    {
        if (!Resolve(schema).TryGetProperty("properties", out var properties))
        {
            yield break;
        }

        foreach (var property in properties.EnumerateObject())
        {
            var field = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (Resolve(property.Value).TryGetProperty("items", out var items) && !items.GetRawText().Contains("null", StringComparison.Ordinal))
            {
                yield return field;
            }

            foreach (var inner in Lists(property.Value, field))
            {
                yield return inner;
            }
        }
    }

    private IEnumerable<RequestLimit> Members(JsonElement schema, string path)
    {
        if (!Resolve(schema).TryGetProperty("properties", out var properties))
        {
            yield break;
        }

        foreach (var property in properties.EnumerateObject())
        {
            var field = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            foreach (var limit in Limits(Resolve(property.Value), field).Concat(Members(property.Value, field)))
            {
                yield return limit;
            }
        }
    }

    private static IEnumerable<RequestLimit> Limits(JsonElement schema, string field)
    {
        var hasFormat = schema.TryGetProperty("format", out _);
        if (schema.TryGetProperty("maxLength", out var longest))
        {
            yield return new(field, "maxLength", new string('x', longest.GetInt32() + 1), hasFormat ? null : new string('x', longest.GetInt32()));
        }

        if (schema.TryGetProperty("pattern", out var pattern))
        {
            pattern.GetString().ShouldBe("\\S", $"{field}: say here what keeps this pattern and what breaks it");
            yield return new(field, "pattern", "  ", "x");
        }

        if (schema.TryGetProperty("minimum", out var least))
        {
            yield return new(field, "minimum", least.GetDecimal() - 1, least.GetDecimal());
        }

        if (schema.TryGetProperty("maximum", out var most))
        {
            yield return new(field, "maximum", most.GetDecimal() + 1, most.GetDecimal());
        }

        if (schema.TryGetProperty("enum", out var values) && schema.GetProperty("type").GetString() is "string" && values[0].ValueKind == JsonValueKind.String)
        {
            yield return new(field, "enum", "none-of-them", values[0].GetString()!);
        }

        // Items that are more than a text are refused for what they are before anybody counts them.
        if (schema.TryGetProperty("maxItems", out var items) && schema.GetProperty("items").TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is "string")
        {
            JsonArray Of(int count) => [.. Enumerable.Range(0, count).Select(_ => (JsonNode)Guid.Empty.ToString())];
            yield return new(field, "maxItems", Of(items.GetInt32() + 1), Of(items.GetInt32()));
        }
    }

    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            schema = choices.EnumerateArray().First(c => c.TryGetProperty("$ref", out _));
        }

        return schema.TryGetProperty("$ref", out var reference) ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]) : schema;
    }
}
