using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Leaves;
using Satcom.Application.Shifts;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.People;

/// <summary>
/// Changes what is given of an employee from a date on, and leaves the rest. A change of today takes effect at once; a planned one waits for
/// its date. Days before it stay judged as they were.
/// </summary>
[Requires(Permissions.EmployeesManage)]
[AuditAction("people.updateEmployee")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<PersonHoldsMore>]
[Fails<EffectiveInPast>]
[Fails<EmploymentReversed>]
[Fails<UserDeactivated>]
[Fails<ManagerUnknown>]
[Fails<TeamUnknown>]
[Fails<HolidayCalendarUnknown>]
[Fails<OfficeUnknown>]
[Fails<ManagerCycle>]
[Fails<EmploymentOverlaps>]
[Fails<EmploymentWorked>]
[Fails<LeaveOwnRequest>]
[Fails<ShiftOwnAssignment>]
[Fails<DayLocked>]
public sealed record UpdateEmployeeCommand(Guid Id, EmployeeChange Changes) : ICommand<EmployeeDto>;

/// <summary>What to change of an employee; what is left out stays. Of what changes, everything that was to begin on that date or later gives way.</summary>
public sealed record EmployeeChange
{
    /// <summary>The first date of the change; today where the employee is, if it is left out.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Whom the person reports to; null for nobody.</summary>
    public Guid? ManagerId
    {
        get;
        init
        {
            field = value;
            GivesManager = true;
        }
    }

    /// <summary>The person's team; null for none.</summary>
    public Guid? TeamId
    {
        get;
        init
        {
            field = value;
            GivesTeam = true;
        }
    }

    /// <summary>IANA. Days that were recorded keep the zone that they were recorded in.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The person's own holiday calendar; null for the company's.</summary>
    public Guid? HolidayCalendarId
    {
        get;
        init
        {
            field = value;
            GivesCalendar = true;
        }
    }

    /// <summary>The person's own weekly rest days, which win over every assignment; null for the company's weekend.</summary>
    public IReadOnlyList<Weekday>? WeeklyRestDays
    {
        get;
        init
        {
            field = value;
            GivesRestDays = true;
        }
    }

    /// <summary>How long the person works without a shift; null for as long as the company says.</summary>
    public WorkTarget? Target
    {
        get;
        init
        {
            field = value;
            GivesTarget = true;
        }
    }

    /// <summary>All offices that the person works at from then on, at most 20.</summary>
    public IReadOnlyList<Guid>? OfficeIds { get; init; }

    /// <summary>The first date of the employment, whatever effectiveFrom says; null where it is not to be said. Dates on which attendance is locked neither come nor go, and none goes on which the person worked. Whoever comes back begins another employment instead, when their account is opened again.</summary>
    public DateOnly? StartsOn
    {
        get;
        init
        {
            field = value;
            GivesStart = true;
        }
    }

    /// <summary>The last date of the employment, whatever effectiveFrom says; null for no end, which nobody has whose account is deactivated. The account stays open until it is deactivated.</summary>
    public DateOnly? EndsOn
    {
        get;
        init
        {
            field = value;
            GivesEnd = true;
        }
    }

    internal bool GivesStart { get; private init; }

    internal bool GivesEnd { get; private init; }

    internal bool GivesManager { get; private init; }

    internal bool GivesTeam { get; private init; }

    internal bool GivesCalendar { get; private init; }

    internal bool GivesRestDays { get; private init; }

    internal bool GivesTarget { get; private init; }
}

internal sealed class UpdateEmployeeValidator : AbstractValidator<UpdateEmployeeCommand>
{
    public UpdateEmployeeValidator()
    {
        RuleFor(c => c.Changes.EffectiveFrom).IsPlannable().OverridePropertyName("EffectiveFrom");
        RuleFor(c => c.Changes.StartsOn).IsPlannable().OverridePropertyName("StartsOn");
        RuleFor(c => c.Changes.EndsOn).IsPlannable().OverridePropertyName("EndsOn");
        RuleFor(c => c.Changes.TimeZone).IsTimeZone().OverridePropertyName("TimeZone");
        RuleFor(c => c.Changes.OfficeIds!).MaximumItems(Employee.OfficesMax).OverridePropertyName("OfficeIds");
        RuleFor(c => c.Changes.Target!.DailySeconds).InclusiveBetween(0, FlexibleHours.DailyMax).OverridePropertyName("Target.DailySeconds").When(c => c.Changes.Target is not null);
        RuleFor(c => c.Changes.Target!.WeeklySeconds).InclusiveBetween(0, FlexibleHours.WeeklyMax).OverridePropertyName("Target.WeeklySeconds").When(c => c.Changes.Target is not null);
    }
}

internal sealed class UpdateEmployeeHandler(ISatcomDb db, RequestScope scope, UserRecords records, OwnPlans own, WorkedEmployments worked, LeaveAccounts accounts, TimeProvider time) : IRequestHandler<UpdateEmployeeCommand, Result<EmployeeDto>>
{
    public async Task<Result<EmployeeDto>> Handle(UpdateEmployeeCommand request, CancellationToken cancellationToken)
    {
        if (!(await records.FindAsync(request.Id, cancellationToken)).TryGet(out var record, out var refusal))
        {
            return refusal;
        }

        if (record.Employee is not { } employee)
        {
            return new NotFound();
        }

        var (changes, now) = (request.Changes, time.GetStoredNow());
        var today = employee.Today(now);
        var from = changes.EffectiveFrom ?? today;
        if (from < today)
        {
            return new EffectiveInPast();
        }

        if (await JudgeAsync(changes, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        if (changes is { GivesEnd: true, EndsOn: null } && employee.EndsOn is not null && record.User.Status == UserStatus.Deactivated)
        {
            // Whoever comes back is reactivated: an end alone says until when who has left has worked here.
            return new UserDeactivated();
        }

        var (before, employed) = (Histories(employee), (employee.StartsOn, employee.EndsOn));
        if (employee.Employ(changes.GivesStart ? changes.StartsOn : employee.StartsOn, changes.GivesEnd ? changes.EndsOn : employee.EndsOn) is { } reversed)
        {
            return reversed;
        }

        Apply(employee, changes, from, today);
        var isChanged = before != Histories(employee);
        var isMoved = employed != (employee.StartsOn, employee.EndsOn);
        var ofOwn = (isMoved ? own.JudgeEmployment(employee.Id) : null)
            ?? (before.Zones != (object)employee.Zones ? own.JudgeZone(employee.Id, from) : null)
            ?? ((before.Calendars, before.RestDays, before.Targets) != (employee.Calendars, employee.RestDays, employee.Targets) ? await own.JudgeShiftsAsync([employee.Id], from, to: null, cancellationToken) : null);
        if (ofOwn is not null)
        {
            return ofOwn;
        }

        if (isMoved && await worked.JudgeAsync(employee, employed.StartsOn, employed.EndsOn, today, cancellationToken) is { } left)
        {
            return left;
        }

        if (isMoved)
        {
            await accounts.ResettleAsync(employee, cancellationToken);
        }

        if (isChanged)
        {
            // Account and employee have one version.
            record.User.MarkChanged(now);
        }

        var names = await db.Users.Where(u => u.Id == employee.Id)
            .Select(u => new
            {
                Manager = db.Users.Where(m => m.Id == employee.ManagerId).Select(m => m.DisplayName).FirstOrDefault(),
                Team = db.Teams.Where(t => t.Id == employee.TeamId).Select(t => t.Name).FirstOrDefault(),
            })
            .SingleAsync(cancellationToken);
        return new EmployeeRow
        {
            Employee = employee,
            DisplayName = record.User.DisplayName,
            Email = record.User.Email,
            Status = record.User.Status,
            Version = isChanged ? 0 : record.User.Version,
            ManagerName = names.Manager,
            TeamName = names.Team,
        }.ToDto(now);
    }

    private static void Apply(Employee employee, EmployeeChange changes, DateOnly from, DateOnly today)
    {
        if (changes.GivesManager)
        {
            employee.ReportTo(changes.ManagerId, from, today);
        }

        if (changes.GivesTeam)
        {
            employee.Join(changes.TeamId, from, today);
        }

        if (changes.TimeZone is { } zone)
        {
            employee.Relocate(zone, from, today);
        }

        if (changes.GivesCalendar)
        {
            employee.Observe(changes.HolidayCalendarId, from);
        }

        if (changes.GivesRestDays)
        {
            employee.Rest(changes.WeeklyRestDays?.ToSet(), from);
        }

        if (changes.GivesTarget)
        {
            employee.Aim(changes.Target?.ToHours(), from);
        }

        if (changes.OfficeIds is { } offices)
        {
            employee.WorkAt(offices, from, today);
        }
    }

    /// <summary>The domain makes another list where something changes.</summary>
    private static (object Managers, object Teams, object Zones, object Calendars, object RestDays, object Targets, object Offices, DateOnly? StartsOn, DateOnly? EndsOn) Histories(Employee e) =>
        (e.Managers, e.Teams, e.Zones, e.Calendars, e.RestDays, e.Targets, e.Offices, e.StartsOn, e.EndsOn);

    /// <summary>Whether everything that is named is there, in one statement. A foreign key cannot say it of what is planned; what may be named is never deleted.</summary>
    private async Task<Error?> JudgeAsync(EmployeeChange changes, CancellationToken cancellationToken)
    {
        var offices = changes.OfficeIds?.Distinct().ToList() ?? [];
        if (changes is { ManagerId: null, TeamId: null, HolidayCalendarId: null } && offices.Count == 0)
        {
            return null;
        }

        var (tenant, manager, team, calendar) = (scope.Tenant.Id, changes.ManagerId, changes.TeamId, changes.HolidayCalendarId);
        var known = await db.Tenants.Where(t => t.Id == tenant)
            .Select(_ => new
            {
                Manager = manager == null || db.Employees.Any(e => e.Id == manager),
                Team = team == null || db.Teams.Any(t => t.Id == team && !t.IsArchived),
                Calendar = calendar == null || db.HolidayCalendars.Any(c => c.Id == calendar && !c.IsArchived),
                Offices = db.Offices.Count(o => offices.Contains(o.Id) && !o.IsArchived),
            })
            .SingleAsync(cancellationToken);
        return !known.Manager ? new ManagerUnknown()
            : !known.Team ? new TeamUnknown()
            : !known.Calendar ? new HolidayCalendarUnknown()
            : known.Offices < offices.Count ? new OfficeUnknown()
            : null;
    }
}
