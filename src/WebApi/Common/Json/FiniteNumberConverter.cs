using System.Text.Json;
using System.Text.Json.Serialization;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Json;

/// <summary>Refuses numbers that a double cannot hold, where the framework reads 1e400 as infinity.</summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw new JsonFaultException(FieldCodes.InvalidType);

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
