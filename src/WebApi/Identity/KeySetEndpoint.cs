using Satcom.Infrastructure.Identity;

namespace Satcom.WebApi.Identity;

/// <summary>Publishes the keys that access tokens are verified with.</summary>
internal static class KeySetEndpoint
{
    public static IEndpointRouteBuilder MapKeySet(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/.well-known/jwks.json", static async context =>
            {
                var keys = await context.RequestServices.GetRequiredService<PublishedKeys>().ReadAsync(context.RequestAborted);
                context.Response.ContentType = "application/jwk-set+json; charset=utf-8";
                context.Response.Headers.CacheControl = "public, max-age=300";
                await context.Response.BodyWriter.WriteAsync(keys, context.RequestAborted);
            })
            .AllowAnonymous();
        return endpoints;
    }
}
