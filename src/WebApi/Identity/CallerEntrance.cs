using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Identity;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Identity;

/// <summary>
/// Decides once per request who calls and in which tenant. The token is the authority; a host or an X-Tenant that names another
/// tenant is refused. Anonymous calls may name a tenant by host, else by X-Tenant; nothing is assumed, and
/// whether the tenant exists is not told.
/// </summary>
internal sealed class CallerEntrance(RequestDelegate next, Callers callers, ITenantDirectory tenants, TenantHosts hosts, RequestGate gate)
{
    private const string Scheme = "Bearer";

    /// <summary>A known caller's, made once and not with each request; nothing changes one.</summary>
    private static readonly ConditionalWeakTable<Caller, AuthenticateResult> Tickets = [];

    public async Task InvokeAsync(HttpContext context, RequestScope scope)
    {
        // Before anything is looked at that costs.
        if (!await gate.AdmitAddressAsync(context))
        {
            return;
        }

        var token = BearerToken(context.Request);
        var caller = token is null ? null : await callers.FindAsync(token, context.RequestAborted);
        if (caller is not null)
        {
            scope.Actor = caller.Actor;
            scope.Enter(caller.Tenant);
            SignIn(context, caller);
            context.Features.Set(new CallerProof(callers, token!));
        }

        if (!await gate.AdmitAsync(context, caller))
        {
            return;
        }

        var mustSignIn = caller is null && context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

        // Who must sign in first is told that, and not which tenants there are.
        if (await JudgeNamedTenantAsync(context, scope, caller) is { } refusal && !(mustSignIn && refusal is TenantUnknown))
        {
            await context.RequestServices.GetRequiredService<TenantRefusals>().RecordAsync(context.RequestAborted);
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }

        if (mustSignIn)
        {
            if (token is not null)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            }

            await ProblemWriter.WriteAsync(context, new Unauthenticated());
            return;
        }

        await next(context);
    }

    private async ValueTask<Error?> JudgeNamedTenantAsync(HttpContext context, RequestScope scope, Caller? caller)
    {
        var byHost = hosts.SlugOf(context.Request.Host.Host);
        if (TenantPaths.SlugOf(context) is { } byPath)
        {
            if (byHost is not null && !string.Equals(byHost, byPath, StringComparison.Ordinal))
            {
                return new TenantMismatch();
            }

            byHost = byPath;
        }

        var header = context.Request.Headers[HttpHeaderNames.Tenant];
        if (byHost is null && header.Count == 0)
        {
            return null;
        }

        var byHeader = header.Count == 1 ? Tenant.NormalizeSlug(header[0]!) : header.Count == 0 ? null : string.Empty;
        var slug = byHost ?? byHeader!;
        if (byHost is not null && byHeader is not null && !string.Equals(byHost, byHeader, StringComparison.Ordinal))
        {
            return new TenantMismatch();
        }

        if (caller is not null)
        {
            return string.Equals(caller.Tenant.Slug, slug, StringComparison.Ordinal) ? null : new TenantMismatch();
        }

        if (slug.Length is 0 or > Tenant.SlugMaxLength || await FindAsync(context, slug) is not { } tenant)
        {
            scope.NamesUnknownTenant = true;
            return null;
        }

        scope.Enter(tenant);
        scope.HidesTenant = true;
        return null;
    }

    private ValueTask<TenantInfo?> FindAsync(HttpContext context, string slug) => context.GetEndpoint()?.Metadata.GetMetadata<PublicDocument>() is null
        ? tenants.FindNamedAsync(slug, context.RequestAborted)
        : tenants.RecallAsync(slug, context.RequestAborted);

    private static string? BearerToken(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 1 && header[0] is { } text && text.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase))
        {
            return text[(Scheme.Length + 1)..];
        }

        // A browser cannot send headers with a WebSocket.
        return header.Count == 0 && request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal) && request.Query["access_token"] is [{ Length: > 0 } fromQuery] ? fromQuery : null;
    }

    private static void SignIn(HttpContext context, Caller caller)
    {
        var result = Tickets.GetValue(caller, Write);
        context.User = result.Principal!;
        context.Features.Set<IAuthenticateResultFeature>(new Ticket { AuthenticateResult = result });
    }

    private static AuthenticateResult Write(Caller caller)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Actor.UserId.ToString())], Scheme);

        // SignalR closes a connection when the ticket of its handshake expires.
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = caller.ExpiresAt }, Scheme));
    }

    private sealed class Ticket : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; }
    }
}
