using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Identity;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.People;

internal sealed class UserExample : IExample<UserDto>
{
    public UserDto Value => new()
    {
        Id = ExampleValues.Employee,
        Email = "eman@acme.test",
        DisplayName = "Eman Yousef",
        Phone = "+971501000007",
        Roles = [Roles.Employee],
        Status = UserStatus.Active,
        IsInvited = true,
        CreatedAt = ExampleValues.At(6),
        Employee = new UserEmployeeDto
        {
            EmployeeCode = "E-1007",
            Designation = "Accountant",
            TimeZone = "Asia/Dubai",
            ManagerId = ExampleValues.Manager,
            TeamId = ExampleValues.Team,
        },
        Version = 741,
    };
}

internal sealed class UsersExample : IExample<Page<UserDto>>
{
    public Page<UserDto> Value => new([new UserExample().Value], ExampleValues.Cursor);
}

internal sealed class CreateUserExample : IExample<CreateUserCommand>
{
    public CreateUserCommand Value => new(
        ExampleValues.Employee, "eman@acme.test", "Eman Yousef", "+971501000007", [Roles.Employee], new NewEmployee("E-1007", "Accountant", "Asia/Dubai", ExampleValues.Manager, ExampleValues.Team));
}

internal sealed class UserPatchExample : IExample<UserPatch>
{
    public UserPatch Value => new() { Roles = [Roles.Employee, Roles.Manager], Employee = new EmployeePatch { Designation = "Head of accounts", ManagerId = ExampleValues.Manager } };
}

internal sealed class DeactivationReasonExample : IExample<DeactivationReason>
{
    public DeactivationReason Value => new("Left the company.");
}

internal sealed class ReactivationExample : IExample<Reactivation>
{
    public Reactivation Value => new(ExampleValues.Date);
}

internal sealed class RolesExample : IExample<Page<RoleDto>>
{
    public Page<RoleDto> Value => new([new RoleDto(Roles.Employee, [.. Permissions.Of([Roles.Employee]).Order(StringComparer.Ordinal)], MayGrant: true)], NextCursor: null);
}

internal sealed class TeamExample : IExample<TeamDto>
{
    public TeamDto Value => new() { Id = ExampleValues.Team, Name = "Operations", IsArchived = false, Version = 739 };
}

internal sealed class TeamsExample : IExample<Page<TeamDto>>
{
    public Page<TeamDto> Value => new([new TeamExample().Value], NextCursor: null);
}

internal sealed class CreateTeamExample : IExample<CreateTeamCommand>
{
    public CreateTeamCommand Value => new(ExampleValues.Team, "Operations");
}
