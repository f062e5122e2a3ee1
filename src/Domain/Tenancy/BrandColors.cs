using System.Globalization;

namespace Satcom.Domain.Tenancy;

/// <summary>A company's colour with what can be read on it and beside it, whatever colour it chose.</summary>
/// <param name="Back">The colour itself, #rrggbb: what buttons are painted with.</param>
/// <param name="OnBack">Text on it: white, or black where white cannot be read.</param>
/// <param name="OnWhite">The colour as text on white: itself, or as much darker as it must be to be read.</param>
public sealed record BrandColors(string Back, string OnBack, string OnWhite)
{
    /// <summary>What text needs at least (WCAG 2.2, success criterion 1.4.3).</summary>
    public const double LeastContrast = 4.5;

    private const string White = "#ffffff";
    private const string Black = "#000000";
    private const int Steps = 20;

    /// <summary>Finds them.</summary>
    /// <param name="color">#rrggbb.</param>
    public static BrandColors Of(string color)
    {
        var value = Parse(color);

        // Of white and black one always reaches 4.58: the contrasts multiply to 21.
        var onBack = Contrast(value, Parse(White)) >= LeastContrast ? White : Black;
        var step = Steps;
        while (Contrast(Darker(value, step), Parse(White)) < LeastContrast)
        {
            step--;
        }

        var onWhite = step == Steps ? color : string.Create(CultureInfo.InvariantCulture, $"#{Darker(value, step):x6}");
        return new BrandColors(color, onBack, onWhite);
    }

    /// <summary>How well one colour can be told from another: 1 to 21 (WCAG 2.2, contrast ratio).</summary>
    /// <param name="one">#rrggbb.</param>
    /// <param name="other">#rrggbb.</param>
    public static double Contrast(string one, string other) => Contrast(Parse(one), Parse(other));

    private static double Contrast(int one, int other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static int Parse(string color) => int.Parse(color.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int Darker(int value, int step) => (Darken(value >> 16, step) << 16) | (Darken((value >> 8) & 0xFF, step) << 8) | Darken(value & 0xFF, step);

    private static int Darken(int channel, int step) => channel * step / Steps;

    private static double Luminance(int value) => (0.2126 * Linear(value >> 16)) + (0.7152 * Linear((value >> 8) & 0xFF)) + (0.0722 * Linear(value & 0xFF));

    private static double Linear(int channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
