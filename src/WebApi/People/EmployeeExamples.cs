using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Application.Shifts;
using Satcom.Domain.Identity;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.People;

internal sealed class EmployeeExample : IExample<EmployeeDto>
{
    public EmployeeDto Value => new()
    {
        Id = ExampleValues.Employee,
        DisplayName = ExampleValues.EmployeeName,
        Email = "eman@acme.test",
        Status = UserStatus.Active,
        EmployeeCode = "E-1007",
        Designation = "Accountant",
        TimeZone = "Asia/Dubai",
        ManagerId = ExampleValues.Manager,
        ManagerName = "Majid Karim",
        TeamId = ExampleValues.Team,
        TeamName = "Operations",
        WeeklyRestDays = [Weekday.Sunday],
        Target = new WorkTarget(WeeklySeconds: 144_000),
        OfficeIds = [ExampleValues.Office],
        StartsOn = ExampleValues.Date,
        EarlierEmployments = [new EmploymentDto(ExampleValues.Date.AddYears(-3), ExampleValues.Date.AddYears(-1))],
        MovesOn = ExampleValues.Date.AddDays(30),
        Version = 741,
    };
}

internal sealed class EmployeesExample : IExample<Page<EmployeeDto>>
{
    public Page<EmployeeDto> Value => new([new EmployeeExample().Value], ExampleValues.Cursor);
}

internal sealed class EmployeeChangeExample : IExample<EmployeeChange>
{
    // What is given as null is a change too, so an example gives no more than it changes.
    public EmployeeChange Value => new()
    {
        EffectiveFrom = new DateOnly(2090, 1, 1),
        ManagerId = ExampleValues.Manager,
        TeamId = ExampleValues.Team,
        TimeZone = "Asia/Muscat",
        HolidayCalendarId = ExampleValues.Calendar,
        WeeklyRestDays = [Weekday.Friday, Weekday.Saturday],
        Target = new WorkTarget(DailySeconds: 28_800),
        OfficeIds = [ExampleValues.Office],
        StartsOn = ExampleValues.Date,
        EndsOn = new DateOnly(2090, 12, 31),
    };
}

internal sealed class CreateEmployeeExample : IExample<CreateEmployeeCommand>
{
    public CreateEmployeeCommand Value => new(
        Id: null, "walid@acme.test", "Walid Saeed", "E-1012", "Technician", "+971501000012", ["employee"], "Asia/Dubai", ExampleValues.Manager, ExampleValues.Team, ExampleValues.Date);
}

internal sealed class EmployeeHistoryExample : IExample<EmployeeHistoryDto>
{
    public EmployeeHistoryDto Value => new()
    {
        UserId = ExampleValues.Employee,
        Managers = [new DatedIdDto(From: null, ExampleValues.Hr), new DatedIdDto(ExampleValues.Date, ExampleValues.Manager)],
        Teams = [new DatedIdDto(From: null, ExampleValues.Team)],
        TimeZones = [new DatedZoneDto(From: null, "Asia/Dubai")],
        HolidayCalendars = [new DatedIdDto(From: null, Id: null)],
        WeeklyRestDays = [new DatedRestDaysDto(From: null, Days: null), new DatedRestDaysDto(ExampleValues.Date, [Weekday.Sunday])],
        Targets = [new DatedTargetDto(From: null, Target: null)],
        Offices = [new DatedOfficesDto(From: null, [ExampleValues.Office])],
        Shifts = [new DatedShiftDto(ExampleValues.Date, To: null, ExampleValues.Shift, PatternId: null, "Night")],
    };
}

internal sealed class TeamPatchExample : IExample<TeamPatch>
{
    public TeamPatch Value => new("Night operations");
}
