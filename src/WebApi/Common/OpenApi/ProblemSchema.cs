using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>The problem as the document describes it.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";
    public const string FieldName = "FieldProblem";
    public const string MediaType = "application/problem+json";

    public static OpenApiSchema Problem(OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why the request was refused (RFC 9457). Branch on code; texts follow Accept-Language.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail", "instance", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("urn:satcom:problem: and the code."),
            ["title"] = Text("The problem in a few words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What to do about it."),
            ["instance"] = Text("The path of the request."),
            ["code"] = Text("Stable, snake_case."),
            ["traceId"] = Text("For support and logs."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "For validation_failed: each field's faults. $ is the body as a whole.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(FieldName, document) },
            },
        },
    };

    public static OpenApiSchema Field() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "One broken rule of a field.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "code", "message" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["code"] = Text("Stable, snake_case."),
            ["message"] = Text("For people."),
        },
    };

    /// <summary>The refusals with a status, with the problem that is seen most often under it.</summary>
    public static OpenApiResponse Response(int status, OpenApiDocument document)
    {
        var code = MostOftenUnder(status);
        var text = ProblemTexts.In(Language.En).Problem(code);
        var example = new JsonObject
        {
            ["type"] = text.Type.Value,
            ["title"] = text.Title.Value,
            ["status"] = status,
            ["detail"] = text.Detail.Value,
            ["instance"] = "/api/v1/…",
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (status == StatusCodes.Status400BadRequest)
        {
            example["errors"] = new JsonObject { ["limit"] = new JsonArray(new JsonObject { ["code"] = "out_of_range", ["message"] = "The value is out of range (1..200)." }) };
        }

        return new OpenApiResponse
        {
            Description = text.Title.Value,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Name, document), Example = example },
            },
            Headers = status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
                ? new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
                {
                    ["Retry-After"] = new OpenApiHeader { Description = "Seconds until another try.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" } },
                }
                : null,
        };
    }

    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static string MostOftenUnder(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ProblemCodes.ValidationFailed,
        StatusCodes.Status409Conflict => "id_conflict",
        StatusCodes.Status412PreconditionFailed => "version_mismatch",
        StatusCodes.Status422UnprocessableEntity => "idempotency_key_reused",
        _ => ProblemCodes.Of(status),
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
