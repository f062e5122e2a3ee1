using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Leaves;
using Satcom.Application.Notifications;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.People;

/// <summary>Changes what is given of an account and its employee, and leaves the rest.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.updateUser")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
[Fails<RoleNotHeld>]
[Fails<ReauthenticationRequired>]
[Fails<LastAdministrator>]
[Fails<EmailTaken>]
[Fails<EmployeeCodeTaken>]
[Fails<ManagerUnknown>]
[Fails<TeamUnknown>]
[Fails<ManagerCycle>]
[Fails<ShiftOwnAssignment>]
public sealed record UpdateUserCommand(Guid Id, UserPatch Changes) : ICommand<UserDto>;

/// <summary>What to change of an account; what is left out stays.</summary>
public sealed record UserPatch
{
    /// <summary>The old address is told, the other sessions end, and an open invitation goes to the new address.</summary>
    public string? Email { get; init; }

    /// <summary>What the person is called.</summary>
    public string? DisplayName { get; init; }

    /// <summary>E.164; null takes the number away. The old number and the address are told, and for a day codes go by mail.</summary>
    public string? Phone
    {
        get;
        init
        {
            field = value;
            GivesPhone = true;
        }
    }

    /// <summary>All roles from now on. The caller must hold what those allow that are given or taken.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>The working side. Where there is none yet, code and designation make it.</summary>
    public EmployeePatch? Employee { get; init; }

    internal bool GivesPhone { get; private init; }
}

/// <summary>What to change of an employee; what is left out stays.</summary>
public sealed record EmployeePatch
{
    /// <summary>Unique in the company, whatever its case.</summary>
    public string? EmployeeCode { get; init; }

    /// <summary>What the person works as.</summary>
    public string? Designation { get; init; }

    /// <summary>IANA. Days that were recorded keep the zone that they were recorded in.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Null: reports to nobody.</summary>
    public Guid? ManagerId
    {
        get;
        init
        {
            field = value;
            GivesManager = true;
        }
    }

    /// <summary>Null: in no team.</summary>
    public Guid? TeamId
    {
        get;
        init
        {
            field = value;
            GivesTeam = true;
        }
    }

    /// <summary>The dates of the employment, where a file gives them; a request gives them to the employee's own route.</summary>
    internal EmploymentDates? Employment { get; init; }

    internal bool GivesManager { get; private init; }

    internal bool GivesTeam { get; private init; }
}

/// <summary>From when to when somebody works here.</summary>
internal sealed record EmploymentDates(DateOnly? StartsOn, DateOnly? EndsOn);

internal sealed class UpdateUserValidator : AbstractValidator<UpdateUserCommand>
{
    public UpdateUserValidator()
    {
        RuleFor(c => c.Changes.Email).IsEmail().OverridePropertyName("Email");
        RuleFor(c => c.Changes.DisplayName).NotEmpty().IsLine(User.DisplayNameMaxLength).OverridePropertyName("DisplayName").When(c => c.Changes.DisplayName is not null);
        RuleFor(c => c.Changes.Phone).IsPhone().OverridePropertyName("Phone");
        this.AddRoleRules(c => c.Changes.Roles!);
        When(c => c.Changes.Employee is not null, () =>
        {
            RuleFor(c => c.Changes.Employee!.EmployeeCode).NotEmpty().IsLine(Employee.CodeMaxLength).OverridePropertyName("Employee.EmployeeCode").When(c => c.Changes.Employee!.EmployeeCode is not null);
            RuleFor(c => c.Changes.Employee!.Designation).NotEmpty().IsLine(Employee.DesignationMaxLength).OverridePropertyName("Employee.Designation").When(c => c.Changes.Employee!.Designation is not null);
            RuleFor(c => c.Changes.Employee!.TimeZone).IsTimeZone().OverridePropertyName("Employee.TimeZone");
            RuleFor(c => c.Changes.Employee!.Employment!.StartsOn).IsPlannable().OverridePropertyName("Employee.StartsOn").When(c => c.Changes.Employee!.Employment is not null);
            RuleFor(c => c.Changes.Employee!.Employment!.EndsOn).IsPlannable().OverridePropertyName("Employee.EndsOn").When(c => c.Changes.Employee!.Employment is not null);
        });
    }
}

internal sealed class UpdateUserHandler(
    ISatcomDb db, RequestScope scope, PeopleGuard guard, FreshProof proof, UserRecords records, OwnPlans own, WorkedEmployments worked, LeaveAccounts accounts, Locks locks, ISessionWrites sessions, SignInDirectory directory, IPasswordLinks links, IMessenger messenger,
    TimeProvider time)
    : IRequestHandler<UpdateUserCommand, Result<UserDto>>
{
    public async Task<Result<UserDto>> Handle(UpdateUserCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        var (user, changes, now) = (record.User, request.Changes, time.GetStoredNow());
        var before = record.AsRead();
        if (await ChangeWeightyThingsAsync(user, changes, now, cancellationToken) is { } error)
        {
            return error;
        }

        if (changes.DisplayName?.Trim() is { } name && !string.Equals(name, user.DisplayName, StringComparison.Ordinal))
        {
            user.Rename(name);
        }

        if (changes.Employee is { } employeeChanges)
        {
            var zones = record.Employee?.Zones;
            if (!Change(user, record.Employee, employeeChanges).TryGet(out var employee, out var lack))
            {
                return lack;
            }

            if (zones is not null && zones != employee.Zones && own.JudgeZone(user.Id, employee.Today(now)) is { } ofOwn)
            {
                return ofOwn;
            }

            record = record with { Employee = employee };
        }

        var isMoved = false;
        if (record.Employee is { } employed && changes.Employee?.Employment is { } dates && dates != new EmploymentDates(employed.StartsOn, employed.EndsOn))
        {
            var (startedOn, endedOn) = (employed.StartsOn, employed.EndsOn);
            if ((employed.Employ(dates.StartsOn, dates.EndsOn) ?? own.JudgeEmployment(employed.Id)
                ?? await worked.JudgeAsync(employed, startedOn, endedOn, employed.Today(now), cancellationToken)) is { } refused)
            {
                return refused;
            }

            await accounts.ResettleAsync(employed, cancellationToken);
            isMoved = true;
        }

        if (!isMoved && record.AsRead() == before with { Roles = user.Roles } && before.Roles.SequenceEqual(user.Roles, StringComparer.Ordinal))
        {
            return await locks.TellAsync(before, cancellationToken);
        }

        user.MarkChanged(now);
        return await locks.TellAsync(record.AfterChange(), cancellationToken);
    }

    /// <summary>Address, phone and roles: what opens the account, or what it opens.</summary>
    private async Task<Error?> ChangeWeightyThingsAsync(User user, UserPatch changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var email = changes.Email?.Trim() is { } given && !string.Equals(given, user.Email, StringComparison.Ordinal) ? given : null;
        var changesPhone = changes.GivesPhone && !string.Equals(changes.Phone, user.Phone, StringComparison.Ordinal);
        var roles = changes.Roles?.Distinct(StringComparer.Ordinal).ToList();
        var moved = roles is null ? [] : roles.Except(user.Roles, StringComparer.Ordinal).Concat(user.Roles.Except(roles, StringComparer.Ordinal)).ToList();
        if (await guard.JudgeRolesAsync(moved, user.Id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if ((email is not null || changesPhone || moved.Count > 0) && await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        if (moved.Count > 0)
        {
            user.SetRoles(roles!);
        }

        if (changesPhone)
        {
            await ChangePhoneAsync(user, changes.Phone, now, cancellationToken);
        }

        if (email is not null)
        {
            await ChangeEmailAsync(user, email, now, cancellationToken);
        }

        return null;
    }

    private async Task ChangePhoneAsync(User user, string? phone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var notice = new PhoneChangedNotice(phone is null ? string.Empty : phone[^2..], now);

        // While a change of the person's own is held, the number before it is theirs for sure.
        foreach (var old in new[] { user.Phone, user.CodePhone(now) }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            messenger.Sms(old, notice);
        }

        messenger.Mail(user.Email, user.DisplayName, notice);
        user.AssignPhone(phone, now);

        // Codes that went to the old number, which may be in other hands, prove nothing any more: neither a sign-in nor yet another number.
        sessions.SettleChallenges(user.Id, SessionEnd.Revoked, now);
        await EndPhoneChangeAsync(user, cancellationToken);
    }

    private async Task ChangeEmailAsync(User user, string email, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (oldAddress, oldNormalized) = (user.Email, user.NormalizedEmail);
        user.SetEmail(email);
        if (!string.Equals(oldNormalized, user.NormalizedEmail, StringComparison.Ordinal))
        {
            // The new address is nobody's word but the administrator's: it finds the company once its mailbox has set a password.
            await directory.LeaveAsync(user.TenantId, oldNormalized, cancellationToken);
        }

        // A link that waits in the old mailbox opens nothing any more.
        await links.EndAsync(user.Id, now, cancellationToken);
        messenger.Mail(oldAddress, user.DisplayName, new EmailChangedNotice(now));
        if (user is { PasswordHash: null, Status: UserStatus.Active })
        {
            links.Invite(user, now);
        }
        else
        {
            messenger.Mail(user.Email, user.DisplayName, new EmailAssignedNotice(now));
        }

        await EndPhoneChangeAsync(user, cancellationToken);
        sessions.End(new SessionsToEnd(user.Id, SessionEnd.Revoked, now) { Except = scope.Actor.SessionId });
    }

    private async Task EndPhoneChangeAsync(User user, CancellationToken cancellationToken)
    {
        if (await db.PhoneChanges.SingleOrDefaultAsync(c => c.UserId == user.Id, cancellationToken) is { } asked)
        {
            db.PhoneChanges.Remove(asked);
        }
    }

    private Result<Employee> Change(User user, Employee? employee, EmployeePatch changes)
    {
        if (employee is null)
        {
            if (changes.EmployeeCode is not { } newCode || changes.Designation is not { } newDesignation)
            {
                return ValidationFailed.Of(changes.EmployeeCode is null ? "employee.employeeCode" : "employee.designation", "required");
            }

            employee = new Employee(user.TenantId, user.Id, newCode.Trim(), newDesignation.Trim(), changes.TimeZone ?? scope.Tenant.TimeZone, changes.ManagerId, changes.TeamId);
            db.Employees.Add(employee);
            return employee;
        }

        var (code, designation) = (changes.EmployeeCode?.Trim() ?? employee.EmployeeCode, changes.Designation?.Trim() ?? employee.Designation);
        if (!string.Equals(code, employee.EmployeeCode, StringComparison.Ordinal) || !string.Equals(designation, employee.Designation, StringComparison.Ordinal))
        {
            employee.Describe(code, designation);
        }

        // Here everything holds from today on; the employee's own route plans ahead. Who says what is so already takes back nothing that is planned.
        var today = employee.Today(time.GetUtcNow());
        if (changes.GivesManager && changes.ManagerId != employee.ManagerHistory().On(today))
        {
            employee.ReportTo(changes.ManagerId, today, today);
        }

        if (changes.GivesTeam && changes.TeamId != employee.TeamHistory().On(today))
        {
            employee.Join(changes.TeamId, today, today);
        }

        if (changes.TimeZone is { } zone && !string.Equals(zone, employee.ZoneHistory().On(today), StringComparison.Ordinal))
        {
            employee.Relocate(zone, today, today);
        }

        return employee;
    }
}
