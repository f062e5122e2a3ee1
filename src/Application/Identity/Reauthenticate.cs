using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Proves once more who the caller is, for what asks for a recent proof. The session and its tokens go on.</summary>
/// <param name="Password">The caller's password.</param>
[SignedIn]
[NoReplay]
[AuditAction("auth.reauthenticate")]
[Fails<PasswordWrong>]
[Fails<Forbidden>]
[Fails<RateLimited>]
public sealed record ReauthenticateCommand(string Password) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ReauthenticateCommand);
}

internal sealed class ReauthenticateValidator : AbstractValidator<ReauthenticateCommand>
{
    public ReauthenticateValidator() => RuleFor(c => c.Password).NotEmpty().MaximumCharacters(PasswordRules.MaxLength);
}

/// <remarks>The sign-in's limits hold here too, and count together with it: a stolen token is no second door to the password.</remarks>
internal sealed class ReauthenticateHandler(ISatcomDb db, RequestScope scope, IAttemptLimits limits, PasswordGate gate, IAuditTrail audit, TimeProvider time)
    : IRequestHandler<ReauthenticateCommand, Result>
{
    // What was judged on the first run is not judged again when a lost race makes the handler run once more.
    private bool _isProved;

    public async Task<Result> Handle(ReauthenticateCommand request, CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind == ActorKind.PlatformScope)
        {
            // The account lives at home.
            return new Forbidden();
        }

        var (me, sessionId, now) = (scope.Actor.UserId, scope.Actor.SessionId, time.GetUtcNow());
        var session = await db.Sessions.AsTracking().SingleAsync(s => s.Id == sessionId && s.UserId == me, cancellationToken);
        if (!_isProved && await ProveAsync(request.Password, session, now, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        _isProved = true;
        session.Prove(now);
        return Result.Success;
    }

    private async Task<Error?> ProveAsync(string password, Session session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await limits.ClaimAddressAsync(cancellationToken) is { } limited)
        {
            return limited;
        }

        var user = await db.Users.AsNoTracking().Where(u => u.Id == session.UserId).Select(u => new { u.NormalizedEmail, u.PasswordHash }).SingleAsync(cancellationToken);
        var isKnown = session.DeviceId is { } device && await db.TrustedDevices.AnyAsync(d => d.Id == device && d.RevokedAt == null && d.ExpiresAt > now, cancellationToken);
        var subject = new AttemptSubject(session.TenantId, user.NormalizedEmail, isKnown ? session.DeviceId.ToString() : null);
        if (!await gate.IsRightAsync(subject, user.PasswordHash, password, cancellationToken))
        {
            scope.AuditReason = "password_wrong";
            await audit.RecordAsync("auth.reauthenticationFailed", "user", session.UserId, cancellationToken);
            return new PasswordWrong();
        }

        await limits.SucceededAsync(subject, cancellationToken);
        return null;
    }
}
