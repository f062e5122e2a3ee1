using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Makes an account, with its employee where one is given, and mails the person a link to set their password.</summary>
/// <param name="Id">The client's id of the account: sent again with the same content, it creates nothing.</param>
/// <param name="Email">What the person signs in with; unique in the company.</param>
/// <param name="DisplayName">What the person is called.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Roles">At least one; the caller must hold what each of them allows.</param>
/// <param name="Employee">The working side; without it the account does not work here.</param>
[Requires(Permissions.UsersManage)]
[AuditAction("people.createUser")]
[Fails<RoleNotHeld>]
[Fails<ReauthenticationRequired>]
[Fails<IdConflict>]
[Fails<EmailTaken>]
[Fails<EmployeeCodeTaken>]
[Fails<ManagerUnknown>]
[Fails<TeamUnknown>]
[Fails<ManagerCycle>]
public sealed record CreateUserCommand(Guid? Id, string Email, string DisplayName, string? Phone, IReadOnlyList<string> Roles, NewEmployee? Employee) : ICommand<UserDto>
{
    /// <summary>False where the person is told by other means that they have an account.</summary>
    internal bool Invites { get; init; } = true;
}

/// <summary>The working side of a new account.</summary>
/// <param name="EmployeeCode">Unique in the company, whatever its case.</param>
/// <param name="Designation">What the person works as.</param>
/// <param name="TimeZone">IANA; the company's when it is left out.</param>
/// <param name="ManagerId">Whom the person reports to.</param>
/// <param name="TeamId">The person's team.</param>
public sealed record NewEmployee(string EmployeeCode, string Designation, string? TimeZone = null, Guid? ManagerId = null, Guid? TeamId = null);

internal sealed class CreateUserValidator : AbstractValidator<CreateUserCommand>
{
    public CreateUserValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Email).NotEmpty().IsEmail();
        RuleFor(c => c.DisplayName).NotEmpty().IsLine(User.DisplayNameMaxLength);
        RuleFor(c => c.Phone).IsPhone();
        RuleFor(c => c.Roles).NotNull();
        this.AddRoleRules(c => c.Roles);
        RuleFor(c => c.Employee!.EmployeeCode).NotEmpty().IsLine(Domain.People.Employee.CodeMaxLength).When(c => c.Employee is not null);
        RuleFor(c => c.Employee!.Designation).NotEmpty().IsLine(Domain.People.Employee.DesignationMaxLength).When(c => c.Employee is not null);
        RuleFor(c => c.Employee!.TimeZone).IsTimeZone().When(c => c.Employee is not null);
    }
}

internal sealed class CreateUserHandler(NewAccounts accounts) : IRequestHandler<CreateUserCommand, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(CreateUserCommand request, CancellationToken cancellationToken)
    {
        var made = await accounts.MakeAsync(request, cancellationToken);
        return made.TryGet(out var account, out var refusal) ? account.Known ?? UserDto.AfterChange(account.User, account.Employee) : refusal;
    }
}

internal sealed class PeopleConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors =>
    [
        new("pk_users", new IdConflict()),
        new("ix_users_tenant_id_normalized_email", new EmailTaken()),
        new("ux_employees_code", new EmployeeCodeTaken()),
        new("ck_employees_locked", new Domain.Attendance.DayLocked()),
        new("fk_employees_employees_tenant_id_manager_id", new ManagerUnknown()),
        new("fk_employees_teams_tenant_id_team_id", new TeamUnknown()),
        new("ck_employees_not_own_manager", new ManagerCycle()),
        new("ck_employees_manager_cycle", new ManagerCycle()),
        new("ck_employees_team_archived", new TeamUnknown()),
        new("ck_users_last_administrator", new LastAdministrator()),
    ];
}
