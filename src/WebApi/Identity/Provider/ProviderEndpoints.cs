using Satcom.Application.Common;
using Satcom.Domain.Identity.Provider;
using Satcom.Domain.Tenancy;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Problems;
using Satcom.WebApi.Identity.Pages;

namespace Satcom.WebApi.Identity.Provider;

/// <summary>The OpenID provider's routes. Each belongs to the tenant that host or path names.</summary>
public static class ProviderEndpoints
{
    /// <summary>What is only looked at.</summary>
    private static readonly string[] Looked = ["GET", "HEAD"];

    public static IEndpointRouteBuilder MapProvider(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods(KeySetEndpoint.Path, Looked, KeySetEndpoint.HandleAsync).AllowAnonymous().WithMetadata(PublicDocument.Mark);
        endpoints.MapOfTenant("/.well-known/openid-configuration", Looked, DiscoveryEndpoint.HandleAsync).WithMetadata(PublicDocument.Mark);
        endpoints.MapOfTenant("/.well-known/oauth-authorization-server", Looked, DiscoveryEndpoint.HandleAsync).WithMetadata(PublicDocument.Mark);
        endpoints.MapOfTenant(ProviderPaths.Authorize, ["GET", "POST"], AuthorizationEndpoint.HandleAsync, isForPeople: true);
        endpoints.MapOfTenant(ProviderPaths.Resume, ["GET"], AuthorizationEndpoint.ResumeAsync, isForPeople: true);
        endpoints.MapOfTenant(ProviderPaths.EndSession, ["GET", "POST"], EndSessionEndpoint.HandleAsync, isForPeople: true);
        endpoints.MapCalled(ProviderPaths.DeviceAuthorization, ["POST"], DeviceAuthorizationEndpoint.HandleAsync);
        endpoints.MapCalled(ProviderPaths.UserInfo, ["GET", "POST"], UserInfoEndpoint.HandleAsync);
        endpoints.MapCalled(ProviderPaths.Token, ["POST"], TokenEndpoint.HandleAsync);
        endpoints.MapCalled(ProviderPaths.Introspect, ["POST"], IntrospectionEndpoint.HandleAsync);
        endpoints.MapCalled(ProviderPaths.Revoke, ["POST"], RevocationEndpoint.HandleAsync);
        return endpoints.MapPages();
    }

    /// <summary>The pages that people see; they work without script.</summary>
    private static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(SignInPages.SignInPath, SignInPages.ShowAsync, SignInPages.SignInAsync);
        endpoints.MapPage(SignInPages.VerifyPath, show: null, SignInPages.VerifyAsync);
        endpoints.MapPage(SignInPages.ResendPath, show: null, SignInPages.ResendAsync);
        endpoints.MapPage(ConsentPages.Path, ConsentPages.ShowAsync, ConsentPages.DecideAsync);
        endpoints.MapPage(DevicePages.Path, DevicePages.ShowAsync, DevicePages.DecideAsync);
        endpoints.MapPage(PasswordPages.ForgotPath, PasswordPages.ShowForgotAsync, PasswordPages.ForgotAsync);
        endpoints.MapPage(PasswordPages.SetPath, PasswordPages.ShowSetAsync, PasswordPages.SetAsync);
        endpoints.MapPage(AccountPages.HomePath, AccountPages.ShowAsync, send: null);
        endpoints.MapPage(AccountPages.WithdrawPath, show: null, AccountPages.WithdrawAsync);
        endpoints.MapPage(AccountPages.SignedOutPath, AccountPages.SignedOutAsync, send: null);
        endpoints.MapPage(AccountPages.SignOutPath, show: null, EndSessionEndpoint.SignOutAsync);
        endpoints.MapPage(AccountPages.Path, AccountPages.LeadHomeAsync, send: null);
        endpoints.Map($"{AccountPages.Path}/{{**rest}}", context => HandleAsync(context, c => MessagePages.ErrorAsync(c, "not_here", StatusCodes.Status404NotFound), isForPeople: true))
            .AllowAnonymous().WithMetadata(PageFaults.OnAPage, new SensitiveAttribute());
        return endpoints;
    }

    private static void MapPage(this IEndpointRouteBuilder endpoints, string path, RequestDelegate? show, RequestDelegate? send)
    {
        string[] methods = [.. show is null ? (string[])[] : Looked, .. send is null ? (string[])[] : ["POST"]];
        endpoints.MapOfTenant(path, methods, context => HttpMethods.IsPost(context.Request.Method) ? send!(context) : show!(context), isForPeople: true);
    }

    /// <summary>A route that programs call, also from pages of registered clients.</summary>
    private static void MapCalled(this IEndpointRouteBuilder endpoints, string path, string[] methods, RequestDelegate handle) =>
        endpoints.MapOfTenant(path, [.. methods, "OPTIONS"], async context =>
        {
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                await Cors.PreflightAsync(context);
                return;
            }

            await Cors.AllowRegisteredAsync(context);
            await handle(context);
        });

    /// <param name="isForPeople">True where a person's browser comes, who is shown a page whatever is wrong.</param>
    private static IEndpointConventionBuilder MapOfTenant(this IEndpointRouteBuilder endpoints, string path, string[] methods, RequestDelegate handle, bool isForPeople = false)
    {
        var route = endpoints.MapMethods(path, methods, context => HandleAsync(context, handle, isForPeople)).AllowAnonymous().WithMetadata(isForPeople ? PageFaults.OnAPage : ProtocolFaults.InTheirShape);
        if (path.StartsWith("/account/", StringComparison.Ordinal))
        {
            route.WithMetadata(new SensitiveAttribute());
        }

        // The framework's own answer to another method would first ask who calls.
        var others = endpoints.Map(path, context => isForPeople ? HandleAsync(context, c => RefuseMethodAsync(c, methods), isForPeople) : RefuseMethod(context, methods)).AllowAnonymous();
        if (isForPeople)
        {
            others.WithMetadata(PageFaults.OnAPage);
        }

        return route;
    }

    private static Task RefuseMethod(HttpContext context, string[] methods)
    {
        context.Response.Headers.Allow = string.Join(", ", methods);
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }

    /// <summary>Whoever comes by the address bar to where only a form leads, or by a browser that loads its tab anew, goes to where forms are.</summary>
    private static Task RefuseMethodAsync(HttpContext context, string[] methods)
    {
        if (Looked.Contains(context.Request.Method, StringComparer.Ordinal) && !methods.Contains(Looked[0], StringComparer.Ordinal))
        {
            return AccountPages.LeadHomeAsync(context);
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        return MessagePages.ErrorAsync(context, "not_here", StatusCodes.Status405MethodNotAllowed);
    }

    private static async Task HandleAsync(HttpContext context, RequestDelegate handle, bool isForPeople)
    {
        // A header or a token names no issuer: without host or path there is no provider here.
        var scope = context.RequestServices.GetRequiredService<RequestScope>();
        if (!scope.HasTenant || !context.RequestServices.GetRequiredService<TenantHosts>().NamesTenant(context))
        {
            await context.RequestServices.GetRequiredService<TenantRefusals>().RecordAsync(context.RequestAborted);
            await (isForPeople
                ? MessagePages.ErrorAsync(context, "company_unknown", StatusCodes.Status404NotFound)
                : ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, ProblemCodes.NotFound));
            return;
        }

        if (scope.Tenant.Status != TenantStatus.Active)
        {
            await (isForPeople ? MessagePages.ErrorAsync(context, "company_inactive", StatusCodes.Status403Forbidden)
                : context.GetEndpoint()?.Metadata.GetMetadata<PublicDocument>() is not null ? ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, ProblemCodes.NotFound)
                : ProtocolAnswers.WriteErrorAsync(context, StatusCodes.Status400BadRequest, ProtocolError.InvalidGrant, "The company is not active."));
            return;
        }

        await handle(context);
    }
}
