using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity;

/// <summary>Who the caller is.</summary>
[SignedIn]
[Fails<NotFound>]
public sealed record GetMeQuery : IQuery<Me>;

/// <summary>The caller, with their working side where they have one.</summary>
public sealed record Me(
    Guid Id, string Email, string DisplayName, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, SignedInTenant Tenant, MeEmployee? Employee);

/// <summary>The caller as an employee.</summary>
/// <param name="TimeZone">The IANA zone that their "today" is judged in.</param>
public sealed record MeEmployee(string EmployeeCode, string Designation, string TimeZone, Guid? ManagerId, Guid? TeamId);

internal sealed class GetMeHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetMeQuery, Result<Me>>
{
    public async Task<Result<Me>> Handle(GetMeQuery request, CancellationToken cancellationToken)
    {
        var userId = scope.Actor.UserId;
        var row = await db.Users.AsNoTracking().Where(u => u.Id == userId)
            .Select(u => new
            {
                User = u,
                Employee = db.Employees.Where(e => e.Id == u.Id)
                    .Select(e => new MeEmployee(e.EmployeeCode, e.Designation, e.TimeZone, e.ManagerId, e.TeamId)).SingleOrDefault(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            // A platform administrator in another tenant's scope has no account there.
            return new NotFound();
        }

        var me = SessionTokens.Describe(row.User, scope.Tenant);
        return new Me(me.Id, me.Email, me.DisplayName, me.Roles, me.Permissions, me.Tenant, row.Employee);
    }
}
