using System.Text.Json;
using System.Text.Json.Nodes;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Common.OpenApi;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity.ApiConsole;

/// <summary>The contract as one company's console reads it: the same, with the company's provider as a way to sign in.</summary>
internal static class ConsoleDocument
{
    public static async Task WriteAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var text = await services.GetRequiredService<OpenApiServices.DocumentText>().GetAsync(context.RequestAborted);
        var document = JsonNode.Parse(text)!.AsObject();

        // Called after the company, so that what a browser keeps for one company is not taken for another.
        AddSignIn(document, services.GetRequiredService<RequestScope>().Tenant.Slug, Addresses.Issuer(context));
        var body = JsonSerializer.SerializeToUtf8Bytes(document);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    private static void AddSignIn(JsonObject document, string scheme, string issuer)
    {
        document["components"]!["securitySchemes"]!.AsObject().Insert(0, scheme, new JsonObject
        {
            ["type"] = "oauth2",
            ["description"] = $"Signs in at {issuer}. The token does what you may do.",
            ["flows"] = new JsonObject
            {
                ["authorizationCode"] = new JsonObject
                {
                    ["authorizationUrl"] = issuer + ProviderPaths.Authorize,
                    ["tokenUrl"] = issuer + ProviderPaths.Token,
                    ["scopes"] = new JsonObject { [ProviderScopes.Everything] = "Everything that you may do" },
                },
            },
        });
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(o => o.Value).OfType<JsonObject>())
        {
            if (operation["security"] is JsonArray { Count: > 0 } security)
            {
                security.Insert(0, new JsonObject { [scheme] = new JsonArray(ProviderScopes.Everything) });
            }
        }
    }
}
