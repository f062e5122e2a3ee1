using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>What held, holds and will hold for an employee whom the caller sees, by date.</summary>
[Requires(Permissions.EmployeesReadOwn, Permissions.EmployeesReadReports, Permissions.EmployeesReadAll)]
[Fails<NotFound>]
public sealed record GetEmployeeHistoryQuery(Guid Id) : IQuery<EmployeeHistoryDto>;

/// <summary>Histories of an employee, each in the order of its dates. Each value holds until the next one begins.</summary>
public sealed record EmployeeHistoryDto
{
    /// <summary>Whose histories they are.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Whom the person reports to; a null id for nobody.</summary>
    public required IReadOnlyList<DatedIdDto> Managers { get; init; }

    /// <summary>The person's team; a null id for none.</summary>
    public required IReadOnlyList<DatedIdDto> Teams { get; init; }

    /// <summary>The person's IANA zones.</summary>
    public required IReadOnlyList<DatedZoneDto> TimeZones { get; init; }

    /// <summary>The person's own holiday calendars; a null id for the company's.</summary>
    public required IReadOnlyList<DatedIdDto> HolidayCalendars { get; init; }

    /// <summary>The person's own weekly rest days.</summary>
    public required IReadOnlyList<DatedRestDaysDto> WeeklyRestDays { get; init; }

    /// <summary>How long the person works without a shift.</summary>
    public required IReadOnlyList<DatedTargetDto> Targets { get; init; }

    /// <summary>The offices that the person works at.</summary>
    public required IReadOnlyList<DatedOfficesDto> Offices { get; init; }

    /// <summary>The shifts and patterns that the person was, is and will be assigned to: the latest 500, in the order of their dates.</summary>
    public required IReadOnlyList<DatedShiftDto> Shifts { get; init; }

    internal static EmployeeHistoryDto Of(Employee employee, IReadOnlyList<DatedShiftDto> shifts) => new()
    {
        UserId = employee.Id,
        Managers = Ids(employee.ManagerHistory()),
        Teams = Ids(employee.TeamHistory()),
        TimeZones = [.. employee.ZoneHistory().Select(d => new DatedZoneDto(d.From.OrAlways(), d.Value))],
        HolidayCalendars = Ids(Employee.OrPresent(employee.Calendars, present: null)),
        WeeklyRestDays = [.. Employee.OrPresent(employee.RestDays, present: null).Select(d => new DatedRestDaysDto(d.From.OrAlways(), d.Value?.ToList()))],
        Targets = [.. Employee.OrPresent(employee.Targets, present: null).Select(d => new DatedTargetDto(d.From.OrAlways(), WorkTarget.Of(d.Value)))],
        Offices = [.. Employee.OrPresent(employee.Offices, []).Select(d => new DatedOfficesDto(d.From.OrAlways(), d.Value))],
        Shifts = shifts,
    };

    private static IReadOnlyList<DatedIdDto> Ids(IReadOnlyList<Dated<Guid?>> history) => [.. history.Select(d => new DatedIdDto(d.From.OrAlways(), d.Value))];
}

/// <summary>A thing that is named from a date on.</summary>
/// <param name="From">The first date; null for the beginning.</param>
/// <param name="Id">The thing's id.</param>
public sealed record DatedIdDto(DateOnly? From, Guid? Id);

/// <summary>A zone from a date on.</summary>
/// <param name="From">The first date; null for the beginning.</param>
/// <param name="TimeZone">IANA.</param>
public sealed record DatedZoneDto(DateOnly? From, string TimeZone);

/// <summary>Weekly rest days from a date on.</summary>
/// <param name="From">The first date; null for the beginning.</param>
/// <param name="Days">Null for the company's weekend.</param>
public sealed record DatedRestDaysDto(DateOnly? From, IReadOnlyList<Weekday>? Days);

/// <summary>A target from a date on.</summary>
/// <param name="From">The first date; null for the beginning.</param>
/// <param name="Target">Null for as long as the company says.</param>
public sealed record DatedTargetDto(DateOnly? From, WorkTarget? Target);

/// <summary>Offices from a date on.</summary>
/// <param name="From">The first date; null for the beginning.</param>
/// <param name="OfficeIds">Every office that the person works at.</param>
public sealed record DatedOfficesDto(DateOnly? From, IReadOnlyList<Guid> OfficeIds);

/// <summary>What somebody works in some dates.</summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date; null while no end is known.</param>
/// <param name="ShiftId">The shift; null where there is a pattern.</param>
/// <param name="PatternId">The pattern; null where there is a shift.</param>
/// <param name="Name">What the shift or pattern is called now.</param>
public sealed record DatedShiftDto(DateOnly From, DateOnly? To, Guid? ShiftId, Guid? PatternId, string Name);

internal sealed class GetEmployeeHistoryHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetEmployeeHistoryQuery, Result<EmployeeHistoryDto>>
{
    private const int ShiftsMax = 500;

    public async Task<Result<EmployeeHistoryDto>> Handle(GetEmployeeHistoryQuery request, CancellationToken cancellationToken)
    {
        if (await db.Employees.AsNoTracking().Within(db, scope.Actor).SingleOrDefaultAsync(e => e.Id == request.Id, cancellationToken) is not { } employee)
        {
            return new NotFound();
        }

        var shifts = await db.ShiftAssignments.AsNoTracking().Where(a => a.EmployeeId == employee.Id).OrderByDescending(a => a.From).Take(ShiftsMax)
            .Select(a => new DatedShiftDto(
                a.From, a.To, a.ShiftId, a.PatternId,
                db.Shifts.Where(s => s.Id == a.ShiftId).Select(s => s.Name).FirstOrDefault() ?? db.ShiftPatterns.Where(p => p.Id == a.PatternId).Select(p => p.Name).First()))
            .ToListAsync(cancellationToken);
        shifts.Reverse();
        return EmployeeHistoryDto.Of(employee, shifts);
    }
}
