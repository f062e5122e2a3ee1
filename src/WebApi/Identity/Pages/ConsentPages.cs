using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>Asks the person whether a client may have what it asks for.</summary>
internal static class ConsentPages
{
    public const string Path = "/account/consent";

    public static async Task ShowAsync(HttpContext context)
    {
        var (query, _) = ProtocolParameters.ReadQuery(context.Request);
        var page = await PageRequest.OfAsync(context, query);
        if (page.Waiting is not { SignedInAs: { } person } waiting)
        {
            await MessagePages.ErrorAsync(context, "request_expired", StatusCodes.Status400BadRequest);
            return;
        }

        var texts = page.Texts;
        var place = Uri.TryCreate(waiting.RedirectUri, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host : waiting.RedirectUri;
        var content = Html.Of(
            $"""
            <h1>{texts["consent.title"]}</h1><p class="muted">{texts.WithAddress("consent.as", person)} <a href="{Addresses.Local(context, $"{SignInPages.SignInPath}?request={Uri.EscapeDataString(page.Handle!)}")}">{texts["consent.other"]}</a></p><p>{texts.With("consent.description", waiting.ClientName)}</p>
            <ul>{Html.Join(waiting.Scopes.Select(scope => Html.Of($"<li>{texts["scope." + scope]}</li>")))}</ul><p class="muted">{texts.WithAddress("consent.target", place)}</p>
            <form method="post" action="{Addresses.Local(context, Path)}">{page.Hidden(context, ofSession: true)}
            <button name="decision" value="allow">{texts["consent.allow"]}</button><button class="plain" name="decision" value="deny">{texts["consent.deny"]}</button></form>
            """);
        await Page.WriteAsync(context, StatusCodes.Status200OK, texts, texts["consent.title"], content, waiting.RedirectUri);
    }

    public static async Task DecideAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: true) is not var (form, page))
        {
            return;
        }

        await AuthorizationEndpoint.SendAsync(context, new ResumeAuthorizationCommand(page.Handle ?? string.Empty, PageCookies.Of(context).Both, form["decision"] is "allow"));
    }
}
