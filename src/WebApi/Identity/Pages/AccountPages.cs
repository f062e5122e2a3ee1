using System.Globalization;
using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Where a person is who signed in for nothing in particular: the way out, and what they allowed programs.</summary>
internal static class AccountPages
{
    public const string Path = "/account";
    public const string HomePath = "/account/home";
    public const string WithdrawPath = "/account/withdraw";
    public const string SignOutPath = "/account/sign-out";
    public const string SignedOutPath = "/account/signed-out";

    public static async Task ShowAsync(HttpContext context)
    {
        var cookies = PageCookies.Of(context);
        var found = await context.RequestServices.GetRequiredService<IMediator>().Send(new ListConsentsOfBrowserQuery(cookies.Both), context.RequestAborted);
        if (!found.TryGet(out var allowed, out _))
        {
            Redirects.See(context, Addresses.Local(context, SignInPages.SignInPath));
            return;
        }

        var (texts, proof) = (PageTexts.For(context), cookies.ProofFor(ofSession: true));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(allowed.TimeZone);
        var programs = allowed.Consents.Count == 0
            ? Html.Of($"""<p class="muted">{texts["account.noPrograms"]}</p>""")
            : Html.Join(allowed.Consents.Select(consent => ProgramOf(context, texts, proof, consent, TimeZoneInfo.ConvertTime(consent.GrantedAt, zone))));
        var content = Html.Of(
            $"""
            <h1>{texts["account.title"]}</h1><p>{texts.WithAddress("account.signedIn", allowed.Email)}</p>
            <form method="post" action="{Addresses.Local(context, SignOutPath)}"><input type="hidden" name="proof" value="{proof}"><button>{texts["account.signOut"]}</button></form>
            <h2>{texts["account.programs"]}</h2>{programs}
            """);
        await Page.WriteAsync(context, StatusCodes.Status200OK, texts, texts["account.title"], content);
    }

    /// <summary>Home, and from there to the sign-in where nobody is signed in.</summary>
    public static Task LeadHomeAsync(HttpContext context)
    {
        Redirects.See(context, Addresses.Local(context, HomePath));
        return Task.CompletedTask;
    }

    /// <summary>Takes back what a program was allowed, and shows what is left.</summary>
    public static async Task WithdrawAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: true) is not var (form, _))
        {
            return;
        }

        if (Guid.TryParseExact(form["consent"], "D", out var id))
        {
            // Nobody else's is found; and what was taken back already is as it should be.
            await context.RequestServices.GetRequiredService<IMediator>().Send(new WithdrawConsentOnPageCommand(id, PageCookies.Of(context).Both), context.RequestAborted);
        }

        Redirects.See(context, Addresses.Local(context, HomePath));
    }

    public static Task SignedOutAsync(HttpContext context) => MessagePages.SayAsync(context, "signOut.doneTitle", "signOut.done");

    private static Html ProgramOf(HttpContext context, PageTexts texts, string proof, ConsentDto consent, DateTimeOffset since)
    {
        // The same digits in the same order in every language, as in mails.
        var day = since.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Html.Of(
            $"""
            <section class="program"><h3><bdi>{consent.ClientName}</bdi></h3><p class="muted">{texts.WithAddress("account.since", day)}</p>
            <ul>{Html.Join(consent.Scopes.Select(scope => Html.Of($"<li>{texts["scope." + scope]}</li>")))}</ul>
            <form method="post" action="{Addresses.Local(context, WithdrawPath)}"><input type="hidden" name="proof" value="{proof}"><input type="hidden" name="consent" value="{consent.Id}"><button class="plain">{texts.With("account.withdraw", consent.ClientName)}</button></form></section>
            """);
    }
}
