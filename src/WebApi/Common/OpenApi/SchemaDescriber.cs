using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>Mends what the exporter says of types that the contract narrows.</summary>
internal sealed class SchemaDescriber : IOpenApiSchemaTransformer
{
    /// <summary>Names the members of a schema that are left out where they would be null.</summary>
    public const string LeftOut = "satcom-left-out";

    /// <summary>Names the members of a schema that must be sent although they may be null.</summary>
    public const string NotLeftOut = "satcom-not-left-out";

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(uint))
        {
            // 32 unsigned bits have no format of their own in OpenAPI 3.0.
            schema.Format = "int64";
        }
        else if (type == typeof(JsonElement))
        {
            schema.Description = "A JSON object.";
        }
        else if (type.IsEnum)
        {
            // The exporter leaves the type out and adds null to the values of a nullable one.
            schema.Type = JsonSchemaType.String | (schema.Type.GetValueOrDefault() & JsonSchemaType.Null);
            // An enum that is only met as nullable loses its documentation comment on the way.
            schema.Description ??= type.GetCustomAttribute<DescriptionAttribute>()?.Description;
            schema.Enum = [.. Enum.GetNames(type).Select(name => (JsonNode)Binding.FieldNames.CamelCase(name))];
        }

        if (context.JsonPropertyInfo is null && Named(context.JsonTypeInfo, IsLeftOutWhenNull) is { Length: > 0 } leftOut)
        {
            (schema.Metadata ??= new Dictionary<string, object>(StringComparer.Ordinal))[LeftOut] = leftOut;
        }

        if (context.JsonPropertyInfo is null && Named(context.JsonTypeInfo, p => p.AttributeProvider?.IsDefined(typeof(JsonRequiredAttribute), inherit: false) is true) is { Length: > 0 } notLeftOut)
        {
            (schema.Metadata ??= new Dictionary<string, object>(StringComparer.Ordinal))[NotLeftOut] = notLeftOut;
        }

        if (context.JsonPropertyInfo is { } property && IsLeftOutWhenNull(property))
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        if (context.JsonPropertyInfo is { } member && Vocabularies.Of(member.Name) is { } words && schema.Items is OpenApiSchema { Type: JsonSchemaType.String } items)
        {
            items.Enum = [.. words.Select(word => (JsonNode)word)];
        }

        if (context.JsonPropertyInfo is { Set: null, IsGetNullable: false })
        {
            // The exporter takes what cannot be set for nullable.
            schema.Type &= ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    private static string[] Named(JsonTypeInfo type, Func<JsonPropertyInfo, bool> isMeant) => type.Kind == JsonTypeInfoKind.Object ? [.. type.Properties.Where(isMeant).Select(p => p.Name)] : [];

    private static bool IsLeftOutWhenNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];
}
