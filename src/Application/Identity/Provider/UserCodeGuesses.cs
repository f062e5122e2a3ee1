using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity.Provider;

namespace Satcom.Application.Identity.Provider;

/// <summary>
/// Finds the waiting device of a code that somebody typed. The code is short, so wrong ones are counted, by the person who is signed in
/// and by the place that they call from (RFC 8628, section 5.1): a right one gives back what it was counted as.
/// </summary>
internal sealed class UserCodeGuesses(ISatcomDb db, RequestScope scope, IAttemptLimits limits, ISignInSecrets secrets, TimeProvider time)
{
    /// <summary>Codes that one account types wrongly. Of some 25 milliards of codes few are ever waiting.</summary>
    private static readonly Quota OfAccount = new("userCodeOfAccount", 10, TimeSpan.FromMinutes(15));

    /// <summary>Codes that are typed wrongly from one place, where several people may connect their devices.</summary>
    private static readonly Quota OfSource = new("userCodeOfSource", 30, TimeSpan.FromMinutes(15));

    /// <summary>The device that waits for the code; not found, or for how long no more codes are looked at.</summary>
    public async Task<Result<DeviceAuthorization>> FindAsync(string? typed, Guid userId, CancellationToken cancellationToken)
    {
        // Claimed before it is looked at, so that codes that come at once cannot outrun the limit.
        var (account, source) = ($"{scope.Tenant.Id:N}\n{userId:N}", SourceNetwork.Of(scope.RemoteAddress));
        if (await limits.TakeAsync(OfAccount, account, cancellationToken) is { } wait)
        {
            return wait;
        }

        if (await limits.TakeAsync(OfSource, source, cancellationToken) is { } waitHere)
        {
            await limits.GiveBackAsync(OfAccount, account, cancellationToken);
            return waitHere;
        }

        var now = time.GetUtcNow();
        if (UserCodes.HashOf(typed, secrets) is not { } hash
            || await db.DeviceAuthorizations.SingleOrDefaultAsync(d => d.UserCodeHash == hash && d.ExpiresAt > now && d.Status == DeviceAuthorizationStatus.Pending, cancellationToken) is not { } device)
        {
            return new NotFound();
        }

        await limits.GiveBackAsync(OfAccount, account, cancellationToken);
        await limits.GiveBackAsync(OfSource, source, cancellationToken);
        return device;
    }
}
