using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;
using Satcom.WebApi.Common.Problems;
using Satcom.WebApi.Identity.ApiConsole;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Sign-in with a password, and the code for a browser that must be proved.</summary>
internal static class SignInPages
{
    public const string SignInPath = "/account/sign-in";
    public const string VerifyPath = "/account/verify";
    public const string ResendPath = "/account/resend";

    public static async Task ShowAsync(HttpContext context)
    {
        var (query, _) = ProtocolParameters.ReadQuery(context.Request);
        var page = await PageRequest.OfAsync(context, query);

        // Whoever waited too long for a mail or a code learns before they type anything that the program will not hear of it.
        var alert = page.Waiting is null && query?["request"] is { Length: > 0 } ? page.Texts["error.request_expired"] : null;
        await ShowAsync(context, page, alert, StatusCodes.Status200OK);
    }

    public static async Task SignInAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: false) is not var (form, page))
        {
            return;
        }

        var cookies = PageCookies.Of(context);
        var command = new SignInOnPageCommand(form["email"] ?? string.Empty, form["password"] ?? string.Empty, BrowserName(context), cookies.Device, cookies.Session);
        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(command, context.RequestAborted);
        if (!result.TryGet(out var reached, out var error))
        {
            // What is too long to be anybody's is as wrong as any other.
            var isMissing = string.IsNullOrWhiteSpace(form["email"]) || string.IsNullOrEmpty(form["password"]);
            var alert = error is ValidationFailed && !isMissing ? page.Texts["alert.credentials"] : AlertOf(context, page.Texts, error);
            await ShowAsync(context, page, alert, ErrorStatus.Of(error.Kind), form["email"]);
        }
        else if (reached.Challenge is { } challenge)
        {
            await ShowCodeAsync(context, page, challenge.ChallengeId, challenge.DestinationHint, message: Html.Empty, StatusCodes.Status200OK);
        }
        else
        {
            Enter(context, page, reached);
        }
    }

    public static async Task VerifyAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: false) is not var (form, page))
        {
            return;
        }

        var (challengeId, hint) = (form["challenge"] ?? string.Empty, form["hint"] ?? string.Empty);
        var command = new VerifyOnPageCommand(challengeId, form["code"]?.Replace(" ", string.Empty, StringComparison.Ordinal) ?? string.Empty, form["trust"] is "yes", PageCookies.Of(context).Session);
        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(command, context.RequestAborted);
        if (result.TryGet(out var reached, out var error))
        {
            Enter(context, page, reached);
        }
        else if (error is OtpInvalid or ValidationFailed)
        {
            await ShowCodeAsync(context, page, challengeId, hint, Page.Alert(page.Texts["alert.otp_invalid"]), StatusCodes.Status401Unauthorized);
        }
        else
        {
            await ShowAsync(context, page, AlertOf(context, page.Texts, error), ErrorStatus.Of(error.Kind));
        }
    }

    public static async Task ResendAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: false) is not var (form, page))
        {
            return;
        }

        var challengeId = form["challenge"] ?? string.Empty;
        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(new ResendDeviceCodeCommand(challengeId), context.RequestAborted);
        var hint = form["hint"] ?? string.Empty;
        if (result.Error is not { } error)
        {
            await ShowCodeAsync(context, page, challengeId, hint, Page.News(page.Texts["code.sent"]), StatusCodes.Status200OK);
        }
        else if (error is IRetryAfter)
        {
            await ShowCodeAsync(context, page, challengeId, hint, Page.Alert(AlertOf(context, page.Texts, error)), ErrorStatus.Of(error.Kind));
        }
        else
        {
            await ShowAsync(context, page, AlertOf(context, page.Texts, error), ErrorStatus.Of(error.Kind));
        }
    }

    private static Task ShowAsync(HttpContext context, PageRequest page, string? alert, int status, string? typed = null)
    {
        var texts = page.Texts;
        var company = context.RequestServices.GetRequiredService<RequestScope>().Tenant.Name;
        var content = Html.Of(
            $"""
            <h1>{texts["signIn.title"]}</h1><p class="muted">{texts.With("signIn.description", page.Waiting?.ClientName ?? company)}</p>{Page.Alert(alert)}
            <form method="post" action="{Addresses.Local(context, SignInPath)}">{page.Hidden(context, ofSession: false)}
            <label for="email">{texts["signIn.email"]}</label><input id="email" name="email" type="email" autocomplete="username" required maxlength="{User.EmailMaxLength}" dir="ltr" value="{typed ?? page.Waiting?.LoginHint}">
            <label for="password">{texts["signIn.password"]}</label><input id="password" name="password" type="password" autocomplete="current-password" required dir="ltr">
            <button>{texts["signIn.submit"]}</button></form>
            <p><a href="{Addresses.Local(context, PasswordPages.ForgotPath)}">{texts["forgot.link"]}</a></p>
            """);
        return Page.WriteAsync(context, status, texts, texts["signIn.title"], content, page.Waiting?.RedirectUri);
    }

    private static Task ShowCodeAsync(HttpContext context, PageRequest page, string challengeId, string hint, Html message, int status)
    {
        var texts = page.Texts;

        // Elsewhere the next sign-in asks for a code all the same, or for none.
        var trust = context.RequestServices.GetRequiredService<RequestScope>().Tenant.Settings.DeviceVerification == DeviceVerification.NewDevices
            ? Html.Of($"""<label class="check"><input type="checkbox" name="trust" value="yes"> {texts["code.trust"]}</label>""")
            : Html.Empty;
        var hidden = Html.Of($"""{page.Hidden(context, ofSession: false)}<input type="hidden" name="challenge" value="{challengeId}"><input type="hidden" name="hint" value="{hint}">""");
        var content = Html.Of(
            $"""
            <h1>{texts["code.title"]}</h1><p class="muted">{texts.WithAddress("code.description", hint)}</p>{message}
            <form method="post" action="{Addresses.Local(context, VerifyPath)}">{hidden}
            <label for="code">{texts["code.label"]}</label><input class="code" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12" dir="ltr">
            {trust}
            <button>{texts["code.submit"]}</button></form>
            <form method="post" action="{Addresses.Local(context, ResendPath)}">{hidden}<button class="plain">{texts["code.resend"]}</button></form>
            <p class="muted">{texts["code.lost"]}</p><p><a href="{page.SignInAddress(context)}">{texts["code.back"]}</a></p>
            """);
        return Page.WriteAsync(context, status, texts, texts["code.title"], content, page.Waiting?.RedirectUri);
    }

    /// <summary>Gives the browser its session and goes on with what waited. 303: nothing that was typed is sent again.</summary>
    private static void Enter(HttpContext context, PageRequest page, PageSignIn reached)
    {
        var cookies = PageCookies.Of(context);
        cookies.SetSession(reached.SessionCookie);
        if (reached.DeviceToken is { } deviceToken)
        {
            cookies.SetDevice(deviceToken, reached.IsTrusted);
        }

        Redirects.See(context, Addresses.Local(context, page switch
        {
            { Handle: { } handle } => $"{ProviderPaths.Resume}?request={Uri.EscapeDataString(handle)}",
            { UserCode: { } userCode } => $"{DevicePages.Path}?user_code={Uri.EscapeDataString(userCode)}",
            { IsForConsole: true } => ConsolePages.Path,
            _ => AccountPages.HomePath,
        }));
    }

    /// <summary>What the page says of a refusal; when to try again stands in the header too.</summary>
    private static string AlertOf(HttpContext context, PageTexts texts, Error error)
    {
        if (error is IRetryAfter { RetryAfterSeconds: var seconds })
        {
            return MessagePages.WaitAlert(context, texts, seconds);
        }

        return texts[error switch
        {
            OtpExpired => "alert.otp_expired",
            ValidationFailed => "alert.incomplete",
            _ => "alert.credentials",
        }];
    }

    /// <summary>A name for lists of sessions and devices; browsers say of themselves what they like.</summary>
    private static string BrowserName(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        var browser = Array.Find(["Edg", "Firefox", "Chrome", "Safari"], name => agent.Contains(name, StringComparison.Ordinal)) ?? "Browser";
        var system = Array.Find(["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"], name => agent.Contains(name, StringComparison.Ordinal));
        return system is null ? browser : $"{browser}, {system}";
    }
}
