using System.Collections.Frozen;

namespace Satcom.Domain.Identity;

/// <summary>The country that a number belongs to, by the calling codes that the ITU assigns in E.164.</summary>
public static class CallingCodes
{
    public const int MaxLength = 4;

    private static readonly FrozenSet<string> OfTwoDigits = new[]
    {
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58",
        "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The code with its plus, such as +971. All of North America's plan is +1, and all of zone 7 +7.</summary>
    /// <param name="phone">In E.164.</param>
    public static string Of(string phone) =>
        phone[1] is '1' or '7' ? phone[..2] : OfTwoDigits.Contains(phone[1..3]) ? phone[..3] : phone[..MaxLength];

    /// <summary>True for a code that this reads numbers by.</summary>
    public static bool IsOne(string text) =>
        text.Length is >= 2 and <= MaxLength && text[0] == '+' && text[1] != '0' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && string.Equals(Of(text.PadRight(MaxLength, '0')), text, StringComparison.Ordinal);
}
