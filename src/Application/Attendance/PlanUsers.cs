using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.People;

namespace Satcom.Application.Attendance;

/// <summary>Finds whose plans name a shift, a pattern or a holiday calendar.</summary>
internal sealed class PlanUsers(ISatcomDb db)
{
    /// <summary>True when the company's own weeks name the calendar, so that it is everybody's who has none of their own.</summary>
    public async Task<bool> IsEverybodysAsync(Guid cause, CancellationToken cancellationToken) =>
        (await db.WorkWeekPolicies.AsNoTracking().Select(p => p.Weeks).SingleOrDefaultAsync(cancellationToken))?.Exists(w => w.Value.HolidayCalendarId == cause) == true;

    /// <summary>True when somebody's plan of these dates names it.</summary>
    public async Task<bool> AnyAsync(Guid cause, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        (await NextAsync(db.Employees.AsNoTracking(), [cause], from, to, 1, int.MaxValue, cancellationToken)).Ids.Count > 0;

    /// <summary>The next people, in the order of their ids, whose plans of these dates name one of the causes.</summary>
    /// <param name="among">The people in question.</param>
    /// <param name="wanted">How many, at most.</param>
    /// <param name="lookedAt">How many are looked at for it, at most.</param>
    /// <returns>Next is after whom to go on; null when nobody comes after them.</returns>
    public async Task<(List<Guid> Ids, Guid? Next)> NextAsync(
        IQueryable<Employee> among, IReadOnlyCollection<Guid> causes, DateOnly from, DateOnly to, int wanted, int lookedAt, CancellationToken cancellationToken)
    {
        // A company has few patterns. Histories of calendars are short lists inside of the people's rows.
        var patterns = await db.ShiftPatterns.AsNoTracking().Select(p => new { p.Id, p.Slots }).ToListAsync(cancellationToken);
        List<Guid?> named = [.. causes, .. patterns.Where(p => p.Slots.Exists(s => s is { } shift && causes.Contains(shift))).Select(p => (Guid?)p.Id)];
        var people = await among.OrderBy(e => e.Id).Take(lookedAt).Select(e => new
        {
            e.Id,
            e.Calendars,
            IsAssigned = db.ShiftAssignments.Any(a => a.EmployeeId == e.Id && a.From <= to && (a.To == null || a.To >= from) && (named.Contains(a.ShiftId) || named.Contains(a.PatternId))),
        }).ToListAsync(cancellationToken);

        var ids = new List<Guid>();
        foreach (var person in people)
        {
            if (person.IsAssigned || person.Calendars.Exists(c => c.Value is { } calendar && causes.Contains(calendar)))
            {
                ids.Add(person.Id);
                if (ids.Count == wanted)
                {
                    return (ids, person.Id);
                }
            }
        }

        return (ids, people.Count == lookedAt ? people[^1].Id : null);
    }
}
