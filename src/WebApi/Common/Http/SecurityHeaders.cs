namespace Satcom.WebApi.Common.Http;

/// <summary>The headers that every answer carries, whatever becomes of the request.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>The console is a page: its own scripts, the styles that it sets on elements, and its data images.</summary>
    private const string ConsolePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly PathString Console = new("/docs");
    private static readonly PathString Account = new("/account");
    private static readonly PathString WellKnown = new("/.well-known");

    private readonly bool _isDevelopment = environment.IsDevelopment();

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        var path = context.Request.Path;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = path.StartsWithSegments(Console, StringComparison.Ordinal) || path.StartsWithSegments(Account, StringComparison.Ordinal)
            ? ConsolePolicy
            : ApiPolicy;
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
