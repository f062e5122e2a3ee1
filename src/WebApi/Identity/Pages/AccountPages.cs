using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Where a person is who signed in for nothing in particular.</summary>
internal static class AccountPages
{
    public const string HomePath = "/account/home";
    public const string SignOutPath = "/account/sign-out";
    public const string SignedOutPath = "/account/signed-out";

    public static async Task ShowAsync(HttpContext context)
    {
        var cookies = PageCookies.Of(context);
        var found = await context.RequestServices.GetRequiredService<IMediator>().Send(new GetSignedInBrowserQuery(cookies.Both), context.RequestAborted);
        if (!found.TryGet(out var person, out _))
        {
            Redirects.See(context, Addresses.Local(context, SignInPages.SignInPath));
            return;
        }

        var texts = PageTexts.For(context);
        var content = Html.Of(
            $"""
            <h1>{texts["account.title"]}</h1><p>{texts.WithAddress("account.signedIn", person.Email)}</p>
            <form method="post" action="{Addresses.Local(context, SignOutPath)}"><input type="hidden" name="proof" value="{cookies.ProofFor(ofSession: true)}"><button>{texts["account.signOut"]}</button></form>
            """);
        await Page.WriteAsync(context, StatusCodes.Status200OK, texts, texts["account.title"], content);
    }

    public static Task SignedOutAsync(HttpContext context) => MessagePages.SayAsync(context, "signOut.doneTitle", "signOut.done");
}
