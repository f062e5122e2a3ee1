using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>
/// Has a signed-in person show their present password. The sign-in's limits hold here too: a stolen token is no second door to the
/// password. A session is counted by itself, so that nobody who guesses from elsewhere keeps its person from showing theirs; what is
/// tried on the account in an hour counts together.
/// </summary>
internal sealed class PresentPassword(ISatcomDb db, RequestScope scope, IAttemptLimits limits, PasswordGate gate, IAuditTrail audit)
{
    // What was proved on the first run is not proved again when a lost race makes the handler run once more, unless the password is another one by now.
    private string? _provedHash;

    /// <summary>What a session is counted as that is on no trusted device.</summary>
    public static string CountedAs(Guid sessionId) => $"session:{sessionId:N}";

    /// <summary>Judges the password.</summary>
    /// <param name="session">The person's session.</param>
    /// <param name="refusedAction">What the audit calls a wrong one.</param>
    /// <returns>Null when it is right.</returns>
    public async Task<Error?> ProveAsync(User user, Session session, string password, string refusedAction, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_provedHash is not null && string.Equals(_provedHash, user.PasswordHash, StringComparison.Ordinal))
        {
            return null;
        }

        if (await limits.ClaimAddressAsync(cancellationToken) is { } limited)
        {
            return limited;
        }

        var isKnown = session.DeviceId is { } device && await db.TrustedDevices.AnyAsync(d => d.Id == device && d.RevokedAt == null && d.ExpiresAt > now, cancellationToken);
        var subject = new AttemptSubject(session.TenantId, user.NormalizedEmail, isKnown ? session.DeviceId.ToString() : CountedAs(session.Id));
        if (!await gate.IsRightAsync(subject, StoredPassword.Of(user), password, cancellationToken))
        {
            scope.AuditReason = "password_wrong";
            await audit.RecordAsync(refusedAction, "user", user.Id, CancellationToken.None);
            return new PasswordWrong();
        }

        await limits.SucceededAsync(subject, CancellationToken.None);
        _provedHash = user.PasswordHash;
        return null;
    }
}
