using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.People;
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
public sealed record RefreshCommand(string RefreshToken, DeviceInfo? Device = null) : ICommand<TokenAnswer>, ISpendsRefreshToken
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
        RuleFor(c => c.Device!.Name).IsLine(Session.DeviceNameMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Platform).IsLine(Session.PlatformMaxLength).When(c => c.Device is not null);
        RuleFor(c => c.Device!.Token).MaximumLength(DeviceInfo.TokenMaxLength).When(c => c.Device is not null);
    }
}

internal sealed class RefreshHandler(
    ISatcomDb db, RequestScope scope, ITokenIssuer issuer, ITenantDirectory tenants, RefreshRotation rotation, SessionTokens tokens, TimeProvider time)
    : IRequestHandler<RefreshCommand, Result<TokenAnswer>>
{
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
        }

        var (outcome, successor) = isElsewhere
            ? token.SpentAt is null ? (RotationOutcome.Refused, null) : await rotation.EndAsync(session, now, cancellationToken)
            : await rotation.UseAsync(token, session, at => issuer.IssueRefreshToken(session, at), cancellationToken);
        return outcome switch
        {
            RotationOutcome.Granted => await tokens.AnswerAsync(user, session, successor!, deviceToken: null, time.GetUtcNow(), cancellationToken),
            RotationOutcome.Refused => new RefreshInvalid(),
            RotationOutcome.Reused => new RefreshReused(),
        };
    }
}
