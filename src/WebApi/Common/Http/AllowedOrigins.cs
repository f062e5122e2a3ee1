using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Satcom.WebApi.Common.Http;

/// <summary>Which pages of other origins a browser lets call the API and the hub: those of the setting, and in Development those of this machine.</summary>
internal sealed class AllowedOrigins
{
    /// <summary>Origins such as https://app.example, separated by commas; * for any, without credentials. Unset: none.</summary>
    public const string Setting = "Satcom:Http:AllowedOrigins";

    private const string Any = "*";

    /// <summary>What a page can know of an answer beyond its body.</summary>
    private static readonly string[] Exposed = ["ETag", "Retry-After", "WWW-Authenticate", "Content-Language", "Content-Disposition", HttpHeaderNames.IdempotencyReplayed, HttpHeaderNames.RateLimit, HttpHeaderNames.RateLimitPolicy];

    /// <summary>What a page may send; the last two are those of the hub's usual client.</summary>
    private static readonly string[] Accepted =
        ["Authorization", "Content-Type", "Accept-Language", "If-Match", HttpHeaderNames.IdempotencyKey, HttpHeaderNames.Tenant, "X-Requested-With", "X-SignalR-User-Agent"];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly TimeSpan PreflightLifetime = TimeSpan.FromMinutes(10);

    /// <summary>The paths that pages of other origins may use; sign-in pages and what they post to are never among them.</summary>
    private static readonly PathString[] Paths = [new("/api"), new("/hubs")];

    private AllowedOrigins(CorsPolicy? policy) => Policy = policy;

    /// <summary>Null when no other origin is allowed.</summary>
    public CorsPolicy? Policy { get; }

    public static bool Covers(PathString path) => Array.Exists(Paths, p => path.StartsWithSegments(p, StringComparison.Ordinal));

    /// <exception cref="InvalidOperationException">The setting is not a list of origins.</exception>
    public static AllowedOrigins Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var origins = (configuration[Setting] ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var origin in origins)
        {
            Judge(origin, origins.Length);
        }

        if (origins.Length == 0 && !environment.IsDevelopment())
        {
            return new AllowedOrigins(policy: null);
        }

        var builder = new CorsPolicyBuilder().WithMethods(Methods).WithHeaders(Accepted).WithExposedHeaders(Exposed).SetPreflightMaxAge(PreflightLifetime);
        if (origins is [Any])
        {
            return new AllowedOrigins(builder.AllowAnyOrigin().Build());
        }

        var named = origins.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var allowsThisMachine = environment.IsDevelopment();

        // The hub's usual client asks with credentials. There is no cookie under these paths that could be sent.
        return new AllowedOrigins(builder.SetIsOriginAllowed(origin => named.Contains(origin) || (allowsThisMachine && IsThisMachine(origin))).AllowCredentials().Build());
    }

    private static void Judge(string origin, int count)
    {
        if (string.Equals(origin, Any, StringComparison.Ordinal))
        {
            if (count > 1)
            {
                throw new InvalidOperationException($"{Setting}: * allows every origin, so no other may stand beside it.");
            }

            return;
        }

        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || !string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"{Setting}: \"{origin}\" is no origin. Write scheme, host and port alone, such as https://app.example or http://localhost:3000.");
        }
    }

    private static bool IsThisMachine(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.IsLoopback;
}
