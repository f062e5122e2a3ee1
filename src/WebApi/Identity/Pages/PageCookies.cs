using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Identity.Provider;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>
/// What a browser carries: its own name, its session, and the proof that it is trusted, each per tenant. They are bound to this host,
/// sent over https alone and never shown to scripts; Development has no https, so the names there are plain.
/// </summary>
internal sealed class PageCookies(HttpContext context, ISignInSecrets secrets, RequestScope scope, IHostEnvironment environment)
{
    private const string FormProof = "form-proof";
    private static readonly TimeSpan TrustLifetime = TimeSpan.FromDays(180);

    private readonly bool _isSecure = !environment.IsDevelopment();
    private string? _newBrowser;

    public static PageCookies Of(HttpContext context)
    {
        var services = context.RequestServices;
        return new PageCookies(context, services.GetRequiredService<ISignInSecrets>(), services.GetRequiredService<RequestScope>(), services.GetRequiredService<IHostEnvironment>());
    }

    public string? Session => Read("session");

    public string? Browser => _newBrowser ?? Read("browser");

    /// <summary>The secret that the browser is trusted by, or else one that it is known again by.</summary>
    public string? Device => Read("device") ?? Read("known");

    public BrowserCookies Both => new(Session, Browser);

    public void SetSession(string? value) => Write("session", value, lifetime: null);

    /// <summary>Keeps a device's new secret. What one person is known again by takes the place of nobody's trust: a browser may be shared.</summary>
    public void SetDevice(string value, bool isTrusted) => Write(isTrusted ? "device" : "known", value, TrustLifetime);

    /// <summary>Gives the browser a name, if it has none that is good here.</summary>
    public void SetBrowser(string value)
    {
        _newBrowser = value;
        Write("browser", value, lifetime: null);
    }

    /// <summary>The browser's name; a new one where it has none.</summary>
    public string NameBrowser()
    {
        if (Browser is { } name && secrets.Read(SecretKind.Browser, name) is var (tenantId, _) && tenantId == scope.Tenant.Id)
        {
            return name;
        }

        SetBrowser(secrets.Create(SecretKind.Browser, scope.Tenant.Id).Text);
        return _newBrowser!;
    }

    /// <summary>What a form carries to show that this browser was given it. For a sign-in it outlives the session, so that parallel tabs work.</summary>
    public string ProofFor(bool ofSession) =>
        Base64Url.EncodeToString(secrets.KeyOf(FormProof, ofSession ? $"{NameBrowser()}\n{Session}" : NameBrowser()));

    /// <summary>True when the form was given to this browser.</summary>
    public bool Proves(string? proof, bool ofSession) =>
        proof is not null && Browser is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ProofFor(ofSession)), Encoding.UTF8.GetBytes(proof));

    private string? Read(string name) => context.Request.Cookies.TryGetValue(NameOf(name), out var value) && value.Length is > 0 and <= 300 ? value : null;

    private void Write(string name, string? value, TimeSpan? lifetime)
    {
        var options = new CookieOptions { HttpOnly = true, Secure = _isSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = value is null ? TimeSpan.Zero : lifetime, IsEssential = true };
        context.Response.Cookies.Append(NameOf(name), value ?? string.Empty, options);
    }

    private string NameOf(string name) => $"{(_isSecure ? "__Host-" : null)}satcom-{name}-{scope.Tenant.Slug}";
}
