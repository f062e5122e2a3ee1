using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.People;

/// <summary>The roles that the company's people can have, and what each allows.</summary>
[Requires(Permissions.UsersRead)]
public sealed record ListRolesQuery : IQuery<Page<RoleDto>>;

/// <summary>A named bundle of permissions.</summary>
/// <param name="Name">What accounts name it by.</param>
/// <param name="Permissions">What it allows.</param>
/// <param name="MayGrant">True when the caller may give and take it: they hold what it allows.</param>
public sealed record RoleDto(string Name, IReadOnlyList<string> Permissions, bool MayGrant);

internal sealed class ListRolesHandler(RequestScope scope, PeopleGuard guard) : IRequestHandler<ListRolesQuery, Result<Page<RoleDto>>>
{
    public Task<Result<Page<RoleDto>>> Handle(ListRolesQuery request, CancellationToken cancellationToken)
    {
        var mayManage = scope.Actor.May(Permissions.UsersManage);
        return Task.FromResult<Result<Page<RoleDto>>>(new Page<RoleDto>(
            [.. guard.RolesHere.Select(role => new RoleDto(role, [.. Permissions.Of([role]).Order(StringComparer.Ordinal)], mayManage && guard.MayGrant(role)))], NextCursor: null));
    }
}
