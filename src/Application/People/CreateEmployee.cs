using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Makes an employee with their account, and mails the person a link to set their password.</summary>
/// <param name="Id">The client's id of the employee: sent again with the same content, it creates nothing.</param>
/// <param name="Email">What the person signs in with; unique in the company.</param>
/// <param name="DisplayName">What the person is called.</param>
/// <param name="EmployeeCode">Unique in the company, whatever its case.</param>
/// <param name="Designation">What the person works as.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Roles">Employee alone, if left out. The caller must hold what each of them allows.</param>
/// <param name="TimeZone">IANA; the company's when it is left out.</param>
/// <param name="ManagerId">Whom the person reports to.</param>
/// <param name="TeamId">The person's team.</param>
/// <param name="StartsOn">The first date of the employment, after the lock of attendance; left out, no date is before it.</param>
/// <param name="EndsOn">The last date of the employment; left out, no end is known.</param>
[Requires(Permissions.UsersManage)]
[AuditAction("people.createEmployee")]
[Fails<RoleNotHeld>]
[Fails<ReauthenticationRequired>]
[Fails<IdConflict>]
[Fails<EmailTaken>]
[Fails<EmployeeCodeTaken>]
[Fails<ManagerUnknown>]
[Fails<TeamUnknown>]
[Fails<ManagerCycle>]
[Fails<EmploymentReversed>]
[Fails<DayLocked>]
public sealed record CreateEmployeeCommand(
    Guid? Id, string Email, string DisplayName, string EmployeeCode, string Designation, string? Phone = null, IReadOnlyList<string>? Roles = null, string? TimeZone = null, Guid? ManagerId = null,
    Guid? TeamId = null, DateOnly? StartsOn = null, DateOnly? EndsOn = null) : ICommand<EmployeeDto>
{
    /// <summary>False where the person is told by other means that they have an account.</summary>
    internal bool Invites { get; init; } = true;
}

internal sealed class CreateEmployeeValidator : AbstractValidator<CreateEmployeeCommand>
{
    public CreateEmployeeValidator()
    {
        RuleFor(c => c.Id).IsClientId();
        RuleFor(c => c.Email).NotEmpty().IsEmail();
        RuleFor(c => c.DisplayName).NotEmpty().IsLine(User.DisplayNameMaxLength);
        RuleFor(c => c.EmployeeCode).NotEmpty().IsLine(Employee.CodeMaxLength);
        RuleFor(c => c.Designation).NotEmpty().IsLine(Employee.DesignationMaxLength);
        RuleFor(c => c.Phone).IsPhone();
        this.AddRoleRules(c => c.Roles!);
        RuleFor(c => c.TimeZone).IsTimeZone();
        RuleFor(c => c.StartsOn).IsPlannable();
        RuleFor(c => c.EndsOn).IsPlannable();
    }
}

internal sealed class CreateEmployeeHandler(ISatcomDb db, NewAccounts accounts, TimeProvider time) : IRequestHandler<CreateEmployeeCommand, Result<EmployeeDto>>
{
    public async Task<Result<EmployeeDto>> Handle(CreateEmployeeCommand request, CancellationToken cancellationToken)
    {
        var account = new CreateUserCommand(
            request.Id, request.Email, request.DisplayName, request.Phone, request.Roles ?? [Roles.Employee],
            new NewEmployee(request.EmployeeCode, request.Designation, request.TimeZone, request.ManagerId, request.TeamId))
        {
            Invites = request.Invites,
        };
        if (!(await accounts.MakeAsync(account, cancellationToken)).TryGet(out var made, out var refusal))
        {
            return refusal;
        }

        var (employee, now) = (made.Employee!, time.GetUtcNow());
        if (employee.Employ(request.StartsOn, request.EndsOn) is { } reversed)
        {
            return reversed;
        }

        if (made.Known is not null)
        {
            var row = await EmployeeRow.Of(db, db.Employees.AsNoTracking().Where(e => e.Id == employee.Id)).SingleAsync(cancellationToken);
            return (row.Employee.StartsOn, row.Employee.EndsOn) == (request.StartsOn, request.EndsOn) ? row.ToDto(now) : new IdConflict();
        }

        var (manager, team) = (request.ManagerId, request.TeamId);
        return new EmployeeRow
        {
            Employee = employee,
            DisplayName = made.User.DisplayName,
            Email = made.User.Email,
            Status = made.User.Status,
            Version = 0,
            ManagerName = manager is null ? null : await db.Users.Where(u => u.Id == manager).Select(u => u.DisplayName).SingleOrDefaultAsync(cancellationToken),
            TeamName = team is null ? null : await db.Teams.Where(t => t.Id == team).Select(t => t.Name).SingleOrDefaultAsync(cancellationToken),
        }.ToDto(now);
    }
}
