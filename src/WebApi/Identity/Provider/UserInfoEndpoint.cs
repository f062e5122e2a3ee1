using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Common;
using Satcom.Infrastructure.Identity;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>Tells a client of its person (OpenID Connect Core, section 5.3).</summary>
internal static class UserInfoEndpoint
{
    public static async Task HandleAsync(HttpContext context)
    {
        var isProved = await EnterByBodyAsync(context) || context.Request.Headers.Authorization.Count > 0;
        var result = await context.RequestServices.GetRequiredService<IMediator>().Send(new GetUserInfoQuery(), context.RequestAborted);
        if (!result.TryGet(out var info, out var error))
        {
            var isInsufficient = error.Kind == ErrorKind.Forbidden;
            var code = isInsufficient ? "insufficient_scope" : "invalid_token";

            // Whoever shows no token is told of no fault in it (RFC 6750, section 3.1).
            context.Response.Headers.WWWAuthenticate = isProved ? $"Bearer realm=\"satcom\", error=\"{code}\"" : "Bearer realm=\"satcom\"";
            context.Response.StatusCode = isInsufficient ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
            await ProtocolAnswers.WriteJsonAsync(context, context.Response.StatusCode, json => json.WriteString("error", code));
            return;
        }

        await ProtocolAnswers.WriteJsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("sub", info.Subject);
            foreach (var (name, value) in ((string, string?)[])[("name", info.Name), ("email", info.Email), ("locale", info.Locale), ("zoneinfo", info.ZoneInfo)])
            {
                if (value is not null)
                {
                    json.WriteString(name, value);
                }
            }
        });
    }

    /// <summary>A form may carry the token in the place of the header (RFC 6750, section 2.2); the query may not.</summary>
    /// <returns>True when it carries one, whatever that is worth.</returns>
    private static async Task<bool> EnterByBodyAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var scope = services.GetRequiredService<RequestScope>();
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Headers.Authorization.Count > 0 || context.Request.ContentLength is null or 0)
        {
            return false;
        }

        var (form, _) = await ProtocolParameters.ReadFormAsync(context);
        if (form?["access_token"] is not { } token)
        {
            return false;
        }

        if (await services.GetRequiredService<Callers>().FindAsync(token, context.RequestAborted) is { } caller && caller.Tenant.Id == scope.Tenant.Id)
        {
            scope.Actor = caller.Actor;
        }

        return true;
    }
}
