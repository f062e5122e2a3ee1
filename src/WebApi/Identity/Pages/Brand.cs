using System.Globalization;
using Satcom.Application.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Whose pages these are, and what shows it.</summary>
/// <param name="Name">The company's name.</param>
/// <param name="LogoUrl">An https address; null for the name's first letter.</param>
/// <param name="Colors">The company's colour and what can be read on it; null for the pages' own.</param>
internal sealed record Brand(string Name, string? LogoUrl, BrandColors? Colors)
{
    private const string Product = "Satcom";

    /// <summary>The company that the address names; nobody's where it names none. What was kept under other rules than today's is left away.</summary>
    public static Brand Of(HttpContext context)
    {
        var scope = context.RequestServices.GetRequiredService<RequestScope>();
        if (!scope.HasTenant || scope.NamesUnknownTenant || !TenantHosts.IsNamed(context))
        {
            return new Brand(Product, LogoUrl: null, Colors: null);
        }

        var branding = scope.Tenant.Branding;
        return new Brand(
            scope.Tenant.Name,
            branding?.LogoUrl is { } url && TenantBranding.IsLogoUrl(url) ? url : null,
            branding?.PrimaryColor is { } color && TenantBranding.IsColor(color) ? BrandColors.Of(color) : null);
    }

    /// <summary>The head of the page.</summary>
    public Html Head => LogoUrl is null
        ? Html.Of($"""<p class="brand"><span aria-hidden="true">{StringInfo.GetNextTextElement(Name).ToUpperInvariant()}</span><bdi>{Name}</bdi></p>""")
        : Html.Of($"""<p class="brand"><img src="{LogoUrl}" alt=""><bdi>{Name}</bdi></p>""");

    /// <summary>The style that gives the page the company's colour; empty without one.</summary>
    public string Style => Colors is null ? string.Empty : $":root{{--brand:{Colors.Back};--press:{Colors.Back};--on:{Colors.OnBack};--link:{Colors.OnWhite}}}";

    /// <summary>Where images may come from, for the policy; empty for nowhere.</summary>
    public string ImageSource => LogoUrl is null ? string.Empty : $"img-src {new Uri(LogoUrl).GetLeftPart(UriPartial.Authority)}; ";
}
