using System.Collections.Concurrent;
using Microsoft.Playwright;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Common;

/// <summary>Hears all that a page does that nobody asked it for: dialogs, errors, refusals of its policy.</summary>
internal sealed class PageWatch
{
    private readonly ConcurrentQueue<string> _heard = new();

    public PageWatch(IPage page)
    {
        page.Dialog += (_, dialog) =>
        {
            _heard.Enqueue("dialog " + dialog.Message);
            dialog.DismissAsync().Forget();
        };
        page.PageError += (_, error) => _heard.Enqueue("error " + error);
        page.Console += (_, message) => _heard.Enqueue($"console {message.Type} {message.Text}");
    }

    /// <summary>What was heard since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        var heard = new List<string>();
        while (_heard.TryDequeue(out var one))
        {
            heard.Add(one);
        }

        return heard;
    }
}

/// <summary>What every page that people see must be.</summary>
internal static class PageLooks
{
    private const string Measure =
        """
        () => {
          const seen = [...document.querySelectorAll('input:not([type=hidden]):not([hidden]),select,textarea')];
          const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1);
          return {
            dir: document.documentElement.dir, lang: document.documentElement.lang, title: document.title,
            scrolls: document.documentElement.scrollWidth > document.documentElement.clientWidth || wide.length > 0,
            unlabelled: seen.filter((e) => e.labels.length === 0 || e.labels[0].innerText.trim() === '').map((e) => e.name),
            small: [...document.querySelectorAll('button,input:not([type=hidden]):not([hidden]):not([type=checkbox])')].filter((e) => e.getBoundingClientRect().height < 40).map((e) => e.outerHTML),
            headings: document.querySelectorAll('h1').length,
          };
        }
        """;

    private const string Focus =
        """
        () => {
          const e = document.activeElement, style = getComputedStyle(e);
          return { name: e.name || e.tagName.toLowerCase(), value: e.value ?? '', outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth) };
        }
        """;

    /// <summary>Looks the page over and keeps a picture of it.</summary>
    public static async Task LookAsync(this IPage page, string name, string language)
    {
        await page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots, $"{name}.{language}.png"), FullPage = true });
        var look = (await page.EvaluateAsync(Measure))!.Value;
        look.Text("dir").ShouldBe(language is "ar" ? "rtl" : "ltr", name);
        look.Text("lang").ShouldBe(language, name);
        look.Text("title").ShouldEndWith("· Satcom", Case.Sensitive, name);
        look.GetProperty("headings").GetInt32().ShouldBe(1, name);
        look.GetProperty("scrolls").GetBoolean().ShouldBeFalse($"{name} is wider than a phone");
        look.GetProperty("unlabelled").ToString().ShouldBe("[]", $"{name} has inputs without a label");
        look.GetProperty("small").ToString().ShouldBe("[]", $"{name} has something too small for a thumb");
    }

    /// <summary>Does what leads to another page, and waits for it.</summary>
    public static async Task GoOnAsync(this IPage page, Func<Task> deed)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrive(object? sender, IPage reached) => arrived.TrySetResult();
        page.DOMContentLoaded += Arrive;
        await deed();
        await arrived.Task.WaitAsync(Waiting.Patience);
        page.DOMContentLoaded -= Arrive;
    }

    /// <summary>
    /// Waits until the page is at an address that holds a part, and there to be used. The driver's own waits look first and listen only
    /// then, on another thread than the one that hears of pages: what arrives in between is waited for in vain. So the page itself is asked.
    /// </summary>
    public static async Task ReachAsync(this IPage page, string part)
    {
        await HostWork.EventuallyAsync(() => Task.FromResult(page.Url), url => url.Contains(part, StringComparison.Ordinal));
        await HostWork.EventuallyAsync(() => WhereAsync(page), url => url.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Presses Tab until the focus, which must be seen at each step, is where it is wanted.</summary>
    public static async Task TabToAsync(this IPage page, string name, string? value = null)
    {
        for (var steps = 0; steps < 12; steps++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focus = (await page.EvaluateAsync(Focus))!.Value;
            if (focus.Text("name") is not "body")
            {
                focus.GetProperty("outline").GetDouble().ShouldBeGreaterThanOrEqualTo(2, $"the focus on {focus.Text("name")} cannot be seen");
            }

            if (string.Equals(focus.Text("name"), name, StringComparison.Ordinal) && (value is null || string.Equals(focus.Text("value"), value, StringComparison.Ordinal)))
            {
                return;
            }
        }

        Assert.Fail($"Tab never reaches {name}.");
    }

    /// <summary>The address of what is shown, once it can be used.</summary>
    private static async Task<string> WhereAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<string>("document.readyState === 'loading' ? '' : location.href");
        }
        catch (PlaywrightException)
        {
            // It was on its way to the next page.
            return string.Empty;
        }
    }
}
