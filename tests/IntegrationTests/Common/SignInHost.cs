using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Satcom.Domain.Tenancy;

namespace Satcom.IntegrationTests.Common;

/// <summary>A class fixture: the service with a real mail server, a clock that tests move on, and globex asking for codes on new devices.</summary>
public sealed partial class SignInHost : IAsyncLifetime
{
    public const string Login = "/api/v1/auth/login";
    public const string Verify = "/api/v1/auth/device/verify";
    public const string Resend = "/api/v1/auth/device/resend";

    public SatcomHost Host { get; } = new();

    internal SteppedTime Clock { get; } = new();

    internal TestInbox Inbox { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Inbox = await TestInbox.StartAsync();
        Inbox.Serve(Host);
        Host.Clock = Clock;

        // Every test's wrong codes come from this one machine.
        Host.Settings["Satcom:Limits:AddressFailures"] = "100000";
        Host.Settings["Satcom:Http:TrustedProxies"] = "127.0.0.1";
        await Host.InitializeAsync();
        await SetAsync(s => s with { DeviceVerification = DeviceVerification.NewDevices });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Inbox.DisposeAsync();
    }

    /// <summary>Changes what globex asks for.</summary>
    internal async Task SetAsync(Func<TenantSettings, TenantSettings> change)
    {
        await Host.ChangeAsync("globex", db =>
        {
            var tenant = db.Tenants.Single(t => t.Slug == "globex");
            tenant.Configure(change(tenant.Settings));
            return Task.CompletedTask;
        });

        // Past the time that a tenant's settings are remembered.
        Clock.Advance(TimeSpan.FromSeconds(6));
    }

    /// <summary>Signs in on a device.</summary>
    internal async Task<JsonElement> LoginAsync(string email, string? deviceToken = null, string name = "Phone", HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = Host.Anonymous();
        return await client.SendAsync(Login, new { email, password = SatcomHost.DemoPassword, device = new { fingerprint = name, name, platform = "ios", token = deviceToken } }, expected);
    }

    /// <summary>Signs in on a new device and proves it.</summary>
    internal async Task<JsonElement> ProveAsync(string email, bool trust = true, string name = "Phone")
    {
        var before = await CountAsync(email);
        var challenge = (await LoginAsync(email, name: name)).GetProperty("deviceVerification");
        using var client = Host.Anonymous();
        return await client.SendAsync(Verify, new { challengeId = challenge.Text("challengeId"), code = await CodeAsync(email, before + 1), trust });
    }

    /// <summary>How many codes a person was sent.</summary>
    internal async Task<int> CountAsync(string email) => (await CodesAsync(email)).Count;

    /// <summary>The newest code that a person was sent, once there are that many.</summary>
    internal async Task<string> CodeAsync(string email, int atLeast = 1)
    {
        var codes = await HostWork.EventuallyAsync(() => CodesAsync(email), c => c.Count >= atLeast);
        return codes[^1];
    }

    /// <summary>Another code than the one given.</summary>
    internal static string Wrong(string code) => (code[0] == '0' ? '1' : '0') + code[1..];

    private async Task<IReadOnlyList<string>> CodesAsync(string email)
    {
        var phone = await Host.SqlAsync("SELECT phone FROM users WHERE email = $1", email) as string;
        var mails = await Inbox.ReadAsync(phone is null ? email : $"{phone[1..]}@sms.test");
        return [.. mails.Select(m => SixDigits().Match(m.Text)).Where(m => m.Success).Select(m => m.Value)];
    }

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();
}
