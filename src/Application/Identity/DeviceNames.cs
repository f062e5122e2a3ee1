using System.Globalization;
using System.Text;

namespace Satcom.Application.Identity;

/// <summary>What devices call themselves, which is anybody's text: whoever knows a password writes it into a mail of the company's.</summary>
internal static class DeviceNames
{
    /// <summary>A device whose name says nothing.</summary>
    public const string Unknown = "unknown";

    private const string Marks = " ,-'’()_";

    /// <summary>The name for a mail: letters, digits and a few marks, so that no program makes a link of it. A point stays between digits alone.</summary>
    public static string ForMail(string name)
    {
        var kept = new StringBuilder(name.Length);
        Rune? before = null;
        for (var i = 0; i < name.Length;)
        {
            Rune.DecodeFromUtf16(name.AsSpan(i), out var rune, out var length);
            i += length;
            var isKept = Rune.IsLetterOrDigit(rune) || IsMark(rune)
                || (rune.Value == '.' && before is { } left && Rune.IsDigit(left) && i < name.Length && char.IsAsciiDigit(name[i]));
            kept.Append(isKept ? rune.ToString() : " ");
            before = rune;
        }

        var words = kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? Unknown : string.Join(' ', words);
    }

    private static bool IsMark(Rune rune) =>
        (rune.IsBmp && Marks.Contains((char)rune.Value, StringComparison.Ordinal)) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
