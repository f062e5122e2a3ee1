using System.Text.Json;
using System.Text.Json.Serialization;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Json;

/// <summary>Instants as RFC 3339 in UTC with Z.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonFaultException(FieldCodes.InvalidType);
        }

        return Instants.TryParse(TextConverter.Text(ref reader), out var instant) ? instant : throw new JsonFaultException(FieldCodes.With(FieldCodes.InvalidFormat, "instant"));
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Instants.MaxLength];
        writer.WriteStringValue(text[..Instants.Format(value, text)]);
    }
}
