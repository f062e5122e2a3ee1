using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>
/// Ends an employment today where the employee is, unless it ended before, and shuts the account. What the person did stays: nobody who has worked is ever
/// deleted; leave, shifts and delegations that were to come end. Who is to leave on a coming date is given that date instead.
/// </summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.endEmployment")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
[Fails<LastAdministrator>]
public sealed record EndEmploymentCommand(Guid Id) : IPlainCommand;

internal sealed class EndEmploymentHandler(UserRecords records, Accesses accesses, Leavers leavers, TimeProvider time) : IRequestHandler<EndEmploymentCommand, Result>
{
    public async Task<Result> Handle(EndEmploymentCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        if (record.Employee is not { } employee)
        {
            return new NotFound();
        }

        var now = time.GetStoredNow();
        var hasLeft = employee.EndEmployment(employee.Today(now));
        if (record.User.Status != UserStatus.Deactivated)
        {
            await accesses.ShutAsync(record.User.Id, now, cancellationToken);
            record.User.Deactivate();
        }
        else if (!hasLeft)
        {
            return Result.Success;
        }

        await leavers.EndAsync(employee, reason: null, now, cancellationToken);
        record.User.MarkChanged(now);
        return Result.Success;
    }
}
