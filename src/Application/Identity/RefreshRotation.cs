using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>What came of the use of a refresh token.</summary>
internal enum RotationOutcome
{
    /// <summary>There is a successor: a new one, or the same as before for somebody whose answer got lost.</summary>
    Granted,

    /// <summary>Nothing comes of it, and nothing ends by it.</summary>
    Refused,

    /// <summary>Somebody holds a copy: the session has ended.</summary>
    Reused,
}

/// <summary>
/// The one way in which refresh tokens follow each other, for Satcom's apps and for integrators' programs: each is spent once, the
/// successor can be had once more within the window, and any other use of a spent one ends the session.
/// </summary>
internal sealed class RefreshRotation(ISatcomDb db, RequestScope scope, ISignInSecrets secrets, ISessionWrites sessions, RefreshArrival arrival, IAuditTrail audit, TimeProvider time)
{
    private bool _wasGranted;

    /// <summary>Spends the token of a live session, or judges the use of a spent one.</summary>
    /// <param name="issue">Makes a successor.</param>
    public async Task<(RotationOutcome Outcome, string? Successor)> UseAsync(
        RefreshToken token, Session session, Func<DateTimeOffset, (string Token, RefreshToken Row)> issue, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (token.SpentAt is not null)
        {
            return await RepeatAsync(token, session, now, cancellationToken);
        }

        _wasGranted = true;
        var (successor, row) = issue(now);
        db.RefreshTokens.Add(row);
        session.Touch(now);
        token.Spend(row.Id, secrets.SealSuccessor(token.Id, successor), time.GetUtcNow());
        return (RotationOutcome.Granted, successor);
    }

    /// <summary>Somebody holds a copy: nobody keeps this session.</summary>
    public async Task<(RotationOutcome Outcome, string? Successor)> EndAsync(Session session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        scope.AuditReason ??= "token_reused";
        sessions.End(new SessionsToEnd(session.UserId, SessionEnd.RefreshReused, now) { Named = session.Id, Grants = GrantsToEnd.ForTheStay });
        await audit.RecordAsync("auth.refreshAlert", "session", session.Id, cancellationToken);
        return (RotationOutcome.Reused, null);
    }

    private async Task<(RotationOutcome Outcome, string? Successor)> RepeatAsync(RefreshToken token, Session session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Who was about to be granted the token and lost the race for it was under way at the same time.
        var use = _wasGranted ? SpentUse.Parallel : token.JudgeUse(arrival.At, now);
        if (use == SpentUse.Reuse)
        {
            return await EndAsync(session, now, cancellationToken);
        }

        if (await db.RefreshTokens.AnyAsync(t => t.Id == token.SuccessorId && t.SpentAt != null, cancellationToken))
        {
            // The successor has gone on, so its answer was not lost. Only who was under way all the time is no thief.
            return use == SpentUse.Parallel ? (RotationOutcome.Refused, null) : await EndAsync(session, now, cancellationToken);
        }

        _wasGranted = true;
        if (use == SpentUse.Retry)
        {
            token.Repeat(now);
        }

        return (RotationOutcome.Granted, secrets.OpenSuccessor(token.Id, token.SealedSuccessor!));
    }
}
