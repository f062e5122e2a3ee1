namespace Satcom.WebApi.Common.Http;

/// <summary>The headers that every answer carries, whatever becomes of the request.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    private static readonly PathString WellKnown = new("/.well-known");

    private readonly bool _isDevelopment = environment.IsDevelopment();

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        var path = context.Request.Path;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";

        // Pages put their own in its place.
        headers.ContentSecurityPolicy = ApiPolicy;
        if (!path.StartsWithSegments(WellKnown, StringComparison.Ordinal))
        {
            headers.CacheControl = "no-store";
        }

        if (!_isDevelopment)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        return next(context);
    }
}
