using MediatR;
using Satcom.Application.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Which pages may call the provider from a browser: everybody's what is public, registered clients' the endpoints that they prove themselves at. Never with cookies.</summary>
internal static class Cors
{
    /// <summary>What is the same for everybody may be read by every page.</summary>
    public static void AllowEverybody(HttpContext context) => context.Response.Headers.AccessControlAllowOrigin = "*";

    /// <summary>Lets a page read the answer if it is of the origin of a client's redirect URI.</summary>
    public static async Task AllowRegisteredAsync(HttpContext context)
    {
        context.Response.Headers.Vary = "Origin";
        if (context.Request.Headers.Origin is [{ Length: > 0 and <= 400 } origin]
            && (await context.RequestServices.GetRequiredService<IMediator>().Send(new IsClientOriginQuery(origin), context.RequestAborted)).TryGet(out var isKnown, out _)
            && isKnown)
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlExposeHeaders = "WWW-Authenticate, Retry-After";
        }
    }

    /// <summary>Answers a browser that asks before it sends.</summary>
    public static async Task PreflightAsync(HttpContext context)
    {
        await AllowRegisteredAsync(context);
        var headers = context.Response.Headers;
        if (headers.AccessControlAllowOrigin.Count > 0)
        {
            headers.AccessControlAllowMethods = "GET, POST";
            headers.AccessControlAllowHeaders = "Authorization, Content-Type";
            headers.AccessControlMaxAge = "600";
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
