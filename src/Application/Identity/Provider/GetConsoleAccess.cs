using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Whether the person who is signed in in the browser may see the API console and its document.</summary>
[Anonymous]
public sealed record GetConsoleAccessQuery(BrowserCookies Cookies) : IQuery<ConsoleAccess>;

/// <summary>What a browser may see of the console.</summary>
public enum ConsoleAccess
{
    /// <summary>Nobody is signed in.</summary>
    Stranger,

    /// <summary>Somebody is who administers nothing.</summary>
    Refused,

    /// <summary>An administrator of the company or of the platform is.</summary>
    Open,
}

/// <summary>Who administers.</summary>
public static class ConsoleAccesses
{
    /// <summary>What somebody with these permissions may see.</summary>
    public static ConsoleAccess Of(IReadOnlySet<string> permissions) =>
        permissions.Contains(Permissions.TenantManage) || permissions.Contains(Permissions.TenantsRead) ? ConsoleAccess.Open : ConsoleAccess.Refused;
}

internal sealed class GetConsoleAccessHandler(BrowserSessions browsers) : IRequestHandler<GetConsoleAccessQuery, Result<ConsoleAccess>>
{
    public async Task<Result<ConsoleAccess>> Handle(GetConsoleAccessQuery request, CancellationToken cancellationToken) =>
        await browsers.FindAsync(request.Cookies.Session, cancellationToken) is { } browser ? ConsoleAccesses.Of(Permissions.Of(browser.Roles)) : ConsoleAccess.Stranger;
}
