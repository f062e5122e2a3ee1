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
/// <param name="Id">The user's id.</param>
/// <param name="Email">The address that they sign in with.</param>
/// <param name="DisplayName">What others see them called.</param>
/// <param name="Roles">Names of roles.</param>
/// <param name="Permissions">What the roles allow.</param>
/// <param name="Tenant">Their company.</param>
/// <param name="Employee">Their working side; null for an account without one.</param>
public sealed record Me(
    Guid Id, string Email, string DisplayName, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, SignedInTenant Tenant, MeEmployee? Employee);

/// <summary>The caller as an employee.</summary>
/// <param name="EmployeeCode">The company's own number for them.</param>
/// <param name="Designation">What they do.</param>
/// <param name="TimeZone">The IANA zone that their "today" is judged in.</param>
/// <param name="ManagerId">Whom they report to.</param>
/// <param name="TeamId">The team they are in.</param>
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
