using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>An account that was asked for.</summary>
/// <param name="User">The account as it was asked for.</param>
/// <param name="Employee">Its working side, if one was.</param>
/// <param name="Known">The same account where an earlier request made it; else null.</param>
internal sealed record NewAccount(User User, Employee? Employee, UserDto? Known);

/// <summary>Makes accounts with their employees.</summary>
internal sealed class NewAccounts(ISatcomDb db, RequestScope scope, PeopleGuard guard, FreshProof proof, IPasswordLinks links, TimeProvider time)
{
    /// <summary>The account, which is kept with the command; or the one that the same request made before.</summary>
    public async Task<Result<NewAccount>> MakeAsync(CreateUserCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetStoredNow();
        var roles = request.Roles.Distinct(StringComparer.Ordinal).ToList();
        var user = new User(scope.Tenant.Id, request.Id ?? Guid.CreateVersion7(now), request.Email.Trim(), request.DisplayName.Trim(), roles, now);
        if (await guard.JudgeRolesAsync(roles, user.Id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        // Who can give roles could give themselves a second account that has them: that takes a fresh proof, as giving them to an account that is there does. People are hired without.
        if (!Permissions.AreOrdinary(roles) && await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        user.SetPhone(request.Phone);
        var employee = request.Employee is { } given
            ? new Employee(user.TenantId, user.Id, given.EmployeeCode.Trim(), given.Designation.Trim(), given.TimeZone ?? scope.Tenant.TimeZone, given.ManagerId, given.TeamId)
            : null;

        // Nothing is read at first: constraints refuse what is taken, and then it is seen whether this very account is there already.
        if (scope.Attempt > 0 && request.Id is { } id && await UserDto.Of(db, db.Users.AsNoTracking().Where(u => u.Id == id)).SingleOrDefaultAsync(cancellationToken) is { } known)
        {
            return IsSame(known, user, employee) ? new NewAccount(user, employee, known) : new IdConflict();
        }

        db.Users.Add(user);
        if (employee is not null)
        {
            db.Employees.Add(employee);
        }

        if (request.Invites)
        {
            links.Invite(user, now);
        }

        return new NewAccount(user, employee, Known: null);
    }

    private static bool IsSame(UserDto known, User user, Employee? employee)
    {
        var wanted = UserDto.AfterChange(user, employee);
        return string.Equals(known.Email, wanted.Email, StringComparison.Ordinal) && string.Equals(known.DisplayName, wanted.DisplayName, StringComparison.Ordinal)
            && string.Equals(known.Phone, wanted.Phone, StringComparison.Ordinal) && known.Roles.SequenceEqual(wanted.Roles, StringComparer.Ordinal) && known.Employee == wanted.Employee;
    }
}
