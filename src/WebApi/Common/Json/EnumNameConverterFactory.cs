using System.Text.Json;
using System.Text.Json.Serialization;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Json;

/// <summary>Enums as their camelCase names.</summary>
internal sealed class EnumNameConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumNameConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class EnumNameConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Value(ref reader) : throw new JsonFaultException(FieldCodes.InvalidType);

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Value(ref reader);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Name(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(Name(value));

        private static T Value(ref Utf8JsonReader reader) =>
            EnumNames<T>.TryParse(TextConverter.Text(ref reader), out var value) ? value : throw new JsonFaultException(FieldCodes.With(FieldCodes.UnknownValue, EnumNames<T>.All));

        private static string Name(T value) =>
            EnumNames<T>.TryName(value, out var name) ? name : throw new JsonException($"{typeof(T).Name} has no value {value:D}.");
    }
}
