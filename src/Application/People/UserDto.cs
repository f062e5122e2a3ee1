using Satcom.Application.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>An account as its administrators see it, with its working side. Both have one version.</summary>
public sealed record UserDto : IVersioned
{
    /// <summary>The account's id, and its employee's.</summary>
    public required Guid Id { get; init; }

    /// <summary>What the person signs in with.</summary>
    public required string Email { get; init; }

    /// <summary>What the person is called.</summary>
    public required string DisplayName { get; init; }

    /// <summary>E.164.</summary>
    public string? Phone { get; init; }

    /// <summary>Names of roles.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Whether the person can sign in.</summary>
    public required UserStatus Status { get; init; }

    /// <summary>True until the person has set their first password.</summary>
    public required bool IsInvited { get; init; }

    /// <summary>Until when the person is held up at sign-in after wrong passwords, from some device at least; null while they are not.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>When the account was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an administrator last changed something here; null when never.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Null for an account that does not work here, such as an integrator's.</summary>
    public UserEmployeeDto? Employee { get; init; }

    /// <summary>Changes with every change of the account or its employee; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>Accounts with their employees, in one statement.</summary>
    internal static IQueryable<UserDto> Of(ISatcomDb db, IQueryable<User> users) =>
        from user in users
        join one in db.Employees on user.Id equals one.Id into employees
        from employee in employees.DefaultIfEmpty()
        select new UserDto
        {
            Id = user.Id,
            Email = user.Email,
            DisplayName = user.DisplayName,
            Phone = user.Phone,
            Roles = user.Roles,
            Status = user.Status,
            IsInvited = user.PasswordHash == null,
            CreatedAt = user.CreatedAt,
            ChangedAt = user.ChangedAt,
            Employee = employee == null
                ? null
                : new UserEmployeeDto
                {
                    EmployeeCode = employee.EmployeeCode,
                    Designation = employee.Designation,
                    TimeZone = employee.TimeZone,
                    ManagerId = employee.ManagerId,
                    TeamId = employee.TeamId,
                },
            Version = user.Version,
        };

    /// <summary>The account after a command changed it; its version comes with the commit.</summary>
    internal static UserDto AfterChange(User user, Employee? employee) => Of(user, employee, version: 0);

    /// <summary>The account as it was read.</summary>
    internal static UserDto Of(User user, Employee? employee) => Of(user, employee, user.Version);

    private static UserDto Of(User user, Employee? employee, uint version) => new()
    {
        Id = user.Id,
        Email = user.Email,
        DisplayName = user.DisplayName,
        Phone = user.Phone,
        Roles = user.Roles,
        Status = user.Status,
        IsInvited = user.PasswordHash is null,
        CreatedAt = user.CreatedAt,
        ChangedAt = user.ChangedAt,
        Employee = employee is null
            ? null
            : new UserEmployeeDto
            {
                EmployeeCode = employee.EmployeeCode,
                Designation = employee.Designation,
                TimeZone = employee.TimeZone,
                ManagerId = employee.ManagerId,
                TeamId = employee.TeamId,
            },
        Version = version,
    };
}

/// <summary>The working side of an account.</summary>
public sealed record UserEmployeeDto
{
    /// <summary>The company's own number of the employee.</summary>
    public required string EmployeeCode { get; init; }

    /// <summary>What the person works as.</summary>
    public required string Designation { get; init; }

    /// <summary>The IANA zone that the person's "today" is judged in.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whom the person reports to; null for nobody.</summary>
    public Guid? ManagerId { get; init; }

    /// <summary>The person's team; null for none.</summary>
    public Guid? TeamId { get; init; }
}
