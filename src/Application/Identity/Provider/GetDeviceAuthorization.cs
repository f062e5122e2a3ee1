using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>The waiting device that a person's code belongs to.</summary>
[Anonymous]
public sealed record GetDeviceAuthorizationQuery(string? UserCode) : IQuery<WaitingDevice>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GetDeviceAuthorizationQuery);
}

/// <summary>What a waiting device's client asks for.</summary>
/// <param name="UserCode">The code in the form in which the device shows it.</param>
public sealed record WaitingDevice(string UserCode, string ClientName, IReadOnlyList<string> Scopes);

internal sealed class GetDeviceAuthorizationHandler(ISatcomDb db, ISignInSecrets secrets, TimeProvider time) : IRequestHandler<GetDeviceAuthorizationQuery, Result<WaitingDevice>>
{
    public async Task<Result<WaitingDevice>> Handle(GetDeviceAuthorizationQuery request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var shown = UserCodes.Shown(request.UserCode) ?? string.Empty;
        return UserCodes.HashOf(request.UserCode, secrets) is { } hash
            && await (
                from device in db.DeviceAuthorizations.AsNoTracking()
                join client in db.OAuthClients on device.OAuthClientId equals client.Id
                where device.UserCodeHash == hash && device.ExpiresAt > now && device.Status == DeviceAuthorizationStatus.Pending && client.DisabledAt == null
                select new WaitingDevice(shown, client.Name, device.Scopes)).SingleOrDefaultAsync(cancellationToken) is { } found
            ? found
            : new NotFound();
    }
}
