using Microsoft.OpenApi;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>
/// Answers always carry every member but those that are left out where they would be null, and may carry more one day; requests are held to what is named. The exporter sees
/// types and not directions, so what only answers use is told apart here.
/// </summary>
internal static class AnswerSchemas
{
    public static void Complete(OpenApiDocument document)
    {
        var operations = (document.Paths ?? []).SelectMany(p => p.Value.Operations ?? []).Select(o => o.Value).ToList();
        var asked = Reach(document, operations.SelectMany(o => o.RequestBody?.Content?.Values ?? []).Select(m => m.Schema));
        var answered = Reach(document, operations.SelectMany(o => o.Responses ?? []).SelectMany(r => r.Value.Content?.Values ?? []).Select(m => m.Schema));
        foreach (var name in asked)
        {
            // The exporter asks for every parameter of a record's constructor; what may be null may be left out, unless it says otherwise.
            if (document.Components!.Schemas![name] is OpenApiSchema { Properties: { } properties, Required: { } required } schema)
            {
                var notLeftOut = NamesOf(schema, SchemaDescriber.NotLeftOut);
                required.ExceptWith(properties.Where(p => IsNullable(p.Value)).Select(p => p.Key).Except(notLeftOut, StringComparer.Ordinal).ToList());
            }
        }

        foreach (var name in answered.Except(asked, StringComparer.Ordinal).Except([ProblemSchema.Name, ProblemSchema.FieldName, ProblemSchema.CodeName], StringComparer.Ordinal))
        {
            if (document.Components!.Schemas![name] is OpenApiSchema { Properties.Count: > 0 } schema)
            {
                var leftOut = NamesOf(schema, SchemaDescriber.LeftOut);
                schema.Required = schema.Properties.Keys.Except(leftOut, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
                schema.AdditionalPropertiesAllowed = true;
                foreach (var absent in leftOut.Where(n => schema.Properties[n].OneOf is { Count: > 0 }))
                {
                    // What is left out is never null.
                    schema.Properties[absent] = schema.Properties[absent].OneOf!.OfType<OpenApiSchemaReference>().Single();
                }
            }
        }
    }

    private static string[] NamesOf(OpenApiSchema schema, string key) => schema.Metadata is { } metadata && metadata.TryGetValue(key, out var names) ? (string[])names : [];

    private static bool IsNullable(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || (schema.OneOf ?? []).Any(IsNullable);

    /// <summary>The names of every schema that some schemas use, directly or below.</summary>
    private static HashSet<string> Reach(OpenApiDocument document, IEnumerable<IOpenApiSchema?> roots)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<IOpenApiSchema>(roots.OfType<IOpenApiSchema>());
        while (open.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            {
                if (!names.Add(id) || document.Components?.Schemas?.TryGetValue(id, out var target) != true)
                {
                    continue;
                }

                schema = target!;
            }

            foreach (var part in Parts(schema))
            {
                open.Push(part);
            }
        }

        return names;
    }

    private static IEnumerable<IOpenApiSchema> Parts(IOpenApiSchema schema) =>
        (schema.Properties?.Values ?? [])
        .Concat(schema.AllOf ?? [])
        .Concat(schema.AnyOf ?? [])
        .Concat(schema.OneOf ?? [])
        .Concat(new[] { schema.Items, schema.AdditionalProperties }.OfType<IOpenApiSchema>());
}
