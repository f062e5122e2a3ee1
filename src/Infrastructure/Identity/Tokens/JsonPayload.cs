using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>A JSON object whose reading is beyond dispute: valid UTF-8, no duplicate members at any depth, depth at most 16.</summary>
internal sealed class JsonPayload
{
    public const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    private JsonPayload(JsonElement root) => Root = root;

    public JsonElement Root { get; }

    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out JsonPayload? payload)
    {
        payload = null;
        if (!Utf8.IsValid(utf8))
            return false;
        try
        {
            var root = JsonElement.Parse(utf8, Strict);
            if (root.ValueKind == JsonValueKind.Object && HasOnlyWholeCharacters(utf8))
                payload = new JsonPayload(root);
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // What the parser throws when a name holds half of a surrogate pair.
            return false;
        }

        return payload is not null;
    }

    public bool Has(ReadOnlySpan<byte> name) => Root.TryGetProperty(name, out _);

    /// <summary>The member's text if it is a string, else nothing.</summary>
    public string? GetString(ReadOnlySpan<byte> name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The member if it is a number written as an integer (no fraction, no exponent) that fits 64 bits.</summary>
    public bool TryGetInteger(ReadOnlySpan<byte> name, out long integer)
    {
        integer = 0;
        return Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out integer);
    }

    public bool StringEquals(ReadOnlySpan<byte> name, string expected) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(expected);

    public override string ToString() => nameof(JsonPayload);

    /// <summary>Only an escape can hide half of a surrogate pair in valid UTF-8, and the parser looks at it only when asked for the text.</summary>
    private static bool HasOnlyWholeCharacters(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("\\u"u8) < 0)
            return true;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                _ = reader.GetString();
        }

        return true;
    }
}
