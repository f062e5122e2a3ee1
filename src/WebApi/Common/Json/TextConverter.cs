using System.Text.Json;
using System.Text.Json.Serialization;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Json;

/// <summary>Refuses text that PostgreSQL cannot store or that is no Unicode: NUL, lone surrogates, broken UTF-8.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Text(ref reader) : throw new JsonFaultException(FieldCodes.InvalidType);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Text(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    /// <summary>The text of a token.</summary>
    internal static string Text(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The reader's only word for broken UTF-8 and lone surrogates.
            throw new JsonFaultException(FieldCodes.InvalidText);
        }

        return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonFaultException(FieldCodes.InvalidText) : text;
    }
}
