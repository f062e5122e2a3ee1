using Satcom.Infrastructure.Identity;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Publishes the keys that tokens are verified with; all tenants have the same.</summary>
internal static class KeySetEndpoint
{
    public const string Path = "/.well-known/jwks.json";

    public static async Task HandleAsync(HttpContext context)
    {
        var keys = await context.RequestServices.GetRequiredService<PublishedKeys>().ReadAsync(context.RequestAborted);
        context.Response.ContentType = "application/jwk-set+json; charset=utf-8";
        context.Response.Headers.CacheControl = "public, max-age=300";
        Cors.AllowEverybody(context);
        await context.Response.BodyWriter.WriteAsync(keys, context.RequestAborted);
    }
}
