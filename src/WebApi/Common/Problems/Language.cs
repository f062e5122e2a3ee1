using System.Globalization;
using Microsoft.Extensions.Primitives;
using Satcom.Application.Common;

namespace Satcom.WebApi.Common.Problems;

/// <summary>The languages of texts.</summary>
internal enum Language
{
    En,
    Ar,
}

internal static class Languages
{
    /// <summary>What the caller asks for, else the tenant's language, else English.</summary>
    public static Language Of(HttpContext context)
    {
        var header = context.Request.Headers.AcceptLanguage;
        if (header.Count > 0 && Preferred(header) is { } preferred)
        {
            return preferred;
        }

        var scope = context.RequestServices?.GetService<RequestScope>();
        return scope is { HasTenant: true, HidesTenant: false } && string.Equals(scope.Tenant.Locale, "ar", StringComparison.Ordinal) ? Language.Ar : Language.En;
    }

    public static string Tag(this Language language) => language switch
    {
        Language.En => "en",
        Language.Ar => "ar",
    };

    /// <summary>The language with the highest weight (RFC 9110 section 12.5.4), the first of equals; null when neither is asked for.</summary>
    internal static Language? Preferred(StringValues header)
    {
        Language? best = null;
        var bestWeight = 0.0;
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var (language, weight) = Read(line.AsSpan(range).Trim());
                if (language is not null && weight > bestWeight)
                {
                    (best, bestWeight) = (language, weight);
                }
            }
        }

        return best;
    }

    private static (Language? Language, double Weight) Read(ReadOnlySpan<char> item)
    {
        var semicolon = item.IndexOf(';');
        var tag = (semicolon < 0 ? item : item[..semicolon]).TrimEnd();
        var dash = tag.IndexOf('-');
        var primary = dash < 0 ? tag : tag[..dash];
        Language? language = primary.Equals("en", StringComparison.OrdinalIgnoreCase) ? Language.En
            : primary.Equals("ar", StringComparison.OrdinalIgnoreCase) ? Language.Ar
            : null;
        if (language is null || semicolon < 0)
        {
            return (language, 1);
        }

        var parameter = item[(semicolon + 1)..].Trim();
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            && weight is >= 0 and <= 1
            ? (language, weight)
            : (null, 0);
    }
}
