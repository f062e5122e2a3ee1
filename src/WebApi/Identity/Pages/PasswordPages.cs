using System.Globalization;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Identity;
using Satcom.WebApi.Common.Problems;
using Satcom.WebApi.Identity.Provider;

namespace Satcom.WebApi.Identity.Pages;

/// <summary>A forgotten password, and the page that mailed links lead to.</summary>
internal static class PasswordPages
{
    public const string ForgotPath = "/account/forgot";
    public const string SetPath = "/account/password";

    public static Task ShowForgotAsync(HttpContext context)
    {
        var texts = PageTexts.For(context);
        var content = Html.Of(
            $"""
            <h1>{texts["forgot.title"]}</h1><p class="muted">{texts["forgot.description"]}</p>
            <form method="post" action="{Addresses.Local(context, ForgotPath)}"><input type="hidden" name="proof" value="{PageCookies.Of(context).ProofFor(ofSession: false)}">
            <label for="email">{texts["signIn.email"]}</label><input id="email" name="email" type="email" autocomplete="username" required maxlength="{User.EmailMaxLength}" dir="ltr">
            <button>{texts["forgot.submit"]}</button></form>
            """);
        return Page.WriteAsync(context, StatusCodes.Status200OK, texts, texts["forgot.title"], content);
    }

    /// <summary>The answer is the same whether or not there is such an account.</summary>
    public static async Task ForgotAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: false) is not var (form, _))
        {
            return;
        }

        var slug = context.RequestServices.GetRequiredService<RequestScope>().Tenant.Slug;
        await context.RequestServices.GetRequiredService<IMediator>().Send(new ForgotPasswordCommand(form["email"] ?? string.Empty, slug), context.RequestAborted);
        await MessagePages.SayAsync(context, "forgot.title", "forgot.done");
    }

    public static async Task ShowSetAsync(HttpContext context)
    {
        var (query, _) = ProtocolParameters.ReadQuery(context.Request);
        await ShowSetAsync(context, query?["token"] ?? string.Empty, alert: null, StatusCodes.Status200OK);
    }

    public static async Task SetAsync(HttpContext context)
    {
        if (await PageRequest.ReadPostAsync(context, ofSession: false) is not var (form, page))
        {
            return;
        }

        var token = form["token"] ?? string.Empty;
        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(new ResetPasswordCommand(token, form["password"] ?? string.Empty), context.RequestAborted);
        if (result.Error is not { } error)
        {
            PageCookies.Of(context).SetSession(value: null);
            var more = Html.Of($"""<p><a href="{Addresses.Local(context, SignInPages.SignInPath)}">{page.Texts["signIn.submit"]}</a></p>""");
            await MessagePages.SayAsync(context, "password.title", "password.done", more);
            return;
        }

        if (error is IRetryAfter { RetryAfterSeconds: var seconds })
        {
            await ShowSetAsync(context, token, MessagePages.WaitAlert(context, page.Texts, seconds), ErrorStatus.Of(error.Kind));
            return;
        }

        await ShowSetAsync(context, token, error is ValidationFailed { Fields: var fields } ? WhatIsWrong(page.Texts, fields) : null, ErrorStatus.Of(error.Kind));
    }

    /// <summary>The very rules that the password breaks.</summary>
    private static string WhatIsWrong(PageTexts texts, IReadOnlyDictionary<string, IReadOnlyList<FieldError>> fields) =>
        string.Join(' ', fields.Values.SelectMany(f => f).Select(f => ProblemTexts.In(texts.Language).Field(f.Code, f.Limit)));

    /// <summary>The form while the link is good; else where to get another.</summary>
    private static async Task ShowSetAsync(HttpContext context, string token, string? alert, int status)
    {
        var texts = PageTexts.For(context);
        var judged = await context.RequestServices.GetRequiredService<IMediator>().Send(new JudgePasswordLinkQuery(token), context.RequestAborted);
        if (!judged.TryGet(out var link, out var refusal))
        {
            var dead = Html.Of(
                $"""
                <h1>{texts["password.title"]}</h1>{Page.Alert(texts["password.expired"])}
                <a class="button" href="{Addresses.Local(context, ForgotPath)}">{texts["password.again"]}</a>
                """);
            await Page.WriteAsync(context, ErrorStatus.Of(refusal.Kind), texts, texts["password.title"], dead);
            return;
        }

        var content = Html.Of(
            $"""
            <h1>{texts["password.title"]}</h1>{Page.Alert(alert)}
            <form method="post" action="{Addresses.Local(context, SetPath)}"><input type="hidden" name="proof" value="{PageCookies.Of(context).ProofFor(ofSession: false)}"><input type="hidden" name="token" value="{token}">
            <input type="email" name="username" autocomplete="username" value="{link.Email}" readonly hidden>
            <label for="password">{texts["password.label"]}</label><input id="password" name="password" type="password" autocomplete="new-password" required aria-describedby="hint" dir="ltr">
            <p class="muted" id="hint">{texts.Said("password.hint", link.MinLength.ToString(CultureInfo.InvariantCulture))}</p><button>{texts["password.submit"]}</button></form>
            <p><a href="{Addresses.Local(context, ForgotPath)}">{texts["forgot.link"]}</a></p>
            """);
        await Page.WriteAsync(context, status, texts, texts["password.title"], content);
    }
}
