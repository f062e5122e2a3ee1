using System.Globalization;
using System.Text;

namespace Satcom.Domain.Common;

/// <summary>
/// The form in which names, addresses and codes are searched: words of letters and digits, lower case, without accents, Arabic
/// vowel signs and the stretching line.
/// </summary>
public static class SearchText
{
    /// <summary>A word is cut to this length.</summary>
    public const int WordMaxLength = 40;

    /// <summary>The longest text that can come of a name of 120 and an address of 254 characters; decomposing can lengthen either.</summary>
    public const int MaxLength = 1_000;

    private const char Tatweel = '\u0640';

    /// <summary>The words of some texts, each once, with spaces between.</summary>
    public static string Of(params ReadOnlySpan<string> texts)
    {
        var words = new List<string>();
        foreach (var text in texts)
        {
            words.AddRange(Words(text));
        }

        var all = string.Join(' ', words.Distinct(StringComparer.Ordinal));
        return all.Length <= MaxLength ? all : all[..MaxLength];
    }

    /// <summary>The words of a text, in order.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && rune.Value != Tatweel)
            {
                if (word.Length < WordMaxLength)
                {
                    word.Append(Rune.ToLowerInvariant(rune));
                }
            }
            else if (rune.Value != Tatweel && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
            {
                End();
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
