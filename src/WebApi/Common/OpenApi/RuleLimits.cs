using System.Globalization;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Binding;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>Writes the limits that validators hold requests to into the schemas of bodies and parameters, so that they stand in one place alone.</summary>
internal sealed class RuleLimits(IServiceProvider services)
{
    /// <summary>What is not blank.</summary>
    private const string NotBlank = "\\S";

    public void Apply(OpenApiDocument document)
    {
        foreach (var operation in (document.Paths ?? []).SelectMany(p => p.Value.Operations ?? []).Select(o => o.Value))
        {
            if (operation.OperationId is not { } id || MessageFacts.Find(id) is not { } message)
            {
                continue;
            }

            foreach (var rule in services.GetServices(typeof(IValidator<>).MakeGenericType(message.Type)).Cast<IValidator>().SelectMany(v => v.CreateDescriptor().Rules))
            {
                string[] path = [.. (rule.PropertyName ?? string.Empty).Split('.').Select(FieldNames.CamelCase)];
                if (Find(document, operation, path) is { } schema)
                {
                    foreach (var component in rule.Components)
                    {
                        Limit(schema, component.Validator);
                    }
                }
            }
        }
    }

    /// <summary>The schema of a parameter, or of a member of the body.</summary>
    private static OpenApiSchema? Find(OpenApiDocument document, OpenApiOperation operation, string[] path)
    {
        if (path.Length == 1 && operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(p => string.Equals(p.Name, path[0], StringComparison.Ordinal)) is { } parameter)
        {
            return parameter.Schema as OpenApiSchema;
        }

        var schema = Resolve(document, operation.RequestBody?.Content?.Values.FirstOrDefault()?.Schema);
        foreach (var name in path)
        {
            schema = schema?.Properties is { } properties && properties.TryGetValue(name, out var member) ? Resolve(document, member) : null;
        }

        return schema;
    }

    private static OpenApiSchema? Resolve(OpenApiDocument document, IOpenApiSchema? schema) => schema switch
    {
        OpenApiSchemaReference { Reference.Id: { } id } => document.Components!.Schemas!.TryGetValue(id, out var target) ? Resolve(document, target) : null,
        OpenApiSchema { OneOf: { Count: > 0 } choices } => choices.OfType<OpenApiSchemaReference>().Select(c => Resolve(document, c)).FirstOrDefault(),
        OpenApiSchema plain => plain,
        _ => null,
    };

    private static void Limit(OpenApiSchema schema, IPropertyValidator validator)
    {
        switch (validator)
        {
            case ILengthValidator length:
                schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                schema.MaxLength = length.Max > 0 ? length.Max : schema.MaxLength;
                break;
            case IBetweenValidator between:
                (schema.Minimum, schema.Maximum) = (Number(between.From), Number(between.To));
                break;
            case IComparisonValidator { ValueToCompare: { } bound, Comparison: var comparison } when bound is IConvertible:
                Compare(schema, comparison, Number(bound));
                break;
            case IRegularExpressionValidator { Expression: { } pattern }:
                schema.Pattern = pattern;
                break;
            case INotEmptyValidator when schema.Type?.HasFlag(JsonSchemaType.String) == true && schema.Format is null:
                schema.MinLength ??= 1;
                schema.Pattern ??= NotBlank;
                break;
            case IItemLimit items:
                schema.MaxItems = items.MaxItems;
                break;
            case ITextFormat text:
                // Whoever keeps the form is not blank.
                schema.Format = text.Format;
                schema.Pattern = null;
                break;
            case IChoice choice:
                schema.Pattern = null;
                schema.Enum = [.. choice.Values.Select(v => (JsonNode)v)];
                if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
                {
                    schema.Enum.Add(JsonNullSentinel.JsonNull);
                }

                break;
        }
    }

    private static void Compare(OpenApiSchema schema, Comparison comparison, string bound)
    {
        switch (comparison)
        {
            case Comparison.GreaterThanOrEqual:
                schema.Minimum = bound;
                break;
            case Comparison.GreaterThan:
                schema.ExclusiveMinimum = bound;
                break;
            case Comparison.LessThanOrEqual:
                schema.Maximum = bound;
                break;
            case Comparison.LessThan:
                schema.ExclusiveMaximum = bound;
                break;
        }
    }

    private static string Number(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
