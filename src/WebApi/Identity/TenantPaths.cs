using Satcom.Domain.Tenancy;
using Satcom.WebApi.Identity.Pages;

namespace Satcom.WebApi.Identity;

/// <summary>
/// Reads the tenant from the path, for installations whose hosts name none: /t/acme/connect/token is /connect/token of acme. Only the
/// routes of the provider and of the console can be spelled so. The discovery of RFC 8414 puts the path behind its own. A company's bare
/// address, by host or by path, is that of its people's accounts.
/// </summary>
internal sealed class TenantPaths(RequestDelegate next, TenantHosts hosts)
{
    private const string Prefix = "/t/";
    private const string Bare = "/";
    private static readonly string[] Roots = ["/connect/", "/account/", "/.well-known/", "/docs/"];
    private static readonly string[] WellKnown = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        if (path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            var end = path.IndexOf('/', Prefix.Length);
            if (end > 0 && Array.Exists(Roots, root => path.AsSpan(end).StartsWith(root, StringComparison.Ordinal) || path.AsSpan(end).SequenceEqual(root.AsSpan(0, root.Length - 1))))
            {
                Enter(context, path[Prefix.Length..end], path[end..]);
            }
            else if (path.Length > Prefix.Length && (end < 0 || end == path.Length - 1))
            {
                Enter(context, end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end], AccountPages.Path);
            }
        }
        else if (path is Bare && hosts.SlugOf(context.Request.Host.Host) is not null)
        {
            context.Request.Path = AccountPages.Path;
        }
        else if (Array.Find(WellKnown, known => path.StartsWith(known + Prefix, StringComparison.Ordinal)) is { } known && path.IndexOf('/', known.Length + Prefix.Length) < 0)
        {
            Enter(context, path[(known.Length + Prefix.Length)..], known);
        }

        return next(context);
    }

    /// <summary>The slug that the request's path names, or null.</summary>
    public static string? SlugOf(HttpContext context) => context.Features.Get<Named>()?.Slug;

    private static void Enter(HttpContext context, string slug, string path)
    {
        // What cannot be a tenant's name is kept as none, so that it is refused and not overlooked; it never reaches a link or a header.
        var name = Tenant.NormalizeSlug(slug);
        name = name.Length == slug.Length && TenantSlug.IsWellFormed(name) ? name : string.Empty;
        context.Features.Set(new Named(name));
        context.Request.PathBase = name.Length > 0 ? context.Request.PathBase.Add(Prefix + name) : context.Request.PathBase;
        context.Request.Path = path;
    }

    private sealed record Named(string Slug);
}
