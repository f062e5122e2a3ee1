using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>The waiting device that the code of a person who is signed in belongs to.</summary>
[Anonymous]
public sealed record GetDeviceAuthorizationQuery(string? UserCode, BrowserCookies Cookies) : IQuery<WaitingDevice>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GetDeviceAuthorizationQuery);
}

/// <summary>What a waiting device's client asks for.</summary>
/// <param name="UserCode">The code in the form in which the device shows it.</param>
public sealed record WaitingDevice(string UserCode, string ClientName, IReadOnlyList<string> Scopes)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(WaitingDevice);
}

internal sealed class GetDeviceAuthorizationHandler(ISatcomDb db, BrowserSessions browsers, UserCodeGuesses guesses) : IRequestHandler<GetDeviceAuthorizationQuery, Result<WaitingDevice>>
{
    public async Task<Result<WaitingDevice>> Handle(GetDeviceAuthorizationQuery request, CancellationToken cancellationToken)
    {
        if (await browsers.FindAsync(request.Cookies.Session, cancellationToken) is not { } browser)
        {
            return new Unauthenticated();
        }

        if (!(await guesses.FindAsync(request.UserCode, browser.UserId, cancellationToken)).TryGet(out var device, out var refusal))
        {
            return refusal;
        }

        var client = await db.OAuthClients.AsNoTracking().Where(c => c.Id == device.OAuthClientId && c.DisabledAt == null).Select(c => c.Name).SingleOrDefaultAsync(cancellationToken);
        return client is null ? new NotFound() : new WaitingDevice(UserCodes.Shown(request.UserCode)!, client, device.Scopes);
    }
}
