using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Shifts;

namespace Satcom.Application.People;

/// <summary>An employee as the organisation sees them, with what holds today where they are.</summary>
public sealed record EmployeeDto : IVersioned
{
    /// <summary>The employee's id, and their account's.</summary>
    public required Guid Id { get; init; }

    /// <summary>What the person is called.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What the person signs in with.</summary>
    public required string Email { get; init; }

    /// <summary>Whether the person can sign in.</summary>
    public required UserStatus Status { get; init; }

    /// <summary>The company's own number of the employee.</summary>
    public required string EmployeeCode { get; init; }

    /// <summary>What the person works as.</summary>
    public required string Designation { get; init; }

    /// <summary>The IANA zone that the person's "today" is judged in.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whom the person reports to; null for nobody.</summary>
    public Guid? ManagerId { get; init; }

    /// <summary>That manager's name.</summary>
    public string? ManagerName { get; init; }

    /// <summary>The person's team; null for none.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>That team's name.</summary>
    public string? TeamName { get; init; }

    /// <summary>The person's own holiday calendar; null for the company's.</summary>
    public Guid? HolidayCalendarId { get; init; }

    /// <summary>The person's own weekly rest days; null for the company's weekend.</summary>
    public IReadOnlyList<Weekday>? WeeklyRestDays { get; init; }

    /// <summary>How long the person works without a shift; null for as long as the company says.</summary>
    public WorkTarget? Target { get; init; }

    /// <summary>The offices that the person works at.</summary>
    public required IReadOnlyList<Guid> OfficeIds { get; init; }

    /// <summary>The first date of the employment; null where it is not said.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>The last date of the employment; null where no end is known. The date before startsOn where it was called off before its first date.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>The employments before the present one, in the order of their dates.</summary>
    public required IReadOnlyList<EmploymentDto> EarlierEmployments { get; init; }

    /// <summary>The next date on which manager, team, zone or offices change; null where none is planned.</summary>
    public DateOnly? MovesOn { get; init; }

    /// <summary>Changes with every change of the employee or their account; as ETag too.</summary>
    public uint Version { get; set; }
}

/// <summary>An employment that has ended.</summary>
/// <param name="StartsOn">Its first date; null where it began with the account.</param>
/// <param name="EndsOn">Its last date.</param>
public sealed record EmploymentDto(DateOnly? StartsOn, DateOnly EndsOn);

/// <summary>How long somebody without a shift is to work.</summary>
/// <param name="DailySeconds">On each working day; zero where only the week counts.</param>
/// <param name="WeeklySeconds">In a week, shared among its working days; it counts where the daily target is zero.</param>
public sealed record WorkTarget(int DailySeconds = 0, int WeeklySeconds = 0)
{
    internal static WorkTarget? Of(FlexibleHours? hours) => hours is null ? null : new WorkTarget(hours.DailySeconds, hours.WeeklySeconds);

    internal FlexibleHours ToHours() => new(DailySeconds, WeeklySeconds);
}

/// <summary>Employees as they are read, before it is seen what of their histories holds today.</summary>
internal sealed class EmployeeRow
{
    public required Employee Employee { get; init; }

    public required string DisplayName { get; init; }

    public required string Email { get; init; }

    public required UserStatus Status { get; init; }

    public required uint Version { get; init; }

    public string? ManagerName { get; init; }

    public string? TeamName { get; init; }

    /// <summary>Employees with their accounts, managers and teams, in one statement.</summary>
    public static IQueryable<EmployeeRow> Of(ISatcomDb db, IQueryable<Employee> employees) =>
        from employee in employees
        join user in db.Users on employee.Id equals user.Id
        join one in db.Users on employee.ManagerId equals (Guid?)one.Id into managers
        from manager in managers.DefaultIfEmpty()
        join other in db.Teams on employee.TeamId equals (Guid?)other.Id into teams
        from team in teams.DefaultIfEmpty()
        select new EmployeeRow
        {
            Employee = employee,
            DisplayName = user.DisplayName,
            Email = user.Email,
            Status = user.Status,
            Version = user.Version,
            ManagerName = manager == null ? null : manager.DisplayName,
            TeamName = team == null ? null : team.Name,
        };

    public EmployeeDto ToDto(DateTimeOffset now)
    {
        var today = Employee.Today(now);
        return new EmployeeDto
        {
            Id = Employee.Id,
            DisplayName = DisplayName,
            Email = Email,
            Status = Status,
            EmployeeCode = Employee.EmployeeCode,
            Designation = Employee.Designation,
            TimeZone = Employee.TimeZone,
            ManagerId = Employee.ManagerId,
            ManagerName = ManagerName,
            TeamId = Employee.TeamId,
            TeamName = TeamName,
            HolidayCalendarId = Employee.Calendars.On(today),
            WeeklyRestDays = Employee.RestDays.On(today)?.ToList(),
            Target = WorkTarget.Of(Employee.Targets.On(today)),
            OfficeIds = Employee.OfficeIds,
            StartsOn = Employee.StartsOn,
            EndsOn = Employee.EndsOn,
            EarlierEmployments = Employee.EarlierEmployments.ConvertAll(e => new EmploymentDto(e.From, e.To)),
            MovesOn = Employee.MovesOn,
            Version = Version,
        };
    }
}
