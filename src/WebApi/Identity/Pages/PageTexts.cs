using System.Collections.Frozen;
using System.Text.Json;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>What the pages say, in each language.</summary>
internal sealed class PageTexts
{
    private const string Name = "{name}";
    private static readonly PageTexts[] All = [.. Enum.GetValues<Language>().Select(l => new PageTexts(l))];

    private readonly FrozenDictionary<string, string> _texts;

    private PageTexts(Language language)
    {
        Language = language;
        var name = $"Satcom.WebApi.Identity.Pages.texts.{language.Tag()}.json";
        using var stream = typeof(PageTexts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing.");
        _texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public Language Language { get; }

    public IEnumerable<string> Keys => _texts.Keys;

    public string this[string key] => _texts[key];

    /// <summary>The text, with a name put into it that keeps its own direction and changes that of nothing around it.</summary>
    public Html With(string key, string name) => With(key, Html.Of($"<bdi>{name}</bdi>"));

    /// <summary>The text, with an address, a host or a number put into it: it is read from left to right in every language.</summary>
    public Html WithAddress(string key, string address) => With(key, Html.Of($"""<bdi dir="ltr">{address}</bdi>"""));

    /// <summary>The text with a number put into it, to be encoded by whoever shows it.</summary>
    public string Said(string key, string number) => _texts[key].Replace(Name, number, StringComparison.Ordinal);

    private Html With(string key, Html piece)
    {
        var (text, at) = (_texts[key], _texts[key].IndexOf(Name, StringComparison.Ordinal));
        return Html.Of($"{text[..at]}{piece}{text[(at + Name.Length)..]}");
    }

    /// <summary>The texts of the language that the client asks for, else the browser, else the tenant.</summary>
    public static PageTexts For(HttpContext context, string? uiLocales = null)
    {
        foreach (var tag in (uiLocales ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Languages.Preferred(tag) is { } asked)
            {
                return All[(int)asked];
            }
        }

        if (Languages.Preferred(context.Request.Headers.AcceptLanguage) is { } preferred)
        {
            return All[(int)preferred];
        }

        // The pages are the company's own, so its language is no secret here.
        var scope = context.RequestServices.GetRequiredService<RequestScope>();
        return All[(int)(scope.HasTenant && string.Equals(scope.Tenant.Locale, "ar", StringComparison.Ordinal) ? Language.Ar : Language.En)];
    }

    public static PageTexts In(Language language) => All[(int)language];
}
