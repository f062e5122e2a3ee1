using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Satcom.Domain.Tenancy;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>The headers that mean something to an operation.</summary>
internal static class RequestHeaders
{
    public static void AddTo(OpenApiOperation operation, OperationFacts facts)
    {
        operation.Parameters ??= [];
        if (facts.KeepsReplay)
        {
            operation.Parameters.Add(Header(
                HttpHeaderNames.IdempotencyKey,
                "Any text of the client's. The same request under the same key is carried out once, and answered as the first time for 24 hours; so is a refusal (4xx but 429), which a mended request needs a new key for.",
                new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestEntrance.IdempotencyKeyMaxLength, Pattern = "^[ -~]+$" }));
        }

        if (facts.HonoursIfMatch)
        {
            operation.Parameters.Add(Header(
                HeaderNames.IfMatch,
                "The version that the change is based on, in quotes, as in ETag; another one is refused with 412. Without it the newest version is changed.",
                new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^(\"[0-9]+\"|\\*)$" }));
        }

        operation.Parameters.Add(Header(
            HttpHeaderNames.Tenant,
            facts.IsAnonymous
                ? "The company's slug, where the host name does not say it. An unknown one is 404 tenant_unknown, another than the host's 403 tenant_mismatch."
                : "The company's slug. The access token decides; naming another company than its own is refused with 403 tenant_mismatch.",
            new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Tenant.SlugMaxLength }));
        operation.Parameters.Add(Header(HeaderNames.AcceptLanguage, "The language of texts: en or ar. Left out, it is the company's.", new OpenApiSchema { Type = JsonSchemaType.String }));
    }

    private static OpenApiParameter Header(string name, string description, OpenApiSchema schema) => new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = schema };
}
