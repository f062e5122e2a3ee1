using Satcom.Application.Common;
using Satcom.Infrastructure.Identity.Provider;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>The provider's addresses in the form in which the request addressed it, host or path; never taken from the request's text.</summary>
internal static class Addresses
{
    /// <summary>The issuer that the request addressed.</summary>
    public static string Issuer(HttpContext context)
    {
        var issuers = context.RequestServices.GetRequiredService<TenantIssuers>();
        var slug = context.RequestServices.GetRequiredService<RequestScope>().Tenant.Slug;
        return TenantPaths.SlugOf(context) is null ? issuers.ByHost(slug) : issuers.ByPath(slug);
    }

    /// <summary>A path of this provider as a link on its own pages.</summary>
    public static string Local(HttpContext context, string path) => context.Request.PathBase.Value + path;
}
