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
        NameParameters(operation);
        AddHeaders(operation, facts);
        DescribeAnswers(operation, context, facts);
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = facts.NeedsBody;
            SetExample(body.Content, facts.BodyType);
        }

        foreach (var status in facts.Problems)
        {
            operation.Responses!.TryAdd(ProblemSchema.Key(status), ProblemSchema.Response(status, document));
        }

        return Task.CompletedTask;
    }

    private static void NameParameters(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter is { In: ParameterLocation.Query, Name: { } name })
            {
                parameter.Name = FieldNames.CamelCase(name);
            }
        }
    }

    private static void AddHeaders(OpenApiOperation operation, OperationFacts facts)
    {
        operation.Parameters ??= [];
        if (facts.IsCommand && !facts.IsAnonymous)
        {
            operation.Parameters.Add(Header(HttpHeaderNames.IdempotencyKey, "Any text of the client's; the same key answers as the first time for 24 hours.", RequestEntrance.IdempotencyKeyMaxLength));
        }

        if (facts.ChangesVersioned)
        {
            operation.Parameters.Add(Header("If-Match", "The version that the change is based on, in quotes, as in ETag."));
        }

        operation.Parameters.Add(Header("Accept-Language", "The language of texts: en or ar."));
    }

    private static OpenApiParameter Header(string name, string description, int? maxLength = null) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength },
    };

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

        foreach (var type in types)
        {
            if (!operation.Responses.TryGetValue(type.StatusCode.ToString(CultureInfo.InvariantCulture), out var found) || found is not OpenApiResponse response)
            {
                continue;
            }

            SetExample(response.Content, type.Type);
            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            if (typeof(IVersioned).IsAssignableFrom(type.Type))
            {
                response.Headers["ETag"] = new OpenApiHeader { Description = "The version, in quotes.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }

            if (facts is { IsCommand: true, IsAnonymous: false })
            {
                response.Headers[HttpHeaderNames.IdempotencyReplayed] = new OpenApiHeader { Description = "true when an earlier request with this key was answered.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }
    }

    /// <summary>Only application/json is spoken; the framework also lists what its other formatters would.</summary>
    private void SetExample(IDictionary<string, OpenApiMediaType>? content, Type? type)
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
            json.Example = example;
        }
    }
}
