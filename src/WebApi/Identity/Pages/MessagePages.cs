using System.Globalization;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Pages that only say something.</summary>
internal static class MessagePages
{
    /// <summary>What cannot be told to a client is told to the person.</summary>
    public static Task ErrorAsync(HttpContext context, string reason, int status)
    {
        var texts = PageTexts.For(context);
        return Page.WriteAsync(context, status, texts, texts["error.title"], Html.Of($"""<h1>{texts["error.title"]}</h1><p class="alert" role="alert">{texts["error." + reason]}</p>"""));
    }

    /// <summary>That too much was tried, and when to try again, which stands in the header too.</summary>
    public static string WaitAlert(HttpContext context, PageTexts texts, int seconds)
    {
        var wait = seconds.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = wait;
        var (unit, length) = seconds switch
        {
            < 2 * 60 => ("seconds", 1),
            < 2 * 60 * 60 => ("minutes", 60),
            _ => ("hours", 60 * 60),
        };
        return texts.Said($"alert.rate_limited.{unit}", ((seconds + length - 1) / length).ToString(CultureInfo.InvariantCulture));
    }

    public static Task SayAsync(HttpContext context, string titleKey, string textKey, Html? more = null)
    {
        var texts = PageTexts.For(context);
        return Page.WriteAsync(context, StatusCodes.Status200OK, texts, texts[titleKey], Html.Of($"""<h1>{texts[titleKey]}</h1><p role="status">{texts[textKey]}</p>{more ?? Html.Empty}"""));
    }
}
