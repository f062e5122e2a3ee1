using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Satcom.WebApi.Common.Json;

/// <summary>The one way in which Satcom reads and writes JSON, over HTTP and over the hub.</summary>
public static class SatcomJson
{
    /// <summary>Objects and arrays within each other.</summary>
    public const int MaxDepth = 32;

    // One of each: options that have the same parts share what is learnt about types, over HTTP, over the hub and in every service of a process.
    private static readonly JsonConverter[] Strict = [new EnumNameConverterFactory(), new FiniteNumberConverter(), new InstantConverter(), new TextConverter()];
    private static readonly JsonConverter EnumNames = new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
    private static readonly DefaultJsonTypeInfoResolver Types = new() { Modifiers = { LetNullableBeLeftOut, NoNullItems.Refuse } };

    // Arabic stays readable and short; what HTML could take for markup is still escaped.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>Ready for use, and read-only.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Makes some options strict: what is not in the contract is refused, never guessed.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ConfigureShape(options);
        foreach (var converter in Strict)
        {
            options.Converters.Add(converter);
        }
    }

    /// <summary>The same contract in the framework's own converters, which the schema exporter can describe.</summary>
    internal static void ConfigureForSchemas(JsonSerializerOptions options)
    {
        ConfigureShape(options);
        options.Converters.Add(EnumNames);
    }

    private static void ConfigureShape(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.AllowTrailingCommas = false;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.MaxDepth = MaxDepth;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolver = Types;
        options.Encoder = Encoder;
    }

    /// <summary>A member that may be null may also be left out, unless it says otherwise; the others must be there.</summary>
    private static void LetNullableBeLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.IsDefined(typeof(JsonRequiredAttribute), inherit: false) is not true && property.AssociatedParameter is { } parameter && (parameter.IsNullable || Nullable.GetUnderlyingType(parameter.ParameterType) is not null))
            {
                property.IsRequired = false;
            }
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
