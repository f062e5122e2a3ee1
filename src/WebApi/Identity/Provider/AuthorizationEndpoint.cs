using MediatR;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Common;
using Satcom.WebApi.Identity.Pages;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Where a client sends its people (RFC 6749, section 3.1).</summary>
internal static class AuthorizationEndpoint
{
    private const string SubmitAtOnce = "document.forms[0].submit()";

    public static async Task HandleAsync(HttpContext context)
    {
        var (sent, _) = HttpMethods.IsPost(context.Request.Method) ? await ProtocolParameters.ReadFormAsync(context) : ProtocolParameters.ReadQuery(context.Request);
        if (sent is null)
        {
            // Nothing in a request that can be read in two ways is trusted, not even where to send its error.
            await MessagePages.ErrorAsync(context, "invalid_request", StatusCodes.Status400BadRequest);
            return;
        }

        if (ForeignForms.Turn(context, sent, ProviderPaths.Authorize))
        {
            return;
        }

        var parameters = new AuthorizationParameters
        {
            ClientId = sent["client_id"],
            RedirectUri = sent["redirect_uri"],
            ResponseType = sent["response_type"],
            ResponseMode = sent["response_mode"],
            Scope = sent["scope"],
            State = sent["state"],
            Nonce = sent["nonce"],
            CodeChallenge = sent["code_challenge"],
            CodeChallengeMethod = sent["code_challenge_method"],
            Prompt = sent["prompt"],
            MaxAge = sent["max_age"],
            IdTokenHint = sent["id_token_hint"],
            LoginHint = sent["login_hint"],
            UiLocales = sent["ui_locales"],
            Resource = sent["resource"],
            HasRequest = sent.Has("request"),
            HasRequestUri = sent.Has("request_uri"),
        };
        await SendAsync(context, new AuthorizeCommand(parameters, Addresses.Issuer(context), PageCookies.Of(context).Both));
    }

    /// <summary>Goes on after the person has signed in.</summary>
    public static Task ResumeAsync(HttpContext context)
    {
        var (query, _) = ProtocolParameters.ReadQuery(context.Request);
        return SendAsync(context, new ResumeAuthorizationCommand(query?["request"] ?? string.Empty, PageCookies.Of(context).Both));
    }

    /// <summary>Sends the command, and the person where its outcome says.</summary>
    public static async Task SendAsync(HttpContext context, IRequest<Result<AuthorizationOutcome>> command)
    {
        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(command, context.RequestAborted);
        if (!result.TryGet(out var outcome, out _))
        {
            await MessagePages.ErrorAsync(context, "invalid_request", StatusCodes.Status400BadRequest);
            return;
        }

        switch (outcome)
        {
            case AuthorizationAnswered answered:
                await AnswerAsync(context, answered);
                break;
            case AuthorizationPaused paused:
                if (paused.BrowserCookie is { } cookie)
                {
                    PageCookies.Of(context).SetBrowser(cookie);
                }

                var path = paused.Step == AuthorizationStep.SignIn ? SignInPages.SignInPath : ConsentPages.Path;
                Redirects.See(context, Addresses.Local(context, $"{path}?request={Uri.EscapeDataString(paused.Handle)}"));
                break;
            case AuthorizationDropped dropped:
                await MessagePages.ErrorAsync(context, dropped.Reason, StatusCodes.Status400BadRequest);
                break;
        }
    }

    private static Task AnswerAsync(HttpContext context, AuthorizationAnswered answered)
    {
        if (answered.ByPost)
        {
            var texts = PageTexts.For(context);
            var fields = Html.Join(answered.Parameters.Select(p => Html.Of($"""<input type="hidden" name="{p.Key}" value="{p.Value}">""")));
            return Page.WriteAsync(
                context, StatusCodes.Status200OK, texts, texts["continue"], Html.Of($"""<form method="post" action="{answered.RedirectUri}">{fields}<button>{texts["continue"]}</button></form>"""),
                answered.RedirectUri, SubmitAtOnce);
        }

        var query = string.Join('&', answered.Parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        Redirects.See(context, $"{answered.RedirectUri}{(answered.RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}");
        return Task.CompletedTask;
    }
}
