using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.People;

/// <summary>
/// Opens a deactivated account again, and takes the end of its employment back, which must not lie before locked dates; or begins another employment, and leaves the one that has ended as it was. Its old sessions
/// stay ended.
/// </summary>
/// <param name="StartsOn">The first date of another employment, behind the end of the last one; left out, that one goes on as if it had not ended.</param>
[Requires(Permissions.UsersManage)]
[AuditAction("people.reactivateUser")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
[Fails<DayLocked>]
[Fails<NotAnEmployee>]
[Fails<EmploymentOverlaps>]
[Fails<ShiftOwnAssignment>]
public sealed record ReactivateUserCommand(Guid Id, DateOnly? StartsOn = null) : ICommand<UserDto>;

internal sealed class ReactivateUserValidator : AbstractValidator<ReactivateUserCommand>
{
    public ReactivateUserValidator() => RuleFor(c => c.StartsOn).IsPlannable();
}

internal sealed class ReactivateUserHandler(UserRecords records, OwnPlans own, Locks locks, ISessionWrites sessions, TimeProvider time) : IRequestHandler<ReactivateUserCommand, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(ReactivateUserCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        var now = time.GetStoredNow();
        var isShut = record.User.Status == UserStatus.Deactivated;
        var begins = record.Employee?.StartsOn == request.StartsOn && record.Employee?.EndsOn is null ? null : request.StartsOn;
        if (!isShut && begins is null)
        {
            return await locks.TellAsync(record.AsRead(), cancellationToken);
        }

        if (begins is { } date)
        {
            if (record.Employee is not { } employee)
            {
                return new NotAnEmployee();
            }

            if ((own.JudgeEmployment(employee.Id) ?? employee.Rehire(date, employee.Today(now))) is { } refused)
            {
                return refused;
            }
        }
        else
        {
            record.Employee?.ResumeEmployment(record.Employee.Today(now));
        }

        if (isShut)
        {
            // Whatever the account was left with when it was shut.
            sessions.End(new SessionsToEnd(record.User.Id, SessionEnd.Revoked, now));
            record.User.Reactivate();
        }

        record.User.MarkChanged(now);
        return await locks.TellAsync(record.AfterChange(), cancellationToken);
    }
}
