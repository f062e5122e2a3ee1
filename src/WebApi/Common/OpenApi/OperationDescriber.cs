using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Binding;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>Adds to every operation what the habits of the contract promise.</summary>
internal sealed class OperationDescriber(Examples examples) : IOpenApiOperationTransformer
{
    public const string Scheme = "bearer";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var facts = new OperationFacts(context.Description);
        operation.OperationId = facts.OperationId;
        operation.Tags = new HashSet<OpenApiTagReference> { new(facts.Feature, document) };
        operation.Security = facts.IsAnonymous ? [] : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        DescribeParameters(operation, facts);
        RequestHeaders.AddTo(operation, facts);
        DescribeAnswers(operation, context, facts);
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = facts.NeedsBody;
            SetExample(body.Content, facts.BodyType, isRequest: true);
        }

        if (facts.TakesCsv)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [CsvResult.MediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "UTF-8; the first row names the columns." } },
                },
            };
        }

        foreach (var problems in facts.Problems)
        {
            operation.Responses![ProblemSchema.Key(problems.Key)] = ProblemSchema.Response(problems.Key, [.. problems], facts, document);
        }

        return Task.CompletedTask;
    }

    private static void DescribeParameters(OpenApiOperation operation, OperationFacts facts)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter is { In: ParameterLocation.Query, Name: { } name })
            {
                parameter.Name = FieldNames.CamelCase(name);
            }

            if (facts.IsPaged)
            {
                DescribePaging(parameter);
            }

            if (parameter is { In: ParameterLocation.Path, Description: null })
            {
                parameter.Description = "Which one.";
            }
        }
    }

    /// <summary>What every list has.</summary>
    private static void DescribePaging(OpenApiParameter parameter)
    {
        switch (parameter.Name)
        {
            case "limit":
                parameter.Description = "At most so many items.";
                (parameter.Schema as OpenApiSchema)?.Default = Paging.DefaultLimit;
                break;
            case "cursor":
                parameter.Description = "nextCursor of the page before; left out, the list starts.";
                break;
        }
    }

    private void DescribeAnswers(OpenApiOperation operation, OpenApiOperationTransformerContext context, OperationFacts facts)
    {
        var types = context.Description.SupportedResponseTypes;
        operation.Responses ??= [];

        // An action that promises no value answers 204 unless it says otherwise.
        if (!types.Any(t => t.StatusCode is >= 200 and < 300 && t.Type is not null && t.Type != typeof(void))
            && !context.Description.ActionDescriptor.EndpointMetadata.OfType<ProducesResponseTypeAttribute>().Any())
        {
            operation.Responses.Clear();
            operation.Responses["204"] = new OpenApiResponse { Description = "Done" };
        }

        foreach (var (status, answer) in operation.Responses)
        {
            if (answer is not OpenApiResponse response)
            {
                continue;
            }

            var type = types.FirstOrDefault(t => string.Equals(t.StatusCode.ToString(CultureInfo.InvariantCulture), status, StringComparison.Ordinal))?.Type;
            if (type == typeof(string) && context.Description.ActionDescriptor.EndpointMetadata.OfType<CsvAnswerAttribute>().FirstOrDefault() is { } table)
            {
                response.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [CsvResult.MediaType] = new()
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "UTF-8 with a byte order mark; the first row names the columns." },
                        Example = JsonValue.Create(table.Example),
                    },
                };
            }
            else
            {
                SetExample(response.Content, type, isRequest: false);
            }

            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            if (typeof(IVersioned).IsAssignableFrom(type))
            {
                response.Headers["ETag"] = new OpenApiHeader { Description = "The version, in quotes.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }

            if (facts.KeepsReplay)
            {
                response.Headers[HttpHeaderNames.IdempotencyReplayed] = new OpenApiHeader { Description = "true when an earlier request with this key was answered.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }
    }

    /// <summary>Only application/json is spoken; the framework also lists what its other formatters would.</summary>
    private void SetExample(IDictionary<string, OpenApiMediaType>? content, Type? type, bool isRequest)
    {
        if (content is null)
        {
            return;
        }

        foreach (var other in content.Keys.Where(k => !string.Equals(k, "application/json", StringComparison.Ordinal)).ToArray())
        {
            content.Remove(other);
        }

        if (examples.Of(type) is JsonNode example && content.TryGetValue("application/json", out var media) && media is { } json)
        {
            // A media type has either one example or several (OpenAPI 3.1, section 4.8.14).
            var outcomes = examples.OutcomesOf(type).ToList();
            if (outcomes.Count > 0)
            {
                json.Examples = outcomes.ToDictionary(o => o.Name, o => (IOpenApiExample)new OpenApiExample { Summary = o.When, Value = o.Value }, StringComparer.Ordinal);
            }
            else
            {
                json.Example = isRequest ? WithoutNulls(example) : example;
            }
        }
    }

    /// <summary>What need not be sent is left out, as people would.</summary>
    private static JsonNode WithoutNulls(JsonNode example)
    {
        if (example is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is null)
                {
                    members.Remove(name);
                }
                else
                {
                    WithoutNulls(value);
                }
            }
        }

        return example;
    }
}
