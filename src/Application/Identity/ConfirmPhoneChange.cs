using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Changes the caller's number by the code that was sent. For a day codes still go where they went, and the change can be taken back.</summary>
/// <param name="Code">Six digits, of any script; spaces and hyphens between them do not matter. What is none counts as no try.</param>
[SignedIn]
[NoReplay]
[AuditAction("auth.phoneChange")]
[Fails<Forbidden>]
[Fails<ReauthenticationRequired>]
[Fails<PhoneCodeWrong>]
[Fails<PhoneCodeOver>]
[Fails<RateLimited>]
public sealed record ConfirmPhoneChangeCommand(string Code) : ICommand<PhoneDto>
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ConfirmPhoneChangeCommand);
}

internal sealed class ConfirmPhoneChangeValidator : AbstractValidator<ConfirmPhoneChangeCommand>
{
    public ConfirmPhoneChangeValidator() => RuleFor(c => c.Code).NotEmpty().IsOneTimeCode();
}

internal sealed class ConfirmPhoneChangeHandler(
    ISatcomDb db, RequestScope scope, FreshProof proof, Allowances allowances, ISignInSecrets secrets, IMessenger messenger, TimeProvider time)
    : IRequestHandler<ConfirmPhoneChangeCommand, Result<PhoneDto>>
{
    public async Task<Result<PhoneDto>> Handle(ConfirmPhoneChangeCommand request, CancellationToken cancellationToken)
    {
        if (scope.Actor.Kind == ActorKind.PlatformScope)
        {
            // The account lives at home.
            return new Forbidden();
        }

        if (await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var (me, now) = (scope.Actor.UserId, time.GetStoredNow());
        if (await db.PhoneChanges.SingleOrDefaultAsync(c => c.UserId == me, cancellationToken) is not { } change || !change.IsOpen(now))
        {
            return new PhoneCodeOver();
        }

        if (await allowances.TakeAsync(Allowances.PhoneCodeTry, me.ToString(), now, cancellationToken) is { } wait)
        {
            return new RateLimited(wait);
        }

        if (!CryptographicOperations.FixedTimeEquals(change.CodeHash, secrets.HashCode(change.TenantId, change.Id, OneTimeCodes.Read(request.Code)!)))
        {
            change.Miss();
            scope.AuditReason = "code_wrong";
            return new PhoneCodeWrong();
        }

        var user = await db.Users.SingleAsync(u => u.Id == me, cancellationToken);
        var old = user.CodePhone(now);
        user.ReplacePhone(change.Phone, now);
        db.PhoneChanges.Remove(change);

        var notice = new PhoneChangeHeldNotice(change.Phone[^2..], now + PhoneChange.Hold);
        messenger.Mail(user.Email, user.DisplayName, notice);
        if (old is not null)
        {
            messenger.Sms(old, notice);
        }

        return PhoneDto.Of(user, now);
    }
}
