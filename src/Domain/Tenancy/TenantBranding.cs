using System.Text.RegularExpressions;

namespace Satcom.Domain.Tenancy;

/// <summary>How a company shows itself on the pages that its people see. The service never fetches the logo; browsers do.</summary>
public sealed partial record TenantBranding
{
    public const int LogoUrlMaxLength = 500;

    private const int TimeoutMilliseconds = 1000;

    /// <summary>An https address of the company's logo.</summary>
    public string? LogoUrl { get; init; }

    /// <summary>The company's colour, as #rrggbb.</summary>
    public string? PrimaryColor { get; init; }

    /// <summary>True for an absolute https address without user information or fragment, on a host that a content security policy can name.</summary>
    public static bool IsLogoUrl(string text) =>
        text.Length <= LogoUrlMaxLength && Uri.TryCreate(text, UriKind.Absolute, out var uri) && text.All(char.IsAscii) && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && uri.Host.Length > 0 && uri.Host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    /// <summary>True for #rrggbb.</summary>
    public static bool IsColor(string text) => ColorPattern().IsMatch(text);

    [GeneratedRegex("\\A#[0-9a-fA-F]{6}\\z", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex ColorPattern();
}
