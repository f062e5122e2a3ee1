using System.Globalization;
using Satcom.Application.Common;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Whose pages these are, and what shows it.</summary>
/// <param name="Name">The company's name.</param>
/// <param name="LogoUrl">An https address; null for the name's first letter.</param>
/// <param name="Color">#rrggbb on which white can be read; null for the pages' own.</param>
internal sealed record Brand(string Name, string? LogoUrl, string? Color)
{
    private const string Product = "Satcom";

    /// <summary>What white text needs at least (WCAG 2.2, success criterion 1.4.3).</summary>
    private const double LeastContrast = 4.5;

    /// <summary>The company that the address names; nobody's where it names none.</summary>
    public static Brand Of(HttpContext context)
    {
        var scope = context.RequestServices.GetRequiredService<RequestScope>();
        if (!scope.HasTenant || scope.NamesUnknownTenant || !TenantHosts.IsNamed(context))
        {
            return new Brand(Product, LogoUrl: null, Color: null);
        }

        var branding = scope.Tenant.Branding;
        return new Brand(
            scope.Tenant.Name,
            branding?.LogoUrl is { Length: > 0 } url && url.StartsWith("https://", StringComparison.Ordinal) ? url : null,
            branding?.PrimaryColor is { Length: 7 } color && ContrastToWhite(color) >= LeastContrast ? color : null);
    }

    /// <summary>The head of the page.</summary>
    public Html Head => LogoUrl is null
        ? Html.Of($"""<p class="brand"><span aria-hidden="true">{StringInfo.GetNextTextElement(Name).ToUpperInvariant()}</span><bdi>{Name}</bdi></p>""")
        : Html.Of($"""<p class="brand"><img src="{LogoUrl}" alt=""><bdi>{Name}</bdi></p>""");

    /// <summary>The style that gives the page the company's colour; empty without one.</summary>
    public string Style => Color is null ? string.Empty : $":root{{--brand:{Color};--press:{Color}}}";

    /// <summary>Where images may come from, for the policy; empty for nowhere.</summary>
    public string ImageSource => LogoUrl is null ? string.Empty : $"img-src {new Uri(LogoUrl).GetLeftPart(UriPartial.Authority)}; ";

    private static double ContrastToWhite(string color)
    {
        var value = int.Parse(color.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var luminance = (0.2126 * Linear(value >> 16)) + (0.7152 * Linear((value >> 8) & 0xFF)) + (0.0722 * Linear(value & 0xFF));
        return 1.05 / (luminance + 0.05);
    }

    private static double Linear(int channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
