using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Takes back a change of the caller's number that waits for its code, or that is held.</summary>
[SignedIn]
[AuditAction("auth.phoneChangeCancel")]
[Fails<NoPhoneChange>]
public sealed record CancelPhoneChangeCommand : IPlainCommand;

internal sealed class CancelPhoneChangeHandler(ISatcomDb db, RequestScope scope, IMessenger messenger, TimeProvider time) : IRequestHandler<CancelPhoneChangeCommand, Result>
{
    public async Task<Result> Handle(CancelPhoneChangeCommand request, CancellationToken cancellationToken)
    {
        var (me, now) = (scope.Actor.UserId, time.GetUtcNow());
        var waiting = await db.PhoneChanges.SingleOrDefaultAsync(c => c.UserId == me, cancellationToken);
        if (waiting is not null)
        {
            db.PhoneChanges.Remove(waiting);
        }

        // Needs no fresh proof: it only brings back what the person had, and whoever notices a theft is in a hurry.
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == me, cancellationToken) is not { } user || !user.RestorePhone(now))
        {
            return waiting is null ? new NoPhoneChange() : Result.Success;
        }

        var notice = new PhoneChangeCancelledNotice(now);
        messenger.Mail(user.Email, user.DisplayName, notice);
        if (user.Phone is { } phone)
        {
            messenger.Sms(phone, notice);
        }

        return Result.Success;
    }
}
