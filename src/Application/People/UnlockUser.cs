using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Forgets what holds a person up at sign-in: wrong passwords and codes, from any device, and how many codes they were sent.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.unlockUser")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
public sealed record UnlockUserCommand(Guid Id) : ICommand<UserDto>;

internal sealed class UnlockUserHandler(ISatcomDb db, RequestScope scope, UserRecords records, IAttemptLimits limits, Allowances allowances, TimeProvider time)
    : IRequestHandler<UnlockUserCommand, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(UnlockUserCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        var user = record.User;
        var devices = await db.TrustedDevices.AsNoTracking().Where(d => d.UserId == user.Id && d.RevokedAt == null).Select(d => d.Id).ToListAsync(cancellationToken);
        var live = await db.Sessions.AsNoTracking().Where(s => s.UserId == user.Id && s.EndedAt == null).Select(s => s.Id).ToListAsync(cancellationToken);
        await limits.ForgetAsync(
            new AttemptSubject(user.TenantId, user.NormalizedEmail, KnownDevice: null), [.. devices.Select(id => id.ToString()), .. live.Select(PresentPassword.CountedAs), DeviceTrust.Recognised], cancellationToken);
        await limits.ForgetAsync(ChangePasswordHandler.Tries, [.. live.Select(id => id.ToString())], cancellationToken);
        await allowances.ForgetAsync(user, cancellationToken);
        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "user", user.Id));
        return record.AsRead();
    }
}
