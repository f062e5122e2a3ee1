using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Leaves;
using Satcom.Domain.Tenancy;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Leaves;

/// <summary>The feed of approved leave that a secret link opens, for calendar programs that cannot sign in.</summary>
internal static class LeaveFeedEndpoint
{
    public const string Path = "/calendars/leave/{file}";

    private const string Ending = ".ics";

    /// <summary>Links that open nothing, of one address. They are counted by themselves: any page can have a browser ask for one, and calendar programs go on asking for one that ended.</summary>
    private static readonly Quota Misses = new("leaveFeedMisses", 60, TimeSpan.FromMinutes(15));

    public static IEndpointRouteBuilder MapLeaveFeed(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods(Path, ["GET"], HandleAsync).AllowAnonymous().ExcludeFromDescription();
        return endpoints;
    }

    /// <remarks>A wrong secret is looked up as a right one is, in the platform's tenant where it names none. A right one is never held up by wrong ones.</remarks>
    private static async Task HandleAsync(HttpContext context)
    {
        var (services, aborted) = (context.RequestServices, context.RequestAborted);
        var file = (string)context.Request.RouteValues["file"]!;
        var text = file.EndsWith(Ending, StringComparison.Ordinal) ? file[..^Ending.Length] : file;
        var secret = file.EndsWith(Ending, StringComparison.Ordinal) ? services.GetRequiredService<ISignInSecrets>().Read(SecretKind.LeaveFeed, text) : null;
        var tenants = services.GetRequiredService<ITenantDirectory>();
        var tenant = await tenants.FindAsync(secret?.TenantId ?? Guid.Empty, aborted);
        var isOpen = tenant is { Status: TenantStatus.Active };
        var scope = isOpen ? tenant! : (await tenants.FindAsync(Tenant.PlatformSlug, aborted))!;
        var hash = isOpen ? secret!.Value.Hash : SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var found = await services.GetRequiredService<ITenantRunner>().SendAsync(scope, new ReadLeaveFeedQuery(hash), aborted);
        if (!found.TryGet(out var content, out var error))
        {
            var source = SourceNetwork.Of(services.GetRequiredService<RequestScope>().RemoteAddress);
            var limited = await services.GetRequiredService<IAttemptLimits>().TakeAsync(Misses, source, aborted);
            await ProblemWriter.WriteAsync(context, limited ?? error);
            return;
        }

        context.Response.ContentType = LeaveCalendarText.MediaType;
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileName = "leave.ics" }.ToString();
        await context.Response.WriteAsync(LeaveCalendarText.Of(content, "satcom", string.Equals(scope.Locale, "ar", StringComparison.Ordinal) ? Language.Ar : Language.En), aborted);
    }
}
