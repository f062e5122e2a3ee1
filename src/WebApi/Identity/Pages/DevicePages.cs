using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Common;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Where a person types the code that a device shows, and approves the device.</summary>
internal static class DevicePages
{
    public const string Path = "/account/device";

    public static async Task ShowAsync(HttpContext context)
    {
        var (query, _) = ProtocolParameters.ReadQuery(context.Request);
        var page = await PageRequest.OfAsync(context, query);
        var mediator = context.RequestServices.GetRequiredService<IMediator>();
        var cookies = PageCookies.Of(context);
        if (page.UserCode is not { } userCode)
        {
            await AskAsync(context, page.Texts, alert: null, StatusCodes.Status200OK);
        }
        else if ((await mediator.Send(new GetDeviceAuthorizationQuery(userCode, cookies.Both), context.RequestAborted)).TryGet(out var device, out var error))
        {
            await ConfirmAsync(context, page, device);
        }
        else if (error is Unauthenticated)
        {
            Redirects.See(context, Addresses.Local(context, $"{SignInPages.SignInPath}?user_code={Uri.EscapeDataString(userCode)}"));
        }
        else
        {
            await RefuseAsync(context, page.Texts, error);
        }
    }

    public static async Task DecideAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: true) is not var (form, page))
        {
            return;
        }

        var isApproved = form["decision"] is "allow";
        var command = new DecideDeviceCommand(page.UserCode, isApproved, PageCookies.Of(context).Both);
        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(command, context.RequestAborted);
        await (result.Error is null
            ? MessagePages.SayAsync(context, "device.title", isApproved ? "device.approved" : "device.denied")
            : RefuseAsync(context, page.Texts, result.Error));
    }

    private static Task RefuseAsync(HttpContext context, PageTexts texts, Error error) =>
        error is IRetryAfter { RetryAfterSeconds: var seconds }
            ? AskAsync(context, texts, MessagePages.WaitAlert(context, texts, seconds), StatusCodes.Status429TooManyRequests)
            : AskAsync(context, texts, texts["device.unknown"], StatusCodes.Status404NotFound);

    private static Task AskAsync(HttpContext context, PageTexts texts, string? alert, int status)
    {
        var content = Html.Of(
            $"""
            <h1>{texts["device.title"]}</h1><p class="muted">{texts["device.description"]}</p>{Page.Alert(alert)}
            <form method="get" action="{Addresses.Local(context, Path)}">
            <label for="code">{texts["device.label"]}</label><input class="code" id="code" name="user_code" autocomplete="off" autocapitalize="characters" required maxlength="12" dir="ltr">
            <button>{texts["continue"]}</button></form>
            """);
        return Page.WriteAsync(context, status, texts, texts["device.title"], content);
    }

    private static Task ConfirmAsync(HttpContext context, PageRequest page, WaitingDevice device)
    {
        var texts = page.Texts;
        var content = Html.Of(
            $"""
            <h1>{texts["device.title"]}</h1><p class="code" dir="ltr">{device.UserCode}</p><p>{texts.With("consent.description", device.ClientName)}</p>
            <ul>{Html.Join(device.Scopes.Select(scope => Html.Of($"<li>{texts["scope." + scope]}</li>")))}</ul><p class="note">{texts["device.warning"]}</p>
            <form method="post" action="{Addresses.Local(context, Path)}">{page.Hidden(context, ofSession: true)}
            <button name="decision" value="allow">{texts["device.allow"]}</button><button class="plain" name="decision" value="deny">{texts["consent.deny"]}</button></form>
            """);
        return Page.WriteAsync(context, StatusCodes.Status200OK, texts, texts["device.title"], content);
    }
}
