using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Identity.Pages;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Signs a person out because a client asks for it (OpenID Connect RP-Initiated Logout).</summary>
internal static class EndSessionEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        var (sent, _) = HttpMethods.IsPost(context.Request.Method) ? await ProtocolParameters.ReadFormAsync(context) : ProtocolParameters.ReadQuery(context.Request);
        if (sent?["id_token_hint"] is not null && ForeignForms.Turn(context, sent, ProviderPaths.EndSession))
        {
            return;
        }

        var mediator = context.RequestServices.GetRequiredService<IMediator>();
        var cookies = PageCookies.Of(context);
        if (sent is null
            || !(await mediator.Send(new JudgeSignOutQuery(sent["id_token_hint"], sent["client_id"], sent["post_logout_redirect_uri"], cookies.Both), context.RequestAborted)).TryGet(out var judged, out _))
        {
            await MessagePages.ErrorAsync(context, "invalid_request", StatusCodes.Status400BadRequest);
            return;
        }

        if (judged is { IsSignedIn: true, IsProved: false })
        {
            // Anybody's page can send a browser here; so the person is asked.
            await AskAsync(context, cookies);
            return;
        }

        if (judged.IsSignedIn)
        {
            await mediator.Send(new SignOutOnPageCommand(cookies.Both), context.RequestAborted);
            cookies.SetSession(value: null);
        }

        if (judged.RedirectUri is { } uri)
        {
            var state = sent["state"] is { } text ? $"{(uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}state={Uri.EscapeDataString(text)}" : null;
            Redirects.See(context, uri + state);
            return;
        }

        Redirects.See(context, Addresses.Local(context, AccountPages.SignedOutPath));
    }

    /// <summary>Signs out from a page of our own.</summary>
    public static async Task SignOutAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: true) is null)
        {
            return;
        }

        var cookies = PageCookies.Of(context);
        await context.RequestServices.GetRequiredService<IMediator>().Send(new SignOutOnPageCommand(cookies.Both), context.RequestAborted);
        cookies.SetSession(value: null);
        Redirects.See(context, Addresses.Local(context, AccountPages.SignedOutPath));
    }

    private static Task AskAsync(HttpContext context, PageCookies cookies)
    {
        var texts = PageTexts.For(context);
        var content = Html.Of(
            $"""
            <h1>{texts["signOut.title"]}</h1><p>{texts["signOut.description"]}</p>
            <form method="post" action="{Addresses.Local(context, AccountPages.SignOutPath)}"><input type="hidden" name="proof" value="{cookies.ProofFor(ofSession: true)}"><button>{texts["signOut.submit"]}</button></form>
            """);
        return Page.WriteAsync(context, StatusCodes.Status200OK, texts, texts["signOut.title"], content);
    }
}
