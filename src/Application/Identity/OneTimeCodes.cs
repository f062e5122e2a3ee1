using System.Globalization;
using System.Text;
using FluentValidation;
using Satcom.Application.Common;

namespace Satcom.Application.Identity;

/// <summary>Reads one-time codes as people type them: in the digits of any script, with spaces or hyphens between them.</summary>
internal static class OneTimeCodes
{
    /// <summary>The most that is looked at of what was typed.</summary>
    public const int MaxLength = 12;

    private const int Digits = 6;

    /// <summary>The code in ASCII digits; null for what cannot be one, so that it costs nobody a try.</summary>
    public static string? Read(string typed)
    {
        var code = new StringBuilder(Digits);
        foreach (var rune in typed.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.DecimalDigitNumber when code.Length < Digits:
                    code.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                    break;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.Format:
                    // Format: the marks of direction that a copied Arabic text carries along.
                    break;
                default:
                    return null;
            }
        }

        return code.Length == Digits ? code.ToString() : null;
    }

    /// <summary>A text that can be a code.</summary>
    public static IRuleBuilderOptions<T, string?> IsOneTimeCode<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(MaxLength).OfFormat("one-time-code", text => Read(text) is not null);
}
