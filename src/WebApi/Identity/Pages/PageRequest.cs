using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>What a page was asked for: on the way to a client, to a device, or for itself.</summary>
/// <param name="Handle">The name of the client's waiting request.</param>
/// <param name="UserCode">The code of a device that waits.</param>
/// <param name="IsForConsole">True when the person wants to the API console.</param>
/// <param name="Waiting">What is known of the waiting request; null when this browser has none of that name.</param>
internal sealed record PageRequest(string? Handle, string? UserCode, bool IsForConsole, PendingView? Waiting, PageTexts Texts)
{
    /// <summary>The parameter that says where a sign-in leads: a word and never an address, so that it leads nowhere else.</summary>
    public const string Next = "next";

    public const string ToTheConsole = "console";

    public static async Task<PageRequest> OfAsync(HttpContext context, ProtocolParameters? parameters)
    {
        var handle = parameters?["request"];
        PendingView? waiting = null;
        if (handle is not null)
        {
            var found = await context.RequestServices.GetRequiredService<IMediator>().Send(new GetPendingAuthorizationQuery(handle, PageCookies.Of(context).Both), context.RequestAborted);
            found.TryGet(out waiting, out _);
        }

        return new PageRequest(waiting is null ? null : handle, parameters?["user_code"], parameters?[Next] is ToTheConsole, waiting, PageTexts.For(context, waiting?.UiLocales));
    }

    /// <summary>Reads a form that this browser was given; null when it was refused and answered.</summary>
    public static async Task<(ProtocolParameters Form, PageRequest Page)?> ReadPostAsync(HttpContext context, bool ofSession)
    {
        var (form, _) = await ProtocolParameters.ReadFormAsync(context);
        if (form is null || !PageCookies.Of(context).Proves(form["proof"], ofSession))
        {
            await MessagePages.ErrorAsync(context, "form", StatusCodes.Status400BadRequest);
            return null;
        }

        return (form, await OfAsync(context, form));
    }

    /// <summary>The sign-in page, on the way to the same place.</summary>
    public string SignInAddress(HttpContext context) => Addresses.Local(context, this switch
    {
        { Handle: { } handle } => $"{SignInPages.SignInPath}?request={Uri.EscapeDataString(handle)}",
        { UserCode: { Length: > 0 } userCode } => $"{SignInPages.SignInPath}?user_code={Uri.EscapeDataString(userCode)}",
        { IsForConsole: true } => $"{SignInPages.SignInPath}?{Next}={ToTheConsole}",
        _ => SignInPages.SignInPath,
    });

    /// <summary>What every form of a page carries along.</summary>
    public Html Hidden(HttpContext context, bool ofSession) =>
        Html.Of($"""<input type="hidden" name="proof" value="{PageCookies.Of(context).ProofFor(ofSession)}"><input type="hidden" name="request" value="{Handle}"><input type="hidden" name="user_code" value="{UserCode}"><input type="hidden" name="{Next}" value="{(IsForConsole ? ToTheConsole : null)}">""");
}

/// <summary>Ways on after a form.</summary>
internal static class Redirects
{
    /// <summary>303: the browser fetches the place, whatever it has just sent.</summary>
    public static void See(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = location;
    }
}
