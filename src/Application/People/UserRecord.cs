using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>An account and its employee, to be changed as one.</summary>
internal sealed record UserRecord(User User, Employee? Employee)
{
    public UserDto AfterChange() => UserDto.AfterChange(User, Employee);

    public UserDto AsRead() => UserDto.Of(User, Employee);
}

/// <summary>Finds the account that a command is about, and judges whether the caller may act on it.</summary>
internal sealed class UserRecords(ISatcomDb db, RequestScope scope, PeopleGuard guard)
{
    /// <summary>The account, tracked, in one statement.</summary>
    /// <returns>An error when it is not there, has another version than the caller's, or the caller may not act on it.</returns>
    public async Task<Result<UserRecord>> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var row = await (from user in db.Users
                         where user.Id == id
                         join one in db.Employees on user.Id equals one.Id into employees
                         from employee in employees.DefaultIfEmpty()
                         select new { User = user, Employee = employee }).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != row.User.Version)
        {
            return new VersionMismatch();
        }

        return await guard.JudgeAsync(row.User, cancellationToken) is { } refusal ? refusal : new UserRecord(row.User, row.Employee);
    }
}
