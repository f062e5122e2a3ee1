using Microsoft.Playwright;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Common.Http;
using Satcom.IntegrationTests.Faults;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Satcom.IntegrationTests.Common;

/// <summary>
/// The one Chromium of the whole run, started by the first test that needs it, with an empty profile of its own. SATCOM_TEST_CHROMIUM
/// names the executable; without it Debian's is taken. Where there is none, a test that needs it fails and says how to get one.
/// Only SATCOM_TEST_CHROMIUM=none, which build/test sets on machines without a browser, leaves such tests out, and never under CI.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    public const string Setting = "SATCOM_TEST_CHROMIUM";

    private const string Default = "/usr/bin/chromium";
    private const string None = "none";

    private static readonly string[] Arguments =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where screenshots are kept.</summary>
    public static string Screenshots { get; } = Path.Combine(Repository.Root, "artifacts", "test", "screenshots");

    /// <summary>A browser that nobody has used, as wide as a phone unless told otherwise.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        options.ViewportSize ??= new ViewportSize { Width = 390, Height = 844 };
        var context = await (await BrowserAsync()).NewContextAsync(options);
        context.SetDefaultTimeout((float)Waiting.Patience.TotalMilliseconds);
        return context;
    }

    /// <summary>The executable that is named, or what to do where there is none.</summary>
    /// <returns>Neither where the tests are to be left out.</returns>
    internal static (string? Path, string? Fault) Find(string? setting, bool isCi)
    {
        if (!isCi && string.Equals(setting, None, StringComparison.Ordinal))
        {
            return (null, null);
        }

        var path = string.IsNullOrEmpty(setting) ? Default : setting;
        return File.Exists(path) ? (path, null) : (null, $"There is no Chromium at {path}. Install it (apt-get install chromium fonts-noto-core) or name its executable in {Setting}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> BrowserAsync()
    {
        var (path, fault) = Find(Environment.GetEnvironmentVariable(Setting), !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")));
        if (path is null)
        {
            Assert.SkipWhen(fault is null, $"There is no Chromium on this machine ({Setting}).");
            throw new InvalidOperationException(fault);
        }

        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Headless = true, ChromiumSandbox = false, Args = Arguments });
        }
        finally
        {
            _starting.Release();
        }
    }
}
