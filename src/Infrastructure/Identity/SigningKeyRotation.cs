using Microsoft.Extensions.Logging;
using Satcom.Application.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Infrastructure.Identity;

/// <summary>What a rotation did, by key id.</summary>
internal sealed record KeyChanges(IReadOnlyList<string> Made, IReadOnlyList<string> Retired, IReadOnlyList<string> Resealed, IReadOnlyList<string> Removed)
{
    public bool Any() => Made.Count + Retired.Count + Resealed.Count + Removed.Count > 0;
}

/// <summary>Rotates the signing keys and tells of it: the log, and the platform's audit, because the keys are nobody else's. An installation's first keys are older than its platform, so the log alone knows when they were made.</summary>
internal sealed partial class SigningKeyRotation(SigningKeyRing keys, ITenantDirectory tenants, ILogger<SigningKeyRotation> logger)
{
    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        var changes = await keys.RotateAsync(await tenants.FindAsync(Tenant.PlatformSlug, cancellationToken), cancellationToken);
        if (changes.Any())
        {
            LogRotated(logger, changes.Made, changes.Retired, changes.Resealed, changes.Removed);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Signing keys: made [{Made}], to retire [{Retired}], sealed anew [{Resealed}], removed [{Removed}].")]
    private static partial void LogRotated(ILogger logger, IReadOnlyList<string> made, IReadOnlyList<string> retired, IReadOnlyList<string> resealed, IReadOnlyList<string> removed);
}
