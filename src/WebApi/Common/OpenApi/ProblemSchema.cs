using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>The problem as the document describes it.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";
    public const string CodeName = "ProblemCode";
    public const string FieldName = "FieldProblem";
    public const string MediaType = "application/problem+json";

    private static readonly ProblemTexts Texts = ProblemTexts.In(Language.En);

    public static void AddTo(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        schemas[Name] = Problem(document);
        schemas[CodeName] = Code();
        schemas[FieldName] = Field();
    }

    /// <summary>The refusals with a status: the codes they can carry, and the first of them as example.</summary>
    public static OpenApiResponse Response(int status, IReadOnlyList<string> codes, OperationFacts facts, OpenApiDocument document) => new()
    {
        Description = string.Join(" · ", codes.Select(c => $"`{c}` {Texts.Problem(c).Title.Value}")),
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [MediaType] = new OpenApiMediaType { Schema = WithCodes(codes, document), Example = Example(status, codes[0], facts) },
        },
        Headers = Headers(status),
    };

    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static OpenApiSchema WithCodes(IReadOnlyList<string> codes, OpenApiDocument document) => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference(Name, document),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Select(c => (JsonNode)c)] },
                },
            },
        ],
    };

    private static JsonObject Example(int status, string code, OperationFacts facts)
    {
        var text = Texts.Problem(code);
        var example = new JsonObject
        {
            ["type"] = text.Type.Value,
            ["title"] = text.Title.Value,
            ["status"] = status,
            ["detail"] = text.DetailFor("30").Value,
            ["instance"] = facts.Path.Replace("{id}", ExampleValues.Thing.ToString(), StringComparison.Ordinal),
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (string.Equals(code, ProblemCodes.ValidationFailed, StringComparison.Ordinal))
        {
            // The one fault that every request can have.
            example["errors"] = new JsonObject { ["page"] = new JsonArray(new JsonObject { ["code"] = FieldCodes.UnknownParameter, ["message"] = Texts.Field(FieldCodes.UnknownParameter, limit: null) }) };
        }

        return example;
    }

    private static Dictionary<string, IOpenApiHeader>? Headers(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Header("WWW-Authenticate", "Bearer; with error=\"invalid_token\" when a token was sent that is not good.", JsonSchemaType.String),
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => Header("Retry-After", "Seconds until another try.", JsonSchemaType.Integer),
        _ => null,
    };

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, JsonSchemaType type) => new(StringComparer.Ordinal)
    {
        [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type, Format = type == JsonSchemaType.Integer ? "int32" : null } },
    };

    private static OpenApiSchema Problem(OpenApiDocument document) => new()
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
            ["code"] = new OpenApiSchemaReference(CodeName, document),
            ["traceId"] = Text("For support and logs."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "For validation_failed: every field at fault, and what is wrong with it. $ is the body as a whole; headers and query parameters stand under their names.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(FieldName, document) },
            },
        },
    };

    private static OpenApiSchema Code() => new()
    {
        Type = JsonSchemaType.String,
        Description = string.Join('\n', Texts.Codes.Select(c => $"- `{c}`: {Texts.Problem(c).Detail.Value}").Prepend("Stable. A newer service may know more codes. Each operation names those that it can answer.\n")),
        Enum = [.. Texts.Codes.Select(c => (JsonNode)c)],
    };

    private static OpenApiSchema Field() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "One broken rule of a field.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "code", "message" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable. A newer service may know more.", Enum = [.. Texts.FieldCodes.Select(c => (JsonNode)c)] },
            ["message"] = Text("For people."),
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
