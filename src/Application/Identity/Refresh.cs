using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Spends a refresh token for new tokens of its session.</summary>
/// <param name="RefreshToken">As the last answer gave it.</param>
/// <param name="Device">The device, as at sign-in; another one than the session's is refused.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.refresh")]
[Fails<RefreshInvalid>]
[Fails<RefreshReused>]
public sealed record RefreshCommand(string RefreshToken, DeviceInfo? Device = null) : ICommand<TokenAnswer>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RefreshCommand);
}

internal sealed class RefreshValidator : AbstractValidator<RefreshCommand>
{
    private const int TokenMaxLength = 200;

    public RefreshValidator()
    {
        RuleFor(c => c.RefreshToken).NotEmpty().MaximumLength(TokenMaxLength);
        RuleFor(c => c.Device!.Fingerprint).MaximumLength(DeviceInfo.FingerprintMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Name).MaximumLength(Session.DeviceNameMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Platform).MaximumLength(Session.PlatformMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Token).MaximumLength(DeviceInfo.TokenMaxLength).When(c => c.Device is not null);
    }
}

internal sealed class RefreshHandler(
    ISatcomDb db, RequestScope scope, ITokenIssuer issuer, ISignInSecrets secrets, ITenantDirectory tenants, SessionTokens tokens, RefreshArrival arrival, IAuditTrail audit, TimeProvider time)
    : IRequestHandler<RefreshCommand, Result<TokenAnswer>>
{
    private bool _wasGranted;

    public async Task<Result<TokenAnswer>> Handle(RefreshCommand request, CancellationToken cancellationToken)
    {
        if (issuer.ReadRefreshToken(request.RefreshToken) is not var (tenantId, hash)
            || await tenants.FindAsync(tenantId, cancellationToken) is not { Status: TenantStatus.Active } tenant)
        {
            return new RefreshInvalid();
        }

        if (scope.NamesUnknownTenant || (scope.HasTenant && scope.Tenant.Id != tenant.Id))
        {
            return new TenantMismatch();
        }

        scope.Enter(tenant);
        if (await db.RefreshTokens.SingleOrDefaultAsync(t => t.TokenHash == hash, cancellationToken) is not { } token)
        {
            return new RefreshInvalid();
        }

        var session = await db.Sessions.SingleAsync(s => s.Id == token.SessionId, cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == session.UserId, cancellationToken);
        scope.Actor = new Actor { Kind = ActorKind.User, UserId = user.Id, SessionId = session.Id, DisplayName = user.DisplayName };
        var now = time.GetUtcNow();
        if (!session.IsLive(now) || token.ExpiresAt <= now || user.Status != UserStatus.Active)
        {
            // The session may have been ended by a reuse of this token that came between the two reads.
            return session.EndReason == SessionEnd.RefreshReused && await db.RefreshTokens.AnyAsync(t => t.Id == token.Id && t.SpentAt != null, cancellationToken)
                ? new RefreshReused()
                : new RefreshInvalid();
        }

        var isElsewhere = DeviceTrust.FingerprintHash(request.Device) is { } fingerprint && session.FingerprintHash is { } known && !fingerprint.AsSpan().SequenceEqual(known);
        if (isElsewhere)
        {
            scope.AuditReason = "other_device";
            return token.SpentAt is null ? new RefreshInvalid() : await EndAsync(session, now, cancellationToken);
        }

        return token.SpentAt is null
            ? await RotateAsync(token, session, user, cancellationToken)
            : await RepeatAsync(token, session, user, now, cancellationToken);
    }

    private async Task<Result<TokenAnswer>> RotateAsync(RefreshToken token, Session session, User user, CancellationToken cancellationToken)
    {
        _wasGranted = true;
        var now = time.GetUtcNow();
        var (successor, row) = issuer.IssueRefreshToken(session, now);
        db.RefreshTokens.Add(row);
        session.Touch(now);
        var answer = await tokens.AnswerAsync(user, session, successor, deviceToken: null, now, cancellationToken);
        token.Spend(row.Id, secrets.SealSuccessor(token.Id, successor), time.GetUtcNow());
        return answer;
    }

    private async Task<Result<TokenAnswer>> RepeatAsync(RefreshToken token, Session session, User user, DateTimeOffset now, CancellationToken cancellationToken)
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
            return use == SpentUse.Parallel ? new RefreshInvalid() : await EndAsync(session, now, cancellationToken);
        }

        _wasGranted = true;
        if (use == SpentUse.Retry)
        {
            token.Repeat(now);
        }

        return await tokens.AnswerAsync(user, session, secrets.OpenSuccessor(token.Id, token.SealedSuccessor!), deviceToken: null, now, cancellationToken);
    }

    /// <summary>Somebody holds a copy: nobody keeps this session.</summary>
    private async Task<Result<TokenAnswer>> EndAsync(Session session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        scope.AuditReason ??= "token_reused";
        session.End(SessionEnd.RefreshReused, now);
        await audit.RecordAsync("auth.refreshAlert", "session", session.Id, cancellationToken);
        return new RefreshReused();
    }
}
