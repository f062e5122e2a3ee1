using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Mails the person a link to set a new password; one who never set any is invited anew.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction(Action)]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
[Fails<UserDeactivated>]
[Fails<RateLimited>]
public sealed record ResetUserPasswordCommand(Guid Id) : IPlainCommand
{
    public const string Action = "people.resetUserPassword";
}

internal sealed class ResetUserPasswordHandler(ISatcomDb db, RequestScope scope, UserRecords records, Allowances allowances, IPasswordLinks links, TimeProvider time)
    : IRequestHandler<ResetUserPasswordCommand, Result>
{
    public async Task<Result> Handle(ResetUserPasswordCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        if (record.User.Status != UserStatus.Active)
        {
            return new UserDeactivated();
        }

        var now = time.GetUtcNow();
        if (await allowances.TakeAsync(Allowances.ResetMailByAdministrator, record.User.Id.ToString(), now, cancellationToken) is { } wait)
        {
            return new RateLimited(wait);
        }

        if (record.User.PasswordHash is null)
        {
            links.Invite(record.User, now);
        }
        else
        {
            links.Reset(record.User, now);
        }

        db.AuditEntries.Add(Auditing.AuditLine.Of(scope, time, scope.Actor, "user", record.User.Id));
        return Result.Success;
    }
}
