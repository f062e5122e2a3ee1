using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>A piece of a page. Whatever is put into one is encoded, unless it is a piece itself; there is no other way to make one of a value.</summary>
internal readonly struct Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string? _text;

    private Html(string text) => _text = text;

    public static Html Empty => default;

    /// <summary>The text as it stands in the source, with its values encoded.</summary>
    public static Html Of(FormattableString text) =>
        new(string.Format(CultureInfo.InvariantCulture, text.Format, Array.ConvertAll(text.GetArguments(), static value => value switch
        {
            Html piece => piece.ToString(),
            null => string.Empty,
            _ => (object)Encoder.Encode(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        })));

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(p => p.ToString())));

    /// <inheritdoc/>
    public override string ToString() => _text ?? string.Empty;
}
