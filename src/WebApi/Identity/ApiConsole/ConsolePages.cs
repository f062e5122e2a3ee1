using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Demo;
using Satcom.WebApi.Common.OpenApi;
using Satcom.WebApi.Common.Problems;
using Satcom.WebApi.Identity.Pages;
using Satcom.WebApi.Identity.Provider;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Satcom.WebApi.Identity.ApiConsole;

/// <summary>
/// The console at /docs below each company's issuer. In Development it is open to everybody, also below the bare address; elsewhere it
/// and the document are there for administrators alone, by the session of their browser or by their token.
/// </summary>
internal static class ConsolePages
{
    public const string Path = "/docs";

    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The page that the provider answers to has one script and nothing else.</summary>
    private const string AnswerPolicy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly PathString Console = new(Path);
    private static readonly PathString Document = new(OpenApiServices.DocumentPath);
    private static readonly byte[] Script = ReadScript();

    /// <summary>Comes after authentication.</summary>
    public static IApplicationBuilder UseSatcomConsole(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var isDevelopment = services.GetRequiredService<IHostEnvironment>().IsDevelopment();
        var hosts = services.GetRequiredService<TenantHosts>();
        if (!isDevelopment)
        {
            app.Use((context, next) =>
                IsOfConsole(context) || context.Request.Path.StartsWithSegments(Document, StringComparison.OrdinalIgnoreCase) ? GuardAsync(context, hosts, next) : next(context));
        }

        var demo = isDevelopment ? DemoCompanies.Slugs(services.GetRequiredService<IConfiguration>()) : [];
        return app
            .UseWhen(context => IsOfConsole(context) && hosts.NamesTenant(context), console => Serve(console, [new() { Name = "Satcom v1", Url = "openapi.json" }], isOfTenant: true))
            .UseWhen(context => IsOfConsole(context) && !hosts.NamesTenant(context), console => Serve(
                console,
                demo.Count == 0 ? [new() { Name = "Satcom v1", Url = OpenApiServices.DocumentPath }] : [.. demo.Select(slug => new UrlDescriptor { Name = slug, Url = $"/t/{slug}{Path}/openapi.json" })],
                isOfTenant: false));
    }

    private static bool IsOfConsole(HttpContext context) => context.Request.Path.StartsWithSegments(Console, StringComparison.OrdinalIgnoreCase);

    private static void Serve(IApplicationBuilder console, UrlDescriptor[] documents, bool isOfTenant)
    {
        console.Use(async (context, next) =>
        {
            if (isOfTenant && !IsActive(context))
            {
                await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, ProblemCodes.NotFound);
                return;
            }

            var headers = context.Response.Headers;
            switch (context.Request.Path.Value)
            {
                case Path + "/openapi.json" when isOfTenant:
                    await ConsoleDocument.WriteAsync(context);
                    break;
                case Path + "/console.js":
                    headers.ContentType = "text/javascript; charset=utf-8";
                    headers.ContentLength = Script.Length;
                    await context.Response.BodyWriter.WriteAsync(Script, context.RequestAborted);
                    break;
                case Path + "/oauth2-redirect.html":
                    headers.ContentSecurityPolicy = AnswerPolicy;
                    await next(context);
                    break;
                default:
                    headers.ContentSecurityPolicy = Policy;
                    await next(context);
                    break;
            }
        });
        console.UseSwaggerUI(options =>
        {
            options.RoutePrefix = Path[1..];
            options.DocumentTitle = "Satcom";
            options.ConfigObject.Urls = documents;
            options.ConfigObject.DisplayRequestDuration = true;
            options.DocExpansion(DocExpansion.None);
            options.DefaultModelsExpandDepth(0);
            options.EnablePersistAuthorization();
            options.InjectJavascript("console.js");
            options.OAuthClientId(OAuthClient.ConsoleId);
            options.OAuthUsePkce();
            options.OAuthScopes(ProviderScopes.Everything);
        });
    }

    private static async Task GuardAsync(HttpContext context, TenantHosts hosts, RequestDelegate next)
    {
        var actor = context.RequestServices.GetRequiredService<RequestScope>().Actor;
        var isOfBrowser = !actor.IsSignedIn && hosts.NamesTenant(context) && IsActive(context);
        var access = actor.IsSignedIn ? ConsoleAccesses.Of(actor.Permissions) : isOfBrowser ? await AccessAsync(context) : ConsoleAccess.Stranger;
        if (access == ConsoleAccess.Open)
        {
            await next(context);
        }
        else if (isOfBrowser && IsPage(context) && access == ConsoleAccess.Stranger)
        {
            Redirects.See(context, Addresses.Local(context, $"{SignInPages.SignInPath}?{PageRequest.Next}={PageRequest.ToTheConsole}"));
        }
        else if (isOfBrowser && IsPage(context))
        {
            await MessagePages.ErrorAsync(context, "not_here", StatusCodes.Status404NotFound);
        }
        else
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, ProblemCodes.NotFound);
        }
    }

    private static async Task<ConsoleAccess> AccessAsync(HttpContext context)
    {
        var found = await context.RequestServices.GetRequiredService<IMediator>().Send(new GetConsoleAccessQuery(PageCookies.Of(context).Both), context.RequestAborted);
        return found.TryGet(out var access, out _) ? access : ConsoleAccess.Stranger;
    }

    /// <summary>True for what a person opens; what the page itself fetches is not worth a redirect.</summary>
    private static bool IsPage(HttpContext context) => HttpMethods.IsGet(context.Request.Method) && context.Request.Path.Value is Path or Path + "/" or Path + "/index.html";

    private static bool IsActive(HttpContext context)
    {
        var scope = context.RequestServices.GetRequiredService<RequestScope>();
        return scope.HasTenant && scope.Tenant.Status == TenantStatus.Active;
    }

    private static byte[] ReadScript()
    {
        using var stream = typeof(ConsolePages).Assembly.GetManifestResourceStream("Satcom.WebApi.Identity.ApiConsole.console.js") ?? throw new InvalidOperationException("The console's script is missing.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
